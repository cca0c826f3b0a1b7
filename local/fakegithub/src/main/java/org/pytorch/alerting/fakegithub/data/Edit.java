package org.pytorch.alerting.fakegithub.data;

import java.time.Instant;
import org.pytorch.alerting.fakegithub.settings.Account;

/**
 * A change of an issue: its texts, labels, state, assignees or lock. GitHub shows these as the
 * history of an issue and notifies nobody of a changed text.
 *
 * @param by who made it
 */
public record Edit(Account by, Instant at, Issue before, Issue after) {
  /** {@return whether the title or the body has changed} */
  public boolean isOfText() {
    return !before.text().equals(after.text());
  }
}
