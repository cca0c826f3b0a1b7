package org.pytorch.alerting.model.status;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An earlier issue of an alert.
 *
 * @param firingSince when the alert began to fire in it, in ms
 */
public record PastIssue(IssueRef issue, Instant firingSince) {
  public PastIssue {
    requireNonNull(issue, "issue is null");
    firingSince = firingSince.truncatedTo(ChronoUnit.MILLIS);
  }
}
