/** Calls as they come from HTTP, the answers to them, and refusals. */
@NullMarked
package org.pytorch.alerting.stack.github.call;

import org.jspecify.annotations.NullMarked;
