package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.text.Effect;
import org.pytorch.alerting.stack.cli.letter.Letter;

/** Prints what was found: one block for each delivery, and in it one part for each alert. */
final class WhyPage {
  /** Of one delivery; a group may have a hundred. */
  private static final int MAX_ALERTS = 10;

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
    if (findings.deliveries().isEmpty()) {
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
    Delivery story = new Delivery(delivery, linesOf(delivery));
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

  private List<LogLine> linesOf(String delivery) {
    List<String> messages =
        findings.lines().stream()
            .filter(line -> line.text("delivery_id").equals(delivery))
            .filter(line -> !line.isFrom("webhook"))
            .flatMap(line -> line.get("message_id").stream())
            .distinct()
            .toList();
    return findings.lines().stream()
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
    alert.decisions().forEach(line -> page.line("Decided", when(line) + " " + decided(line)));
    alert.gitHub().forEach(line -> page.line("GitHub", when(line) + " " + gitHub(line)));
    alert.problems().forEach(line -> page.line("Failed", when(line) + " " + problem(line)));
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
    return "Our own message, a check: %s%nevent %s%nfingerprint %s"
        .formatted(line.text("check"), line.text("event_id"), line.text("fingerprint"));
  }

  private static String decided(LogLine line) {
    return "%s: %s".formatted(line.text("action"), line.text("reason"));
  }

  private static String gitHub(LogLine line) {
    String verb =
        Effect.of(line.text("action"), line.text("outcome"))
            .orElseGet(() -> line.text("action") + " " + line.text("outcome"));
    String note = line.text("note");
    return "%s %s %s %s"
        .formatted(verb, line.text("issue"), note.equals(verb) ? "" : note, line.text("error"))
        .replaceAll(" +", " ")
        .strip();
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
    Optional.of(issue)
        .filter(own -> !own.isEmpty())
        .or(() -> shared(row).map(Findings::issue).filter(others -> !others.isEmpty()))
        .ifPresent(
            name -> sources.issue(name).ifPresent(text -> page.line("Issue", name + ": " + text)));
    JsonNode pending = row.path("pending");
    if (pending.isObject()) {
      page.line(
          "Pending",
          "%s for event %s, attempt %s, lease until %s%s. An expired one is finished by the alert's"
                  .formatted(
                      pending.path("action").asText(),
                      pending.path("event_id").asText(),
                      pending.path("attempt").asText("1"),
                      Times.full(pending.path("lease_expires_at").asText("an unknown time")),
                      pending.has("failure") ? "; " + pending.path("failure").asText() : "")
              + " next message");
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
