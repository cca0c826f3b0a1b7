package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.console.story.HandledAlert;
import org.pytorch.alerting.console.text.Effect;
import org.pytorch.alerting.stack.cli.letter.Letter;

/** Prints what was found: one block for each delivery, and in it one part for each alert. */
final class WhyPage {
  /** Of one delivery; a group may have a hundred. */
  private static final int MAX_ALERTS = 10;

  private static final int MAX_CHECKS = 4;

  private final Findings findings;
  private final Sources sources;
  private final Instant now;
  private final PrintStream out;
  private final Page page;

  WhyPage(Findings findings, Sources sources, Instant now, PrintStream out) {
    this.findings = findings;
    this.sources = sources;
    this.now = now;
    this.out = out;
    this.page = new Page(out);
  }

  void print() {
    out.printf("%s: %s in %s%n", findings.id().text(), findings.id().kind().text(), sources.name());
    if (findings.earlier() > 0) {
      out.printf(
          "The latest %d deliveries about it; %d earlier ones are left out.%n",
          findings.deliveries().size(), findings.earlier());
    }
    findings.deliveries().forEach(this::printDelivery);
    printChecks();
    if (findings.deliveries().isEmpty() && findings.checks().isEmpty()) {
      printRefusals();
      findings.letters().forEach(letter -> printLetter(letter, false));
    }
    findings.rows().values().forEach(this::printRow);
  }

  private void printRefusals() {
    findings.lines().stream()
        .filter(line -> line.isFrom("webhook"))
        .forEach(
            line -> {
              page.heading("A request to the webhook");
              page.line("Came", came(line));
              page.line(
                  "Next",
                  "It was refused with HTTP %s; its sender got the reason. %s"
                      .formatted(line.text("status"), line.text("remedy")));
            });
  }

  private void printDelivery(String delivery) {
    Delivery story = delivery(delivery);
    page.heading("Delivery " + delivery);
    story.accepted().ifPresent(line -> page.line("Came", came(line)));
    story.queueIds().stream().findFirst().ifPresent(this::printInput);
    List<String> messages = story.messageIds();
    if (!messages.isEmpty()) {
      page.line("Came", "message " + String.join(", ", messages));
    }
    List<String> events = findings.events(delivery);
    events.stream().limit(MAX_ALERTS).forEach(event -> printAlert(story, event));
    if (events.size() > MAX_ALERTS) {
      page.line("", "and %d more alerts".formatted(events.size() - MAX_ALERTS));
    }
    story.ignored(findings.id()).forEach(text -> page.line("Ignored", text));
    story.unreadable().ifPresent(diagnosis -> page.line("Rejected", diagnosis));
    story.failures().forEach(text -> page.line("Failed", text));
    List<Letter> letters = findings.letters().stream().filter(story::has).toList();
    letters.forEach(letter -> printLetter(letter, story.says(letter.diagnosis())));
    story.now(letters, now).forEach(text -> page.line("Now", text));
    page.line("Next", story.next(letters, sources.targetSuffix()));
  }

  /** One line for each of our own messages, unless it is still to be done or has failed. */
  private void printChecks() {
    List<String> unfinished =
        findings.checks().stream().filter(check -> !isFinished(delivery(check))).toList();
    unfinished.forEach(this::printDelivery);
    List<String> finished =
        findings.checks().stream().filter(check -> !unfinished.contains(check)).toList();
    if (finished.isEmpty()) {
      return;
    }
    page.heading("The pipeline's own checks of the alert");
    if (finished.size() > MAX_CHECKS) {
      page.line("Earlier", "%d more".formatted(finished.size() - MAX_CHECKS));
    }
    finished.stream()
        .skip(Math.max(0, finished.size() - MAX_CHECKS))
        .forEach(check -> printCheck(delivery(check)));
  }

  private boolean isFinished(Delivery check) {
    return check.isHandled()
        && check.failures().isEmpty()
        && findings.letters().stream().noneMatch(check::has);
  }

