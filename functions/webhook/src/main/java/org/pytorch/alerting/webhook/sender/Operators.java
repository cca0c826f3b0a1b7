package org.pytorch.alerting.webhook.sender;

import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.TeamSlug;

/**
 * The team responsible for a sender; it gets the alerts about the sender itself.
 *
 * @param team a slug
 */
public record Operators(String team, Priority priority) {
  /** For a sender without operators. */
  static final Operators DEFAULT = new Operators("alerting", Priority.P1);

  public Operators {
    if (!TeamSlug.isValid(team)) {
      throw new IllegalArgumentException("its operators' team is not a valid team name");
    }
  }
}
