/** One long run of the stack, and what it may and may not write. */
@NullMarked
package org.pytorch.alerting.stack.wholerun;

import org.jspecify.annotations.NullMarked;
