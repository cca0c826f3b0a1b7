package org.pytorch.alerting.stack.cli.letter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;

/**
 * How normalize reads a dead letter.
 *
 * @param events of its alerts
 * @param problems what is missing for an issue; empty if nothing is
 */
record LetterReading(List<AlertEvent> events, List<String> problems) {
  /** An alert that is not readable, in its diagnosis. */
  private static final Pattern NAMED = Pattern.compile("alert \\d+ of \\d+ \\(\"(.+?)\"\\)");

  /** The page about its source. */
  private static final Pattern PAGE = Pattern.compile("senders/([a-z]+)\\.md");

  private static final PrintStream NO_LOG =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  LetterReading {
    events = List.copyOf(events);
    problems = List.copyOf(problems);
  }

  /** {@return how {@code letter} is read with the body {@code text}} */
  static LetterReading of(Letter letter, String text) {
    return of(letter, text, Map.of());
  }

  /** {@return how normalize reads {@code letter} with these variables} */
  static LetterReading of(Letter letter, String text, Map<String, String> variables) {
    ObjectNode input =
        Json.mapper()
            .createObjectNode()
            .put("message_id", letter.queueId())
            .put("delivery_id", letter.deliveryId())
            .put("body", text)
            .put("sent_at", Json.format(letter.saidAt()));
    input.set("message_attributes", Json.mapper().valueToTree(letter.senderAttributes()));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    NormalizeHandler handler =
        new NormalizeHandler(
            new Host(new Environment(variables), InstantSource.fixed(letter.saidAt()), NO_LOG));
    handler.handleRequest(
        new ByteArrayInputStream(Json.write(input).getBytes(StandardCharsets.UTF_8)), output, null);
    return of(Json.read(output.toString(StandardCharsets.UTF_8), NormalizedMessage.class));
  }

  private static LetterReading of(NormalizedMessage normalized) {
    return new LetterReading(
        normalized.alerts().stream().flatMap(alert -> alert.event().stream()).toList(),
        normalized.alerts().stream()
            .flatMap(alert -> alert.rejection().stream())
            .map(RejectedAlerts::diagnosis)
            .distinct()
            .toList());
  }

  private List<String> titles() {
    return events.stream().map(AlertEvent::title).distinct().toList();
  }

  /** {@return the title for people} */
  String title() {
    List<String> titles = titles();
    return switch (titles.size()) {
      case 0 -> found(NAMED).filter(name -> !name.equals("untitled")).orElse("(no readable title)");
      case 1 -> titles.getFirst();
      default -> "%s and %d more".formatted(titles.getFirst(), titles.size() - 1);
    };
  }

  Optional<String> source() {
    return events.isEmpty()
        ? found(PAGE)
        : Optional.of(
            events.stream().map(AlertEvent::source).distinct().collect(Collectors.joining(", ")));
  }

  /** {@return what the diagnoses say of an alert that is no event} */
  private Optional<String> found(Pattern pattern) {
    return problems.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }
}
