package org.pytorch.alerting.simulation.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.VirtualQueue.DeadLetter;
import org.pytorch.alerting.simulation.world.Observations.SentEvent;
import org.pytorch.alerting.simulation.world.People.Act;
import org.pytorch.alerting.simulation.world.People.Kind;

/** The invariants that must always hold, and those that must hold when a world is at rest. */
public final class Invariants {
  /**
   * The longest invocation of the github function: one that began before an act may end after it.
   */
  private static final Duration INVOCATION = Duration.ofSeconds(30);

  private final VirtualPipeline pipeline;
  private final Observations observations;
  private final People people;

  /** The markers of all issues that our App ever opened, by issue number. */
  private final Map<Long, String> everOpened = new TreeMap<>();

  private boolean limitBreachesAllowed;

  public Invariants(VirtualPipeline pipeline, Observations observations, People people) {
    this.pipeline = pipeline;
    this.observations = observations;
    this.people = people;
  }

  /** Allows breaches of GitHub's limits, because they are below our App's own limits. */
  void allowLimitBreaches() {
    limitBreachesAllowed = true;
  }

  /** Checks the issues and comments after each write to GitHub. */
  public void checkAfterWrite() {
    Set<String> issues = new HashSet<>();
    Map<String, List<Issue>> open = new HashMap<>();
    Map<String, Comment> comments = new HashMap<>();
    for (Issue issue : pipeline.ourIssues()) {
      String marker = Markers.of(issue);
      everOpened.put(issue.number(), marker);
      if (!issues.add(marker)) {
        violation("two issues have the marker " + marker);
      }
      if (issue.open()) {
        open.computeIfAbsent(Markers.fingerprint(marker), _ -> new ArrayList<>()).add(issue);
      }
      for (Comment comment : pipeline.gitHub().comments(pipeline.repo(), issue.number())) {
        String event = Markers.of(comment);
        if (!event.isEmpty() && isLongAfterClosing(issue, comment)) {
          violation("a comment was made on an issue that a person had closed: " + marker);
        }
        if (!event.isEmpty()) {
          Comment first = comments.putIfAbsent(event, comment);
          if (first != null && !isHiddenByDeletion(issue, first, comment)) {
            violation("two comments have the marker " + event);
          }
        }
      }
    }
    open.values().forEach(this::checkOnlyOneOpen);
  }

  /** Checks the open issues of one alert, in order of their numbers. */
  private void checkOnlyOneOpen(List<Issue> open) {
    for (int i = 1; i < open.size(); i++) {
      Issue older = open.get(i - 1);
      Issue newer = open.get(i);
      if (!isReopened(newer) && !isReopenedUnseen(older, newer)) {
        violation("two open issues of one alert, the second with " + Markers.of(newer));
      }
    }
  }

  private boolean isReopened(Issue issue) {
    return people.lastActOn(issue.number()).filter(act -> act.kind() == Kind.REOPENED).isPresent();
  }

  /**
   * {@return whether {@code older} was reopened while {@code newer} was being opened or later, or
   * is so old that the pipeline no longer reads it}
   */
  private boolean isReopenedUnseen(Issue older, Issue newer) {
    Instant lastRead = newer.origin().createdAt().minus(INVOCATION);
    return people
        .lastActOn(older.number())
        .filter(act -> act.kind() == Kind.REOPENED)
        .filter(act -> act.at().isAfter(lastRead) || !isNewestBefore(older, newer))
        .isPresent();
  }

  private boolean isNewestBefore(Issue older, Issue newer) {
    String fingerprint = Markers.fingerprint(Markers.of(older));
    return everOpened.entrySet().stream()
        .filter(entry -> Markers.fingerprint(entry.getValue()).equals(fingerprint))
        .noneMatch(entry -> entry.getKey() > older.number() && entry.getKey() < newer.number());
  }

  /**
   * {@return whether a person deleted another comment on {@code issue} before its list had to show
   * {@code first}} Then the list's length equals the issue's comment count, so {@code second} may
   * be posted: see "What is not promised" in RELIABILITY.md.
   */
  private boolean isHiddenByDeletion(Issue issue, Comment first, Comment second) {
    return people.acts().stream()
        .filter(act -> act.kind() == Kind.COMMENT_DELETED && act.number() == issue.number())
        .anyMatch(
            act -> !act.at().isBefore(first.createdAt()) && !act.at().isAfter(second.createdAt()));
  }

