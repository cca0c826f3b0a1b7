/** HTTP requests, responses and refusals. */
@NullMarked
package org.pytorch.alerting.fakegithub.call;

import org.jspecify.annotations.NullMarked;
