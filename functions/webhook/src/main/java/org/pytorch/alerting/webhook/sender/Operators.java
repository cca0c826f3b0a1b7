package org.pytorch.alerting.webhook.sender;

import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.TeamSlug;

/**
 * Who looks after a sender: an alert about the sender itself goes to them.
 *
 * @param team a slug
 */
public record Operators(String team, Priority priority) {
  /** For a sender that names nobody. */
  static final Operators DEFAULT = new Operators("alerting", Priority.P1);

  public Operators {
    if (!TeamSlug.isValid(team)) {
      throw new IllegalArgumentException("its operators' team is not a team's name");
    }
  }
}
