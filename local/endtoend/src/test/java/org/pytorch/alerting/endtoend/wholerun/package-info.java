/** One long run of the stack, and what it may and may not write. */
@NullMarked
package org.pytorch.alerting.endtoend.wholerun;

import org.jspecify.annotations.NullMarked;
