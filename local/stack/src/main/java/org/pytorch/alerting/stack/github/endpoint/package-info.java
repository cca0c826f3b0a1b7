/** The endpoints of the REST API. */
@NullMarked
package org.pytorch.alerting.stack.github.endpoint;

import org.jspecify.annotations.NullMarked;
