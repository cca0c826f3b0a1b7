package org.pytorch.alerting.normalize.source;

import java.util.List;
import org.pytorch.alerting.model.AlertEvent;

/** The result of reading one alert of a payload. */
public sealed interface Reading {
  /**
   * An alert that has to be acted on.
   *
   * @param impliedPriority whether the priority is only what the source reads from a severity
   */
  record Accepted(AlertEvent event, boolean impliedPriority) implements Reading {}

  /**
   * A FIRING without a team or a priority. A repeat needs neither; an alert that needs an issue is
   * rejected with these problems.
   *
   * @param impliedPriority whether the priority, if it has one, is only read from a severity
   * @param problems each names a field and what the sender has to add
   */
  record Incomplete(AlertEvent event, boolean impliedPriority, List<String> problems)
      implements Reading {
    public Incomplete {
      problems = List.copyOf(problems);
    }
  }

  /** An alert that was understood and needs no action. */
  record Ignored(String title, String reason) implements Reading {}

  /**
   * An alert that can never be normalized.
   *
   * @param problems each names a field and what the sender has to add
   */
  record Rejected(String title, List<String> problems) implements Reading {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
