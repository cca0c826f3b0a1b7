/** The endpoints of the REST API. */
@NullMarked
package org.pytorch.alerting.fakegithub.endpoint;

import org.jspecify.annotations.NullMarked;