  private boolean isLongAfterClosing(Issue issue, Comment comment) {
    return people
        .lastActOn(issue.number())
        .filter(act -> act.kind() == Kind.CLOSED && !act.bot())
        .filter(act -> comment.createdAt().isAfter(act.at().plus(INVOCATION)))
        .isPresent();
  }

  /** Checks the world when all faults have ended and nothing is left to do. */
  public void checkAtRest() {
    checkAfterWrite();
    for (Map<String, ?> row : pipeline.dynamoDb().rows()) {
      if (row.containsKey("pending")) {
        violation("a claim is left pending: " + row.get("pending"));
      }
    }
    if (!pipeline.queue().isEmpty()) {
      violation("messages are left: " + pipeline.queue().receiveCounts());
    }
    if (!limitBreachesAllowed && pipeline.gitHub().limitBreaches() > 0) {
      violation(
          "GitHub's limits were exceeded %d times".formatted(pipeline.gitHub().limitBreaches()));
    }
    pipeline.queue().deadLetters().forEach(this::checkDeadLetter);
    observations.messages().stream().map(observations::events).forEach(this::checkMessage);
    observations.givenUp().forEach(this::checkGivenUp);
    observations.done().forEach(this::checkDone);
    observations.alerts().forEach(this::checkLastEvent);
  }

  /** Checks that nothing is given up after a redrive, when GitHub refuses nothing any more. */
  public void checkNothingIsGivenUp() {
    for (DeadLetter letter : pipeline.queue().deadLetters()) {
      if (letter.isGivenUp()) {
        violation("event %s is given up although all faults are over".formatted(letter));
      }
    }
  }

  private void checkDeadLetter(DeadLetter letter) {
    if (letter.exhausted()) {
      // No fault of these worlds lasts as long as the queue redelivers.
      violation("message %s was delivered too often".formatted(letter.messageId()));
    } else if (letter.attributes().getOrDefault("diagnosis", "").isBlank()) {
      violation(
          "message %s is in the dead-letter queue without a diagnosis"
              .formatted(letter.messageId()));
    }
  }

  private void checkMessage(List<SentEvent> events) {
    for (SentEvent event : events) {
      boolean rejected = !event.report().complete() && wasInDeadLetterQueue(event.messageId());
      if (!observations.isAccountedFor(event.eventId()) && !rejected) {
        violation("event %s is lost: %s".formatted(event.eventId(), event.report()));
      }
    }
  }

  private void checkGivenUp(String eventId) {
    if (!wasInDeadLetterQueue(eventId)) {
      violation("event %s was given up but not quarantined".formatted(eventId));
    }
  }

  private boolean wasInDeadLetterQueue(String id) {
    return pipeline.queue().allDeadLetters().stream()
        .anyMatch(letter -> letter.messageId().equals(id));
  }

  /** {@return whether the event is in the dead-letter queue, with its message or alone} */
  private boolean isInDeadLetterQueue(SentEvent event) {
    return pipeline.queue().deadLetters().stream()
        .map(DeadLetter::messageId)
        .anyMatch(
            id ->
                id.equals(event.eventId())
                    || id.startsWith(event.eventId() + "#")
                    || (!event.report().complete() && id.equals(event.messageId())));
  }

  /**
   * Checks that an action reported as done is visible on GitHub, unless a person removed its
   * effect.
   */
  private void checkDone(String eventId, Observations.Done done) {
    // An edit leaves no trace of its own.
    if (!done.asUsual() || done.action() == AlertAction.UPDATE) {
      return;
    }
    boolean removed =
        people.acts().stream()
            .filter(act -> act.fingerprint().equals(done.fingerprint()))
            .anyMatch(act -> act.kind() == Kind.REMOVED || act.kind() == Kind.COMMENT_DELETED);
    List<Issue> issues = pipeline.ourIssues();
    String issueMarker =
        "issue fingerprint=%s episode=%d".formatted(done.fingerprint(), done.episode());
    String commentMarker = "comment event=" + eventId.replace("#", "%23");
    boolean opened = issues.stream().map(Markers::of).anyMatch(issueMarker::equals);
    boolean commented =
        issues.stream()
            .flatMap(issue -> pipeline.gitHub().comments(pipeline.repo(), issue.number()).stream())
            .map(Markers::of)
            .anyMatch(commentMarker::equals);
    boolean visible =
        switch (done.action()) {
          case CREATE -> opened;
          case REOPEN -> opened || commented;
          default -> commented;
        };
    if (!visible && !removed) {
      violation("%s of event %s is recorded but not on GitHub".formatted(done.action(), eventId));
    }
  }

