/** GitHub's limits, and who has used how much of them. */
@NullMarked
package org.pytorch.alerting.stack.github.limit;

import org.jspecify.annotations.NullMarked;
