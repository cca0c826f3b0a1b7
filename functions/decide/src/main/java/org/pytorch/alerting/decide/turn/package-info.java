/** Who may write to GitHub when: turns, given out within GitHub's budget. */
@NullMarked
package org.pytorch.alerting.decide.turn;

import org.jspecify.annotations.NullMarked;
