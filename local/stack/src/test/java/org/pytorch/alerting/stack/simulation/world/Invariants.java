package org.pytorch.alerting.stack.simulation.world;

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
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.stack.github.data.Comment;
import org.pytorch.alerting.stack.github.data.Issue;
import org.pytorch.alerting.stack.simulation.world.Observations.SentEvent;
import org.pytorch.alerting.stack.simulation.world.People.Act;
import org.pytorch.alerting.stack.simulation.world.People.Kind;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;
import org.pytorch.alerting.stack.virtual.VirtualQueue.DeadLetter;

/** What must always hold, and what must hold when a world has come to rest. */
public final class Invariants {
  /** An invocation of the GitHub function that began before somebody's act may end after it. */
  private static final Duration INVOCATION = Duration.ofSeconds(30);

  private final VirtualPipeline pipeline;
  private final Observations observations;
  private final People people;

  /** The markers of all issues that our App ever opened, by number. */
  private final Map<Long, String> everOpened = new TreeMap<>();

  private boolean limitsAreLow;

  public Invariants(VirtualPipeline pipeline, Observations observations, People people) {
    this.pipeline = pipeline;
    this.observations = observations;
    this.people = people;
  }

  /** GitHub's limits are below those that our App keeps to by itself. */
  void expectLimitsToBePassed() {
    limitsAreLow = true;
  }

  /** After everything that was written to GitHub. */
  public void checkWritten() {
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
    open.values().forEach(this::checkOnlyOneIsOpen);
  }

  /** The issues of one alert that are open, by number. */
  private void checkOnlyOneIsOpen(List<Issue> open) {
    for (int i = 1; i < open.size(); i++) {
      Issue older = open.get(i - 1);
      Issue younger = open.get(i);
      if (!isReopened(younger) && !isReopenedUnseen(older, younger)) {
        violation("two open issues of one alert, the second with " + Markers.of(younger));
      }
    }
  }

  private boolean isReopened(Issue issue) {
    return people.lastActOn(issue.number()).filter(act -> act.kind() == Kind.REOPENED).isPresent();
  }

  /**
   * {@return whether {@code older} was reopened when {@code younger} was being opened or was there
   * already, or has not been the alert's newest issue for so long that nobody looks at it}
   */
  private boolean isReopenedUnseen(Issue older, Issue younger) {
    Instant lastLook = younger.origin().createdAt().minus(INVOCATION);
    return people
        .lastActOn(older.number())
        .filter(act -> act.kind() == Kind.REOPENED)
        .filter(act -> act.at().isAfter(lastLook) || !isNewestBefore(older, younger))
        .isPresent();
  }

  private boolean isNewestBefore(Issue older, Issue younger) {
    String fingerprint = Markers.fingerprint(Markers.of(older));
    return everOpened.entrySet().stream()
        .filter(entry -> Markers.fingerprint(entry.getValue()).equals(fingerprint))
        .noneMatch(entry -> entry.getKey() > older.number() && entry.getKey() < younger.number());
  }

  /**
   * {@return whether a person deleted another comment on {@code issue} while its list may not have
   * shown {@code first} yet} The list and the issue's count agree then, so {@code second} may be
   * written: see "What is not promised" in RELIABILITY.md.
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

  /** When all faults have ended and nothing is left to do. */
  public void checkAtRest() {
    checkWritten();
    for (Map<String, ?> row : pipeline.dynamoDb().rows()) {
      if (row.containsKey("pending")) {
        violation("a claim is left pending: " + row.get("pending"));
      }
    }
    if (!pipeline.queue().isEmpty()) {
      violation("messages are left: " + pipeline.queue().receiveCounts());
    }
    if (!limitsAreLow && pipeline.gitHub().limitBreaches() > 0) {
      violation(
          "GitHub's limits were passed %d times".formatted(pipeline.gitHub().limitBreaches()));
    }
    pipeline.queue().deadLetters().forEach(this::checkDeadLetter);
    observations.messages().stream().map(observations::words).forEach(this::checkMessage);
    observations.givenUp().forEach(this::checkGivenUp);
    observations.done().forEach(this::checkDone);
    observations.alerts().forEach(this::checkLastWord);
  }

  /** What was given up has been redriven, and what made it hopeless is over. */
  public void checkNothingIsGivenUp() {
    for (DeadLetter letter : pipeline.queue().deadLetters()) {
      if (letter.isGivenUp()) {
        violation("event %s is given up although all faults are over".formatted(letter));
      }
    }
  }

  private void checkDeadLetter(DeadLetter letter) {
    if (letter.exhausted()) {
      // No fault of these worlds lasts as long as the queue goes on trying.
      violation("message %s was delivered too often".formatted(letter.messageId()));
    } else if (letter.attributes().getOrDefault("diagnosis", "").isBlank()) {
      violation("message %s is dead, and nobody says why".formatted(letter.messageId()));
    }
  }

  private void checkMessage(List<SentEvent> words) {
    for (SentEvent word : words) {
      boolean rejected = !word.report().usable() && wasInDeadLetterQueue(word.messageId());
      if (!observations.isAccountedFor(word.eventId()) && !rejected) {
        violation("event %s is lost: %s".formatted(word.eventId(), word.report()));
      }
    }
  }

  private void checkGivenUp(String eventId) {
    if (!wasInDeadLetterQueue(eventId)) {
      violation("event %s was given up and is nowhere".formatted(eventId));
    }
  }

