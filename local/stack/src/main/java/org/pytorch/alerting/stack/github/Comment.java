package org.pytorch.alerting.stack.github;

import java.time.Instant;

/** A comment at one moment; times in whole seconds. */
public record Comment(
    long id,
    long issueNumber,
    Account author,
    boolean viaApp,
    String body,
    Instant createdAt,
    Instant updatedAt) {
  Comment withBody(String text, Instant now) {
    return new Comment(id, issueNumber, author, viaApp, text, createdAt, now);
  }

  Comment of(long otherIssue) {
    return new Comment(id, otherIssue, author, viaApp, body, createdAt, updatedAt);
  }
}
