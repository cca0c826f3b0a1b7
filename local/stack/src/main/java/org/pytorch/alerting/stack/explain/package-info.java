/** Says what would happen with a payload, by the pipeline's own code, and touches nothing. */
@NullMarked
package org.pytorch.alerting.stack.explain;

import org.jspecify.annotations.NullMarked;
