/** The rules of an alert's life: what a message does to its row, and what an outcome does. */
@NullMarked
package org.pytorch.alerting.decide.rule;

import org.jspecify.annotations.NullMarked;
