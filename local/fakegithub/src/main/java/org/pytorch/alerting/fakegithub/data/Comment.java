package org.pytorch.alerting.fakegithub.data;

import java.time.Instant;
import org.pytorch.alerting.fakegithub.settings.Account;

/** A comment at one point in time; times in whole seconds. */
public record Comment(
    long id,
    long issueNumber,
    Account author,
    boolean viaApp,
    String body,
    Instant createdAt,
    Instant updatedAt) {
  public Comment withBody(String text, Instant now) {
    return new Comment(id, issueNumber, author, viaApp, text, createdAt, now);
  }

  public Comment of(long otherIssue) {
    return new Comment(id, otherIssue, author, viaApp, body, createdAt, updatedAt);
  }
}
