/** Who may write to GitHub when: turns from one budget. */
@NullMarked
package org.pytorch.alerting.decide.turn;

import org.jspecify.annotations.NullMarked;
