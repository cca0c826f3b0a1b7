package org.pytorch.alerting.console.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An alert's row in the table. A row of another version may lack anything but the fingerprint.
 *
 * @param open whether the alert fires as far as the pipeline knows
 * @param since when the episode began
 * @param shares the fingerprint of the alert whose issue stands for several, if this is one of them
 * @param eventIds the newest handled events, at most 100
 */
public record AlertRow(
    String fingerprint,
    boolean open,
    long episode,
    String title,
    Optional<String> priority,
    List<String> teams,
    Optional<Instant> since,
    Optional<Instant> lastSeenAt,
    Optional<IssueId> issue,
    Optional<String> shares,
    boolean closedByPerson,
    Optional<Claim> claim,
    List<String> eventIds) {
  public AlertRow {
    teams = List.copyOf(teams);
    eventIds = List.copyOf(eventIds);
  }

  /**
   * An issue's place.
   *
   * @param repo as {@code owner/name}
   */
  public record IssueId(String repo, long number) {
    @Override
    public String toString() {
      return repo + "#" + number;
    }
  }

  /**
   * An action that was begun and is not settled.
   *
   * @param leaseExpiresAt when another execution may take it over
   * @param failure of the last attempt
   * @param refused whether GitHub refuses it for good
   */
  public record Claim(
      String action,
      long attempt,
      Optional<Instant> leaseExpiresAt,
      Optional<String> failure,
      boolean refused) {}

  /** {@return the alert's state in words for people} */
  public String state() {
    if (open) {
      return closedByPerson ? "closed by a person" : "firing";
    }
    return "resolved";
  }

  static AlertRow of(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    boolean open = item.text("status").filter("OPEN"::equals).isPresent();
    List<String> teams = item.texts("teams");
    return new AlertRow(
        item.text("fingerprint").orElse(""),
        open,
        item.number("episode").orElse(1L),
        item.text("title").orElse("(no title)"),
        item.text("priority"),
        teams.isEmpty() ? item.text("team").stream().toList() : teams,
        item.time("firing_at").filter(_ -> open).or(() -> item.time("first_seen_at")),
        item.time("last_seen_at"),
        item.text("issue_repo")
            .flatMap(repo -> item.number("issue_number").map(number -> new IssueId(repo, number))),
        item.text("parent"),
        item.flag("manually_closed"),
        item.map("pending").map(AlertRow::claim),
        item.texts("recent_event_ids"));
  }

  private static Claim claim(Item pending) {
    return new Claim(
        pending.text("action").orElse(""),
        pending.number("attempt").orElse(1L),
        pending.time("lease_expires_at"),
        pending.text("failure"),
        pending.flag("refused"));
  }

  /** The attributes of a row; what has another type counts as absent. */
  record Item(Map<String, AttributeValue> attributes) {
    Optional<String> text(String name) {
      return value(name).map(AttributeValue::s);
    }

    Optional<Long> number(String name) {
      return value(name).map(AttributeValue::n).map(Long::valueOf);
    }

    boolean flag(String name) {
      return value(name).map(AttributeValue::bool).orElse(false);
    }

    Optional<Instant> time(String name) {
      try {
        return text(name).map(text -> OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    List<String> texts(String name) {
      return value(name).map(AttributeValue::l).orElse(List.of()).stream()
          .flatMap(entry -> Optional.ofNullable(entry.s()).stream())
          .toList();
    }

    Optional<Item> map(String name) {
      return value(name).filter(AttributeValue::hasM).map(value -> new Item(value.m()));
    }

    private Optional<AttributeValue> value(String name) {
      return Optional.ofNullable(attributes.get(name));
    }
  }
}
