package org.pytorch.alerting.stack.cli.send;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.stack.journal.StackEvent;
import org.pytorch.alerting.stack.journal.StackEvent.LogLine;

/** What has become so far of the messages of one payload. */
final class Fate implements Consumer<StackEvent> {
  /** More issues are only counted. */
  private static final int MAX_ISSUES = 3;

  /** A decision that is repeated, since its answer was lost, says that the event was handled. */
  private static final Set<String> IDLE =
      Set.of(AlertAction.JOIN.name(), AlertAction.COUNT.name(), AlertAction.SKIP_STALE.name());

  private final Set<String> open;
  private final Set<String> failed = new HashSet<>();
  private final Set<String> issues = new LinkedHashSet<>();
  private final Map<String, Integer> actions = new LinkedHashMap<>();
  private final Set<String> idle = new LinkedHashSet<>();
  private final Set<String> alerts = new HashSet<>();
  private final Set<String> rejected = new HashSet<>();
  private final Map<String, String> incomplete = new HashMap<>();
  private final LinkedHashSet<String> lacks = new LinkedHashSet<>();
  private String problem = "";
  private String waitsFor = "";
  private boolean quarantined;

  /** What a payload has come to. */
  enum State {
    DONE("done"),
    QUARANTINED("quarantined"),
    /** Its message is on the queue and will be redelivered. */
    WAITING("waiting"),
    REFUSED("refused");

    private final String text;

    State(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * @param messageIds the payload's messages
   */
  Fate(Iterable<String> messageIds) {
    open = new LinkedHashSet<>();
    messageIds.forEach(open::add);
  }

  @Override
  public void accept(StackEvent event) {
    switch (event) {
      case StackEvent.MessageHandled handled -> {
        open.remove(handled.messageId());
        failed.remove(handled.messageId());
      }
      case StackEvent.MessageFailed message -> failed.add(message.messageId());
      case LogLine line -> read(line);
      case StackEvent.MessagePublished _, StackEvent.FunctionReturned _ -> {
        // They change nothing.
      }
    }
  }

  private void read(LogLine line) {
    switch (line.text("message")) {
      case "Alert decided" -> {
        actions.merge(line.text("action"), 1, Integer::sum);
        decided(line);
        if (line.text("action").equals("POSTPONE")) {
          waitsFor = line.text("reason");
        }
        if (line.text("action").equals("GIVE_UP")) {
          problem = line.text("reason");
          quarantined = true;
        }
        if (line.text("action").equals("REJECT")) {
          rejected(line);
        } else {
          alerts.add(line.text("event_id"));
        }
      }
      case "Message normalized" ->
          line.line().path("ignored").forEach(_ -> actions.merge("ignored", 1, Integer::sum));
      case "GitHub action done" -> {
        issues.add(line.text("issue"));
        idle.remove(line.text("fingerprint"));
      }
      case "Message quarantined in the dead-letter queue" -> {
        problem = line.text("remedy");
        quarantined = true;
      }
      default -> {
        if (!line.text("diagnosis").isEmpty()) {
          // An incomplete alert is only a warning: a repeat needs neither team nor priority.
          if (line.text("message").equals("Alert incomplete")) {
            incomplete.put(line.text("event_id"), line.text("diagnosis"));
          } else {
            problem = line.text("diagnosis");
            quarantined |= line.text("level").equals("ERROR");
          }
        }
      }
    }
  }

  private void rejected(LogLine line) {
    quarantined = true;
    rejected.add(line.text("event_id"));
    String diagnosis = incomplete.get(line.text("event_id"));
    if (diagnosis != null) {
      lacks.add(diagnosis);
      problem = lacks.getFirst();
    }
  }

  private void decided(LogLine line) {
    String alert = line.text("fingerprint");
    if (IDLE.contains(line.text("action")) && line.text("state").equals("FIRING")) {
      idle.add(alert);
    } else {
      idle.remove(alert);
    }
  }

  /** {@return the firing alerts that needed nothing on GitHub but belong to an issue} */
  List<Fingerprint> idle() {
    return idle.stream().map(Fingerprint::new).toList();
  }

  /** Adds the issue of an alert that needed nothing there. */
  void belongsTo(String issue) {
    issues.add(issue);
  }

  State state() {
    if (!open.isEmpty()) {
      return State.WAITING;
    }
    return quarantined ? State.QUARANTINED : State.DONE;
  }

  /** {@return the diagnoses of its alerts that only lack what an operator can add} */
  List<String> lacks() {
    return List.copyOf(lacks);
  }

  /** {@return what is quarantined, as the subject and verb of a sentence} */
  String quarantine() {
    int all = alerts.size() + rejected.size();
    return all > 1 && all > rejected.size()
        ? "%d of %d alerts %s".formatted(rejected.size(), all, rejected.size() == 1 ? "is" : "are")
        : "It is";
  }

  /** {@return whether a message that is not done has failed or was postponed} */
  boolean isDelayed() {
    return !failed.isEmpty();
  }

  /** {@return the issues of its alerts} */
  String issues() {
    String first =
        issues.stream()
            .filter(issue -> !issue.isEmpty())
            .limit(MAX_ISSUES)
            .collect(Collectors.joining(", "));
    return issues.size() <= MAX_ISSUES
        ? first
        : "%s and %d more".formatted(first, issues.size() - MAX_ISSUES);
  }

  /** {@return the decisions, or what the sender has to add, or what is waited for} */
  String text() {
    if (quarantined && !problem.isEmpty()) {
      return problem;
    }
    if (state() == State.WAITING && !waitsFor.isEmpty()) {
      return waitsFor;
    }
    return actions.entrySet().stream()
        .map(
            action ->
                action.getValue() == 1
                    ? action.getKey()
                    : action.getKey() + " × " + action.getValue())
        .collect(Collectors.joining(", "));
  }
}