  private boolean wasInDeadLetterQueue(String id) {
    return pipeline.queue().allDeadLetters().stream()
        .anyMatch(letter -> letter.messageId().equals(id));
  }

  /** {@return whether what decides is in the dead-letter queue, as a message or by itself} */
  private boolean isDead(SentEvent word) {
    return pipeline.queue().deadLetters().stream()
        .map(DeadLetter::messageId)
        .anyMatch(
            id ->
                id.equals(word.eventId())
                    || id.startsWith(word.eventId() + "#")
                    || (!word.report().usable() && id.equals(word.messageId())));
  }

  /** What was reported as done is there, unless somebody took it away. */
  private void checkDone(String eventId, Observations.Done done) {
    if (!done.asUsual()) {
      return;
    }
    boolean taken =
        people.acts().stream()
            .filter(act -> act.fingerprint().equals(done.fingerprint()))
            .anyMatch(act -> act.kind() == Kind.TAKEN_AWAY || act.kind() == Kind.COMMENT_DELETED);
    List<Issue> issues = pipeline.ourIssues();
    String issueMarker =
        "issue fingerprint=%s episode=%d".formatted(done.fingerprint(), done.episode());
    String commentMarker = "comment event=" + eventId.replace("#", "%23");
    boolean there =
        done.action() == AlertAction.CREATE
            ? issues.stream().map(Markers::of).anyMatch(issueMarker::equals)
            : issues.stream()
                .flatMap(
                    issue -> pipeline.gitHub().comments(pipeline.repo(), issue.number()).stream())
                .map(Markers::of)
                .anyMatch(commentMarker::equals);
    if (!there && !taken) {
      violation("%s of event %s is recorded and not on GitHub".formatted(done.action(), eventId));
    }
  }

  private void checkLastWord(int alert) {
    List<SentEvent> words = observations.sentEventsOf(alert);
    SentEvent last = words.getLast();
    if (isDead(last)) {
      return;
    }
    String fingerprint = observations.fingerprint(alert).orElse("");
    List<Issue> open =
        pipeline.ourIssues().stream()
            .filter(Issue::open)
            .filter(issue -> Markers.fingerprint(Markers.of(issue)).equals(fingerprint))
            .toList();
    if (last.firing() && open.isEmpty() && !wasClosedSince(fingerprint, words)) {
      violation("alert %d fires, and no issue is open: %s".formatted(alert, last));
    }
    if (!last.firing()) {
      open.stream()
          .filter(issue -> !wasReopenedOutOfSight(issue, words))
          .forEach(
              issue ->
                  violation(
                      "alert %d has resolved, and #%d is open".formatted(alert, issue.number())));
    }
  }

  /** {@return whether somebody closed the issue of the firing that was said last} */
  private boolean wasClosedSince(String fingerprint, List<SentEvent> words) {
    return people.acts().stream()
        .filter(act -> act.fingerprint().equals(fingerprint))
        .filter(act -> people.lastActOn(act.number()).filter(act::equals).isPresent())
        .anyMatch(act -> endsLastFiring(act, words));
  }

  private boolean endsLastFiring(Act act, List<SentEvent> words) {
    SentEvent last = words.getLast();
    return switch (act.kind()) {
      case REOPENED, COMMENT_DELETED -> false;
      // A bot's closing stands until the alert is heard of again.
      case CLOSED, TAKEN_AWAY ->
          act.bot()
              ? !act.at().isBefore(last.saidAt())
              : knewOf(act, words) && !hasResolvedBetween(act, words);
    };
  }

  /**
   * {@return whether the last firing was told, by the time of {@code act}, as far as times tell}
   */
  private static boolean knewOf(Act act, List<SentEvent> words) {
    Instant lastFiring = words.getLast().occurredAt();
    return words.stream()
        .filter(SentEvent::firing)
        .filter(word -> !word.saidAt().isAfter(act.at()))
        .anyMatch(word -> !word.occurredAt().isBefore(lastFiring));
  }

  /**
   * {@return whether the firing that {@code act} ended was known to be over before the last one}
   */
  private boolean hasResolvedBetween(Act act, List<SentEvent> words) {
    Optional<Instant> lastDecided = observations.decidedAt(words.getLast().eventId());
    return words.stream()
        .filter(word -> !word.firing() && word.saidAt().isAfter(act.at()) && !isDead(word))
        .map(word -> observations.settledAt(word.eventId()))
        .anyMatch(
            settled -> settled.isPresent() && settled.get().isBefore(lastDecided.orElseThrow()));
  }

  /**
   * {@return whether somebody reopened {@code issue} when we had closed the alert already, or when
   * it was no longer the alert's newest issue}
   */
  private boolean wasReopenedOutOfSight(Issue issue, List<SentEvent> words) {
    Optional<Act> reopened =
        people.lastActOn(issue.number()).filter(act -> act.kind() == Kind.REOPENED);
    if (reopened.isEmpty()) {
      return false;
    }
    return hasNewerIssue(issue) || isOverSince(reopened.get().at().plus(INVOCATION), words);
  }

  /** {@return whether we knew by {@code time} that the alert had resolved, and know no better} */
  private boolean isOverSince(Instant time, List<SentEvent> words) {
    return words.stream()
        .filter(word -> !word.firing())
        .flatMap(word -> observations.settledAt(word.eventId()).stream())
        .filter(settled -> !settled.isAfter(time))
        .anyMatch(
            settled ->
                words.stream()
                    .filter(SentEvent::firing)
                    .flatMap(word -> observations.doneAt(word.eventId()).stream())
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
