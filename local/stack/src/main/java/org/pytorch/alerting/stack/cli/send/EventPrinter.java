package org.pytorch.alerting.stack.cli.send;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.console.text.Effect;
import org.pytorch.alerting.stack.cli.text.TextTable;
import org.pytorch.alerting.stack.journal.StackEvent;
import org.pytorch.alerting.stack.journal.StackEvent.LogLine;

/** Prints a line for each notable event. */
public final class EventPrinter implements Consumer<StackEvent> {
  /** Of the text column, in characters. */
  private static final int WIDTH = TextTable.MAX_WIDTH - 15;

  private final PrintStream out;
  private final UnaryOperator<String> address;
  private final Set<String> postponed = ConcurrentHashMap.newKeySet();
  private final Map<String, String> titles = new ConcurrentHashMap<>();
  private final Map<String, String> diagnoses = new ConcurrentHashMap<>();

  public EventPrinter(PrintStream out) {
    this(out, _ -> "");
  }

  /**
   * @param address gives the address of an issue's page, such as of {@code acme/alerts#1}; empty if
   *     it is not known
   */
  EventPrinter(PrintStream out, UnaryOperator<String> address) {
    this.out = out;
    this.address = address;
  }

  @Override
  public void accept(StackEvent event) {
    switch (event) {
      case StackEvent.MessagePublished published -> {
        tell(
            "arrived",
            String.format(
                Locale.ROOT,
                "message %s%s, %,d bytes",
                published.messageId(),
                published.source().map(source -> " from " + source).orElse(""),
                published.bytes()));
        published.deliveryId().ifPresent(id -> tell("", "delivery " + id));
      }
      case LogLine line -> read(line);
      case StackEvent.MessageFailed failed -> {
        if (!postponed.remove(failed.messageId())) {
          tell("failed", "message %s will be redelivered".formatted(failed.messageId()));
        }
      }
      case StackEvent.MessageHandled _, StackEvent.FunctionReturned _ -> {
        // Covered by the functions' own log lines.
      }
    }
  }

  /** Prints the issue of alerts that needed nothing there. */
  void tell(IssuesOfAlerts.Place place) {
    String shared =
        switch (place.sharing()) {
          case 0 -> "";
          case 1 -> "shared with other alerts";
          default -> "shared by %d of these alerts".formatted(place.sharing());
        };
    tell(
        "issue",
        place
            .issue()
            .map(
                issue ->
                    "%s%s %s"
                        .formatted(
                            issue, shared.isEmpty() ? "" : ", " + shared, address.apply(issue))
                        .strip())
            .orElse(shared + ", not open yet"));
  }

  private void read(LogLine line) {
    switch (line.text("function") + ": " + line.text("message")) {
      case "normalize: NORMALIZED_ALERT" -> titles.put(line.text("event_id"), title(line));
      case "normalize: NORMALIZED_CHECK" ->
          titles.put(line.text("event_id"), "checked (%s)".formatted(line.text("check")));
      case "normalize: Message normalized" ->
          line.line().path("ignored").forEach(ignored -> tell("ignored", ignoredReason(ignored)));
      case "normalize: Alert incomplete" ->
          diagnoses.put(line.text("event_id"), line.text("diagnosis"));
      case "decide: Alert decided" -> {
        tell(
            "decided",
            "%s %s: %s"
                .formatted(
                    line.text("action"),
                    titles.getOrDefault(line.text("event_id"), "unreadable alert"),
                    line.text("reason")));
        if (line.text("action").equals("REJECT") && diagnoses.containsKey(line.text("event_id"))) {
          tell("rejected", diagnoses.get(line.text("event_id")));
        }
      }
      case "github: GitHub action done" -> tell("GitHub", done(line));
      case "github: GitHub action failed",
          "github: GitHub action rejected",
          "github: GitHub App has no access" ->
          tell(
              "GitHub",
              "%s: %s".formatted(Effect.failure(line.text("outcome")), line.text("error")));
      case "starter: Message postponed; it will be redelivered" -> {
        postponed.add(line.text("message_id"));
        tell("waits", "redelivered in %s s".formatted(line.text("retry_after_s")));
      }
      case "starter: Message quarantined in the dead-letter queue" ->
          tell("rejected", line.text("remedy"));
      default -> {
        if (!line.text("diagnosis").isEmpty()) {
          tell("rejected", line.text("diagnosis"));
        }
      }
    }
  }

  private static String title(LogLine line) {
    String priority = line.text("priority");
    return priority.isEmpty()
        ? line.text("title")
        : "[%s] %s".formatted(priority, line.text("title"));
  }

  private static String ignoredReason(JsonNode ignored) {
    return "%s: %s".formatted(ignored.path("title").asText(), ignored.path("reason").asText());
  }

  private String done(LogLine line) {
    String note = line.text("note");
    String outcome = line.text("outcome");
    String verb =
        Effect.of(line.text("action"), outcome, note).orElseGet(() -> Effect.failure(outcome));
    return "%s %s %s"
        .formatted(verb, line.text("issue"), note.equals(verb) ? "" : note)
        .concat(line.text("issue").isEmpty() ? "" : " " + address.apply(line.text("issue")))
        .strip();
  }

  private void tell(String what, String text) {
    String label = what;
    for (String piece : TextTable.wrapped(TextTable.oneLine(text), WIDTH)) {
      out.printf("     %-9s %s%n", label, piece);
      label = "";
    }
  }
}
