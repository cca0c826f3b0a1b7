/** HTTP requests, responses and refusals. */
@NullMarked
package org.pytorch.alerting.stack.github.call;

import org.jspecify.annotations.NullMarked;
