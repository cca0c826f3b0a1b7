/** GitHub's rate limits and their use by each caller. */
@NullMarked
package org.pytorch.alerting.stack.github.limit;

import org.jspecify.annotations.NullMarked;