  private void printCheck(Delivery check) {
    for (String event : findings.events(check.id())) {
      AlertLines alert = check.alert(event);
      String because =
          alert.check().map(line -> HandledAlert.because(line.text("check"))).orElse("");
      alert
          .decisions()
          .forEach(
              line ->
                  page.line(
                      "Check", "%s because %s: %s".formatted(when(line), because, decided(line))));
      alert.gitHub().forEach(line -> page.line("GitHub", when(line) + " " + gitHub(line)));
    }
  }

  private Delivery delivery(String id) {
    return new Delivery(id, linesOf(id));
  }

  private List<LogLine> linesOf(String delivery) {
    List<String> messages =
        findings.lines().stream()
            .filter(line -> line.text("delivery_id").equals(delivery))
            .filter(line -> !line.isFrom("webhook"))
            .flatMap(line -> line.get("message_id").stream())
            .distinct()
            .toList();
    Set<String> others = findings.otherEvents();
    return findings.lines().stream()
        .filter(line -> !others.contains(line.text("event_id")))
        .filter(
            line ->
                line.text("delivery_id").equals(delivery)
                    || line.list("delivery_ids").contains(delivery)
                    || (line.get("delivery_id").isEmpty()
                        && messages.contains(line.text("message_id"))))
        .toList();
  }

  private String came(LogLine line) {
    return "%s from %s through the webhook, %s bytes, HTTP %s"
        .formatted(when(line), line.text("source"), line.text("bytes"), line.text("status"));
  }

  private void printInput(String messageId) {
    Optional<JsonNode> input = sources.input(messageId);
    input.ifPresent(
        execution -> {
          String source = execution.at("/message_attributes/source").asText("");
          page.line(
              "Came",
              "%s on the queue%s, %d characters%s"
                  .formatted(
                      Times.full(execution.path("sent_at").asText()),
                      source.isEmpty() ? ", through SNS or EventBridge" : " as " + source,
                      execution.path("body").asText().length(),
                      execution.path("body_encoding").asText().equals("identity")
                          ? ""
                          : " (" + execution.path("body_encoding").asText() + ")"));
        });
  }

  private void printAlert(Delivery story, String event) {
    AlertLines alert = story.alert(event);
    alert.read().ifPresent(line -> page.line("Read", read(line)));
    alert.check().ifPresent(line -> page.line("Read", check(line)));
    alert.incomplete().ifPresent(diagnosis -> page.line("Lacks", diagnosis));
    steps(alert).forEach(step -> page.line(step.label(), when(step.line()) + " " + step.text()));
  }

  /** What was done or tried for an alert. */
  private record Step(LogLine line, String label, String text) {}

  /** {@return the steps in the order in which they happened} */
  private static List<Step> steps(AlertLines alert) {
    return Stream.of(
            alert.decisions().stream().map(line -> new Step(line, "Decided", decided(line))),
            alert.gitHub().stream().map(line -> new Step(line, "GitHub", gitHub(line))),
            alert.problems().stream().map(line -> new Step(line, "Failed", problem(line))))
        .flatMap(steps -> steps)
        .sorted(Comparator.comparing(step -> step.line().time().orElse(Instant.MAX)))
        .toList();
  }

  private static String read(LogLine line) {
    JsonNode event = line.json().path("event");
    return "%s (%s): %s since %s; team %s, priority %s%nevent %s%nfingerprint %s"
        .formatted(
            line.text("title"),
            line.text("source"),
            line.text("state"),
            Times.full(event.path("occurred_at").asText("an unknown time")),
            line.get("team").orElse("missing"),
            line.get("priority").orElse("missing"),
            line.text("event_id"),
            line.text("fingerprint"));
  }

  private static String check(LogLine line) {
    return "The pipeline's own check of the alert, because %s%nevent %s%nfingerprint %s"
        .formatted(
            HandledAlert.because(line.text("check")),
            line.text("event_id"),
            line.text("fingerprint"));
  }

  private static String decided(LogLine line) {
    return "%s: %s".formatted(line.text("action"), line.text("reason"));
  }

