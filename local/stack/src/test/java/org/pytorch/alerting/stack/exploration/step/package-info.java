/** The steps that lead from one state of the exploration to the next. */
@NullMarked
package org.pytorch.alerting.stack.exploration.step;

import org.jspecify.annotations.NullMarked;