  private void checkLastEvent(int alert) {
    List<SentEvent> events = observations.eventsOf(alert);
    SentEvent last = events.getLast();
    if (isInDeadLetterQueue(last)) {
      return;
    }
    String fingerprint = observations.fingerprint(alert).orElse("");
    List<Issue> open =
        pipeline.ourIssues().stream()
            .filter(Issue::open)
            .filter(issue -> Markers.fingerprint(Markers.of(issue)).equals(fingerprint))
            .toList();
    if (last.firing() && open.isEmpty() && !wasClosedSince(fingerprint, events)) {
      violation("alert %d fires, but no issue is open: %s".formatted(alert, last));
    }
    if (!last.firing()) {
      open.stream()
          .filter(issue -> !wasReopenedUnnoticed(issue, events))
          .forEach(
              issue ->
                  violation(
                      "alert %d has resolved, but #%d is open".formatted(alert, issue.number())));
    }
  }

  /** {@return whether a person or a bot closed the issue of the last firing} */
  private boolean wasClosedSince(String fingerprint, List<SentEvent> events) {
    return people.acts().stream()
        .filter(act -> act.fingerprint().equals(fingerprint))
        .filter(act -> people.lastActOn(act.number()).filter(act::equals).isPresent())
        .anyMatch(act -> endsLastFiring(act, events));
  }

  private boolean endsLastFiring(Act act, List<SentEvent> events) {
    SentEvent last = events.getLast();
    return switch (act.kind()) {
      case REOPENED, COMMENT_DELETED -> false;
      // A bot's close counts until the alert's next event.
      case CLOSED, REMOVED ->
          act.bot()
              ? !act.at().isBefore(last.saidAt())
              : wasReportedBy(act, events) && !hasResolvedBetween(act, events);
    };
  }

  /**
   * {@return whether the last firing had been reported by the time of {@code act}, judged by
   * provider times}
   */
  private static boolean wasReportedBy(Act act, List<SentEvent> events) {
    Instant lastFiring = events.getLast().occurredAt();
    return events.stream()
        .filter(SentEvent::firing)
        .filter(event -> !event.saidAt().isAfter(act.at()))
        .anyMatch(event -> !event.occurredAt().isBefore(lastFiring));
  }

  /**
   * {@return whether the firing that {@code act} ended was known to have resolved before the last
   * one}
   */
  private boolean hasResolvedBetween(Act act, List<SentEvent> events) {
    Optional<Instant> lastDecided = observations.decidedAt(events.getLast().eventId());
    return events.stream()
        .filter(
            event ->
                !event.firing() && event.saidAt().isAfter(act.at()) && !isInDeadLetterQueue(event))
        .map(event -> observations.settledAt(event.eventId()))
        .anyMatch(
            settled -> settled.isPresent() && settled.get().isBefore(lastDecided.orElseThrow()));
  }

  /**
   * {@return whether {@code issue} was reopened after the alert was recorded as resolved, or when
   * it was no longer the alert's newest issue}
   */
  private boolean wasReopenedUnnoticed(Issue issue, List<SentEvent> events) {
    Optional<Act> reopened =
        people.lastActOn(issue.number()).filter(act -> act.kind() == Kind.REOPENED);
    if (reopened.isEmpty()) {
      return false;
    }
    return hasNewerIssue(issue) || wasResolvedBy(reopened.get().at().plus(INVOCATION), events);
  }

  /**
   * {@return whether the alert was known to have resolved by {@code time} and has not fired since}
   */
  private boolean wasResolvedBy(Instant time, List<SentEvent> events) {
    return events.stream()
        .filter(event -> !event.firing())
        .flatMap(event -> observations.settledAt(event.eventId()).stream())
        .filter(settled -> !settled.isAfter(time))
        .anyMatch(
            settled ->
                events.stream()
                    .filter(SentEvent::firing)
                    .flatMap(event -> observations.doneAt(event.eventId()).stream())
                    .noneMatch(done -> done.isAfter(settled)));
  }

  private boolean hasNewerIssue(Issue issue) {
    String fingerprint = Markers.fingerprint(Markers.of(issue));
    return everOpened.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey() > issue.number()
                    && Markers.fingerprint(entry.getValue()).equals(fingerprint));
  }

  private void violation(String text) {
    observations.violation(text);
  }
}
