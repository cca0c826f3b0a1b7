package org.pytorch.alerting.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pytorch.alerting.stack.journal.StackEvent;
import org.pytorch.alerting.stack.journal.StackEvent.LogLine;

/** Prints a line for each notable event. */
final class EventPrinter implements Consumer<StackEvent> {
  /** Of the text column, in characters. */
  private static final int WIDTH = TextTable.MAX_WIDTH - 15;

  private final PrintStream out;
  private final Map<String, String> titles = new ConcurrentHashMap<>();
  private final Map<String, String> diagnoses = new ConcurrentHashMap<>();

  EventPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(StackEvent event) {
    switch (event) {
      case StackEvent.MessagePublished published ->
          tell(
              "arrived",
              "message %s%s, %,d bytes"
                  .formatted(
                      published.messageId(),
                      published.source().map(source -> " from " + source).orElse(""),
                      published.bytes()));
      case LogLine line -> read(line);
      case StackEvent.MessageFailed failed ->
          tell("failed", "message %s will be redelivered".formatted(failed.messageId()));
      case StackEvent.MessageHandled _, StackEvent.FunctionReturned _ -> {
        // Covered by the functions' own log lines.
      }
    }
  }

  private void read(LogLine line) {
    switch (line.text("function") + ": " + line.text("message")) {
      case "normalize: NORMALIZED_ALERT" -> titles.put(line.text("event_id"), title(line));
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
      case "github: GitHub action failed", "github: GitHub action rejected" ->
          tell("GitHub", line.text("error"));
      default -> {
        if (!line.text("diagnosis").isEmpty()) {
          tell("rejected", line.text("diagnosis"));
        }
      }
    }
  }

  private static String title(LogLine line) {
    return "[%s] %s".formatted(line.text("priority"), line.text("title"));
  }

  private static String ignoredReason(JsonNode ignored) {
    return "%s: %s".formatted(ignored.path("title").asText(), ignored.path("reason").asText());
  }

  private static String done(LogLine line) {
    String verb =
        switch (line.text("outcome") + " " + line.text("action")) {
          case "done CREATE" -> "opened";
          case "done COMMENT" -> "commented on";
          case "done CLOSE" -> "closed";
          default -> line.text("outcome");
        };
    return "%s %s %s".formatted(verb, line.text("issue"), line.text("note")).strip();
  }

  private void tell(String what, String text) {
    String label = what;
    for (String piece : TextTable.wrapped(text.replaceAll("\\s+", " "), WIDTH)) {
      out.printf("     %-9s %s%n", label, piece);
      label = "";
    }
  }
}
