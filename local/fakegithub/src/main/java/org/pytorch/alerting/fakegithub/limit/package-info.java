/** GitHub's rate limits and their use by each caller. */
@NullMarked
package org.pytorch.alerting.fakegithub.limit;

import org.jspecify.annotations.NullMarked;
