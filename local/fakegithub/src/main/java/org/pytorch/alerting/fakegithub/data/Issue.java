package org.pytorch.alerting.fakegithub.data;

import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
public record Issue(
    Origin origin,
    Text text,
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

  /** A title and a body. */
  public record Text(String title, Optional<String> body) {}

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

  /** {@return an open issue without comments} */
  public static Issue opened(
      Origin origin, Text text, List<String> labels, List<Account> assignees) {
    return new Issue(
        origin, text, labels, Status.OPENED, Optional.empty(), 0, origin.createdAt(), assignees);
  }

  /** {@return the number in its repository} */
  public long number() {
    return origin.number();
  }

  public String title() {
    return text.title();
  }

  public Optional<String> body() {
    return text.body();
  }

  public boolean open() {
    return status.open();
  }

  public Issue withText(Text other, Instant now) {
    return at(now).text(other).build();
  }

  public Issue withStatus(Status other, Instant now) {
    return at(now).status(other).build();
  }

  public Issue withLabels(List<String> names, Instant now) {
    return at(now).labels(names).build();
  }

  public Issue withAssignees(List<Account> people, Instant now) {
    return at(now).assignees(people).build();
  }

  /** {@return it locked; {@code reason} is empty if none was given} */
  public Issue locked(String reason, Instant now) {
    return at(now).lock(Optional.of(reason)).build();
  }

  public Issue unlocked(Instant now) {
    return at(now).lock(Optional.empty()).build();
  }

  public Issue withComments(int count, Instant now) {
    return at(now).comments(count).build();
  }

  public Issue numbered(long number, Instant now) {
    return at(now).origin(origin.numbered(number)).build();
  }

  /** It is changed at {@code now}. */
  private IssueBuilder at(Instant now) {
    return IssueBuilder.builder(this).updatedAt(now);
  }
}
