package org.pytorch.alerting.stack.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.stack.github.Comment;
import org.pytorch.alerting.stack.github.Issue;
import org.pytorch.alerting.stack.simulation.SimulatedAlert.Report;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;
import org.pytorch.alerting.stack.virtual.VirtualQueue.DeadLetter;

/** What must always hold, and what must hold when a world has come to rest. */
final class Statements {
  /** An issue may be closed between being read and being written to. */
  private static final Duration INVOCATION = Duration.ofSeconds(30);

  private final VirtualPipeline pipeline;
  private final Observations observations;
  private final People people;

  Statements(VirtualPipeline pipeline, Observations observations, People people) {
    this.pipeline = pipeline;
    this.observations = observations;
    this.people = people;
  }

  /** After everything that was written to GitHub. */
  void checkWritten() {
    Set<String> issues = new HashSet<>();
    Set<String> open = new HashSet<>();
    Set<String> comments = new HashSet<>();
    for (Issue issue : pipeline.issues()) {
      String marker = Markers.of(issue);
      if (!issues.add(marker)) {
        violation("two issues have the marker " + marker);
      }
      if (issue.open() && !people.touchedIssue(marker) && !open.add(Markers.fingerprint(marker))) {
        violation("two open issues of one alert, the second with " + marker);
      }
      for (Comment comment : pipeline.gitHub().comments(VirtualPipeline.REPO, issue.number())) {
        String event = Markers.of(comment);
        if (!event.isEmpty() && isLongAfterClosing(issue, comment)) {
          violation("a comment was made on an issue that a person had closed: " + marker);
        }
        if (!event.isEmpty() && !comments.add(event)) {
          violation("two comments have the marker " + event);
        }
      }
    }
  }

  private boolean isLongAfterClosing(Issue issue, Comment comment) {
    return people
        .closedAt(issue.number())
        .filter(time -> comment.createdAt().isAfter(time.plus(INVOCATION)))
        .isPresent();
  }

  /** When all faults have ended and nothing is left to do. */
  void checkAtRest() {
    checkWritten();
    for (Map<String, ?> row : pipeline.dynamoDb().rows()) {
      if (row.containsKey("pending")) {
        violation("a claim is left pending: " + row.get("pending"));
      }
    }
    if (!pipeline.queue().isEmpty()) {
      violation("messages are left: " + pipeline.queue().receiveCounts());
    }
    if (pipeline.gitHub().limitBreaches() > 0) {
      violation(
          "GitHub's limits were passed %d times".formatted(pipeline.gitHub().limitBreaches()));
    }
    for (String messageId : observations.messages()) {
      checkMessage(messageId, observations.reports(messageId));
    }
    observations.done().forEach(this::checkDone);
    for (String fingerprint : observations.alerts()) {
      checkNewest(fingerprint);
    }
  }

  private void checkMessage(String messageId, List<Report> reports) {
    boolean exhausted = false;
    boolean diagnosed = false;
    for (DeadLetter letter : pipeline.queue().deadLetters()) {
      if (letter.messageId().equals(messageId)) {
        exhausted |= letter.exhausted();
        diagnosed |= !letter.attributes().getOrDefault("diagnosis", "").isBlank();
      }
    }
    if (exhausted) {
      // No fault of these worlds lasts as long as the queue goes on trying.
      violation("message %s was delivered too often".formatted(messageId));
      return;
    }
    for (int i = 0; i < reports.size(); i++) {
      String eventId = messageId + "#" + i;
      if (reports.get(i).usable() ? !observations.isAccountedFor(eventId) : !diagnosed) {
        violation("event %s is lost: %s".formatted(eventId, reports.get(i)));
      }
    }
  }

  /** What was reported as done is there, unless a person took it away. */
  private void checkDone(String eventId, Observations.Done done) {
    if (!done.asUsual() || people.deletedAny()) {
      return;
    }
    List<Issue> issues = pipeline.issues();
    boolean there =
        done.action() == AlertAction.CREATE
            ? issues.stream()
                .anyMatch(
                    issue ->
                        Markers.of(issue)
                            .equals(
                                "issue fingerprint=%s episode=%d"
                                    .formatted(done.fingerprint(), done.episode())))
            : issues.stream()
                .flatMap(
                    issue ->
                        pipeline.gitHub().comments(VirtualPipeline.REPO, issue.number()).stream())
                .anyMatch(
                    comment ->
                        Markers.of(comment).equals("comment event=" + eventId.replace("#", "%23")));
    if (!there) {
      violation("%s of event %s is recorded and not on GitHub".formatted(done.action(), eventId));
    }
  }

  private void checkNewest(String fingerprint) {
    if (people.touched(fingerprint)) {
      return;
    }
    List<String> open = new ArrayList<>();
    for (Issue issue : pipeline.issues()) {
      String marker = Markers.of(issue);
      if (issue.open() && Markers.fingerprint(marker).equals(fingerprint)) {
        open.add(marker);
      }
    }
    boolean firing = observations.newest(fingerprint).state() == AlertState.FIRING;
    if (firing == open.isEmpty()) {
      violation(
          "alert %s %s, and these issues are open: %s"
              .formatted(fingerprint, firing ? "fires" : "has resolved", open));
    }
  }

  private void violation(String text) {
    observations.violation(text);
  }
}
