/** Pauses between tries that compete for one item of the table. */
@NullMarked
package org.pytorch.alerting.decide.retry;

import org.jspecify.annotations.NullMarked;
