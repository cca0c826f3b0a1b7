package org.pytorch.alerting.fakegithub.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.settings.Account;

/**
 * An issue at one point in time. A change creates a new value, so that a lagging list can show the
 * old one.
 *
 * @param labels names, in the order they were set
 * @param lock the reason of its lock (empty if none was given); absent if not locked
 * @param assignees in the order they were assigned; they can be added, but not removed
 * @param updatedAt in whole seconds, as GitHub keeps its times
 */
public record Issue(
    Origin origin,
    String title,
    Optional<String> body,
    List<String> labels,
    Status status,
    Optional<String> lock,
    int comments,
    Instant updatedAt,
    List<Account> assignees) {
  /** The constant part of an issue; a transfer gives it a new number. */
  public record Origin(
      long id,
      long number,
      Account author,
      boolean viaApp,
      boolean pullRequest,
      Instant createdAt) {
    Origin numbered(long other) {
      return new Origin(id, other, author, viaApp, pullRequest, createdAt);
    }
  }

  /** Open or closed, with GitHub's reason, the closer and the time. */
  public record Status(
      boolean open,
      Optional<String> reason,
      Optional<Instant> closedAt,
      Optional<Account> closedBy) {
    public static final Status OPENED =
        new Status(true, Optional.empty(), Optional.empty(), Optional.empty());
    public static final Status REOPENED =
        new Status(true, Optional.of("reopened"), Optional.empty(), Optional.empty());

    public static Status closed(String reason, Account by, Instant now) {
      return new Status(false, Optional.of(reason), Optional.of(now), Optional.of(by));
    }
  }

  public Issue {
    labels = List.copyOf(labels);
    assignees = List.copyOf(assignees);
  }

  /** {@return the number in its repository} */
  public long number() {
    return origin.number();
  }

  public boolean open() {
    return status.open();
  }

  public Issue withText(String newTitle, Optional<String> newBody, Instant now) {
    return new Issue(origin, newTitle, newBody, labels, status, lock, comments, now, assignees);
  }

  public Issue withStatus(Status other, Instant now) {
    return new Issue(origin, title, body, labels, other, lock, comments, now, assignees);
  }

  public Issue withLabels(List<String> names, Instant now) {
    return new Issue(origin, title, body, names, status, lock, comments, now, assignees);
  }

  public Issue withAssignees(List<Account> people, Instant now) {
    return new Issue(origin, title, body, labels, status, lock, comments, now, people);
  }

  public Issue withLock(Optional<String> reason, Instant now) {
    return new Issue(origin, title, body, labels, status, reason, comments, now, assignees);
  }

  public Issue withComments(int count, Instant now) {
    return new Issue(origin, title, body, labels, status, lock, count, now, assignees);
  }

  public Issue numbered(long number, Instant now) {
    return new Issue(
        origin.numbered(number), title, body, labels, status, lock, comments, now, assignees);
  }
}