  /**
   * {@return such as "opened acme/alerts#1" or "COMMENT acme/alerts#1: GitHub refused it: 422 …"}
   */
  private static String gitHub(LogLine line) {
    String outcome = line.text("outcome");
    String note = line.text("note");
    Optional<String> verb = Effect.of(line.text("action"), outcome, note);
    return Stream.of(
            (verb.orElse(line.text("action")) + " " + line.text("issue")).strip(),
            verb.isPresent() ? "" : Effect.failure(outcome),
            verb.filter(note::equals).isPresent() ? "" : note,
            line.text("error"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static String problem(LogLine line) {
    return "%s: %s"
        .formatted(
            line.text("message"),
            line.get("reason").or(() -> line.get("error")).orElse("see the log"));
  }

  /**
   * Prints where a letter is.
   *
   * @param said whether its diagnosis is already on the page
   */
  private void printLetter(Letter letter, boolean said) {
    page.line(
        "Dead",
        "letter %s, since %s%s"
            .formatted(
                letter.queueId(),
                Times.full(letter.sentAt()),
                said ? "" : ": " + letter.diagnosis()));
    if (findings.deliveries().isEmpty()) {
      page.line(
          "Next",
          "make redrive%s ID=%s (SET=\"team=… priority=…\" adds what is missing)"
              .formatted(sources.targetSuffix(), letter.queueId()));
    }
  }

  private void printRow(JsonNode row) {
    String issue = Findings.issue(row);
    page.heading("The alert now: " + row.path("title").asText(row.path("fingerprint").asText()));
    page.line(
        "Table",
        "%s, episode %s, last event %s%s%s"
            .formatted(
                row.path("status").asText(),
                row.path("episode").asText(),
                Times.full(row.path("last_said_at").asText("at an unknown time")),
                issue.isEmpty() ? ", " + sharing(row) : ", issue " + issue,
                row.path("manually_closed").asBoolean() ? ", closed by a person" : ""));
    Optional.ofNullable(row.path("close_due_at").textValue())
        .ifPresent(
            due ->
                page.line(
                    "Held",
                    "its issue stays open until %s, in case the alert fires again"
                        .formatted(Times.full(due))));
    Optional.of(issue)
        .filter(own -> !own.isEmpty())
        .or(() -> shared(row).map(Findings::issue).filter(others -> !others.isEmpty()))
        .ifPresent(
            name -> sources.issue(name).ifPresent(text -> page.line("Issue", name + ": " + text)));
    JsonNode pending = row.path("pending");
    if (pending.isObject()) {
      page.line(
          "Pending",
          "%s for event %s, attempt %s, lease until %s%s. Once it has expired, the alert's"
                  .formatted(
                      pending.path("action").asText(),
                      pending.path("event_id").asText(),
                      pending.path("attempt").asText("1"),
                      Times.full(pending.path("lease_expires_at").asText("an unknown time")),
                      pending.has("failure") ? "; " + pending.path("failure").asText() : "")
              + " next message finishes the action");
    }
    List<String> members =
        findings.members().stream()
            .filter(
                member -> member.path("parent").asText().equals(row.path("fingerprint").asText()))
            .map(
                member ->
                    "%s: %s"
                        .formatted(member.path("status").asText(), member.path("title").asText()))
            .toList();
    members.stream().limit(MAX_ALERTS).forEach(member -> page.line("Shared", member));
    if (members.size() > MAX_ALERTS) {
      page.line("Shared", "and %d more".formatted(members.size() - MAX_ALERTS));
    }
    page.line("Id", "fingerprint " + row.path("fingerprint").asText());
  }

  /** {@return which issue an alert shares that has none of its own} */
  private String sharing(JsonNode row) {
    return shared(row)
        .map(Findings::issue)
        .map(
            issue ->
                "no issue of its own, shares "
                    + (issue.isEmpty() ? "one that is not open yet" : issue))
        .orElse("no issue");
  }

  /** {@return the row of the alert that stands for all who share the issue} */
  private Optional<JsonNode> shared(JsonNode row) {
    return Optional.of(row.path("parent").asText())
        .filter(parent -> !parent.isEmpty())
        .flatMap(sources::row);
  }

  private static String when(LogLine line) {
    return line.time().map(Times::full).orElse("at an unknown time");
  }
}
