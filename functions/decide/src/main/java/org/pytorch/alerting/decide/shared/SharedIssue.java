package org.pytorch.alerting.decide.shared;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.text.Truncation;

/**
 * The issue that several alerts share: an alert of our own, which is opened, found again and closed
 * like any other.
 *
 * @param by why they share it
 * @param key what they have in common; together with {@code by} and {@code part} the identity
 * @param title of the issue, without its priority
 * @param subject of the issue
 * @param routing what the policy says about it; absent without a policy
 * @param part from 1: one issue has room for a limited number of alerts
 */
public record SharedIssue(
    SharedBy by,
    List<String> key,
    String title,
    Optional<String> subject,
    Optional<Routing> routing,
    int part) {
  public SharedIssue {
    requireNonNull(by, "by is null");
    key = List.copyOf(key);
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key is empty");
    }
    title = Truncation.marked(title, AlertEvent.MAX_TITLE_LENGTH);
    subject = subject.map(text -> Truncation.marked(text, AlertEvent.MAX_SUBJECT_LENGTH));
    requireNonNull(routing, "routing is null");
    if (part < 1) {
      throw new IllegalArgumentException("part is not positive: " + part);
    }
  }

  /**
   * {@return the issue that alerts share because the route of {@code event} groups them, if it
   * does}
   */
  public static Optional<SharedIssue> ofGroup(AlertEvent event, String repository) {
    return event
        .routing()
        .flatMap(
            routing ->
                routing
                    .group()
                    .map(
                        values ->
                            new SharedIssue(
                                SharedBy.GROUP,
                                Stream.concat(Stream.of(routing.route()), values.stream()).toList(),
                                name(routing),
                                Optional.of(String.join(", ", values)),
                                Optional.of(routing.ofSharedIssue(repository, true)),
                                1)));
  }

  /** {@return the issue that the rules of the data source of {@code event} share} */
  public static Optional<SharedIssue> ofDataSource(AlertEvent event, String repository) {
    return event
        .dataSource()
        .map(
            uid ->
                new SharedIssue(
                    SharedBy.DATA_SOURCE,
                    List.of(
                        lower(repository),
                        event.source(),
                        event.identity().accountId().orElse(""),
                        uid),
                    "Data source " + uid,
                    Optional.empty(),
                    event.routing().map(routing -> routing.ofSharedIssue(repository, false)),
                    1));
  }

  private static String name(Routing routing) {
    return routing.route().equals(Routing.DEFAULTS) ? "Several alerts" : routing.route();
  }

  /** {@return the issue that the alerts of the rule of {@code event} share in a storm} */
  public static SharedIssue ofRule(AlertEvent event, String repository) {
    return new SharedIssue(
        SharedBy.RULE,
        List.of(
            lower(repository),
            event.source(),
            event.identity().accountId().orElse(""),
            lower(event.title().strip())),
        event.title(),
        Optional.of("several alerts"),
        event.routing().map(routing -> routing.ofSharedIssue(repository, false)),
        1);
  }

  /** {@return the issue that the other alerts of {@code repository} share in a storm} */
  public static SharedIssue ofRepository(AlertEvent event, String repository) {
    return new SharedIssue(
        SharedBy.REPOSITORY,
        List.of(lower(repository)),
        "Storm in " + repository,
        Optional.of("several alerts"),
        event.routing().map(routing -> routing.ofSharedIssue(repository, false)),
        1);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** {@return the next issue, for alerts for which this one has no room} */
  public SharedIssue nextPart() {
    return new SharedIssue(by, key, title, subject, routing, part + 1);
  }

  /** {@return the alert's identity} A given-up event of it that is redriven has the same one. */
  @JsonIgnore
  public Fingerprint fingerprint() {
    return Fingerprint.of(event(AlertState.RESOLVED, Instant.EPOCH));
  }

  /** {@return a check of it that is delivered after {@code delay}, which is at most 15 min} */
  public NextCheck checkAfter(Duration delay) {
    return new NextCheck(
        new Check(fingerprint(), CheckReason.MEMBER), Math.toIntExact(delay.toSeconds()));
  }

  /** {@return what its alerts together say, without their priority, teams and reason} */
  AlertEvent event(AlertState state, Instant occurredAt) {
    return new AlertEventBuilder()
        .source(SharedBy.SOURCE)
        .providerVersion("1")
        .state(state)
        .title(title)
        .subject(
            part == 1
                ? subject
                : Optional.of(subject.map(text -> text + ", ").orElse("") + "part " + part)
                    .map(text -> Truncation.marked(text, AlertEvent.MAX_SUBJECT_LENGTH)))
        .condition(
            // Which of the two hardly matters, and a change would be news.
            Optional.of(Condition.NO_DATA)
                .filter(_ -> by == SharedBy.DATA_SOURCE && state == AlertState.FIRING))
        .teams(List.of())
        .occurredAt(occurredAt)
        .identity(
            new Identity(
                Optional.empty(),
                Optional.empty(),
                Optional.of("%s %d %s".formatted(by.jsonName(), part, Json.write(key)))))
        .routing(routing)
        .build();
  }
}
