package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pytorch.alerting.stack.cli.letter.Letter;
import org.pytorch.alerting.stack.cli.letter.Remedy;

/**
 * What happened to one delivery.
 *
 * @param lines all about it, oldest first
 */
record Delivery(String id, List<LogLine> lines) {
  /** After which a message goes to the dead-letter queue. */
  private static final int MAX_RECEIVES = 20;

  /** Whose remedies are shown; a group may have a hundred. */
  private static final int MAX_LETTERS = 5;

  private static final Set<String> QUARANTINING = Set.of("REJECT", "GIVE_UP");

  Delivery {
    lines = List.copyOf(lines);
  }

  /** {@return the webhook's line} */
  Optional<LogLine> accepted() {
    return lines.stream().filter(line -> line.isFrom("webhook")).findFirst();
  }

  /** {@return the messages that it was on the queue; a redrive makes another one} */
  List<String> messageIds() {
    return lines.stream()
        .filter(line -> !line.isFrom("webhook") || line.list("delivery_ids").size() < 2)
        .flatMap(line -> line.get("message_id").stream())
        .distinct()
        .toList();
  }

  /** {@return its ids on the queue; on AWS the webhook's line has the topic's instead} */
  List<String> queueIds() {
    return lines.stream()
        .filter(line -> !line.isFrom("webhook"))
        .flatMap(line -> line.get("message_id").stream())
        .distinct()
        .toList();
  }

  boolean has(Letter letter) {
    return letter.is(id) || messageIds().stream().anyMatch(letter::is);
  }

  AlertLines alert(String event) {
    return new AlertLines(
        lines.stream().filter(line -> line.text("event_id").equals(event)).toList());
  }

  /** {@return the alerts that need no action, and why} */
  List<String> ignored(WhyId asked) {
    List<String> texts = new ArrayList<>();
    for (LogLine line : lines) {
      for (JsonNode ignored : line.json().path("ignored")) {
        String text =
            "%s: %s".formatted(ignored.path("title").asText(), ignored.path("reason").asText());
        boolean wanted =
            asked.kind() == WhyId.Kind.MESSAGE
                || ignored.path("event_id").asText().equals(asked.text());
        if (wanted && !texts.contains(text)) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** {@return why the message could not be read at all} */
  Optional<String> unreadable() {
    return lines.stream()
        .filter(Delivery::isRejection)
        .filter(line -> line.get("event_id").isEmpty())
        .flatMap(line -> line.get("diagnosis").stream())
        .findFirst();
  }

  /** A line about an incomplete alert is a warning: it may be a repeat, which is accepted. */
  private static boolean isRejection(LogLine line) {
    return line.isFrom("normalize") && line.text("level").equals("ERROR");
  }

  /** {@return whether the log has this diagnosis} */
  boolean says(String diagnosis) {
    return lines.stream().anyMatch(line -> line.text("diagnosis").equals(diagnosis));
  }

  /** {@return the failed executions, the same failure once} */
  List<String> failures() {
    return lines.stream()
        .filter(line -> line.isFrom("starter"))
        .filter(line -> line.text("message").startsWith("Execution"))
        .map(
            line ->
                "%s: %s %s"
                    .formatted(line.text("execution"), line.text("error"), line.text("cause"))
                    .strip())
        .distinct()
        .toList();
  }

  private Optional<LogLine> last() {
    return lines.stream()
        .filter(line -> line.isFrom("starter") && line.get("receive_count").isPresent())
        .reduce((_, later) -> later);
  }

  private boolean isQuarantined() {
    return lines.stream().anyMatch(Delivery::isRejection)
        || lines.stream().anyMatch(line -> QUARANTINING.contains(line.text("action")))
        || lines.stream().anyMatch(line -> line.text("error").equals("MessageTooBig"));
  }

  /** {@return whether its message needs nothing more} */
  boolean isHandled() {
    return last().filter(line -> line.text("retry_after_s").isEmpty()).isPresent();
  }

  /** {@return where it is} */
  List<String> now(List<Letter> letters, Instant now) {
    Optional<LogLine> last = last();
    if (!letters.isEmpty()) {
      return List.of("in the dead-letter queue");
    }
    if (last.isEmpty()) {
      return List.of("accepted; no execution is logged yet");
    }
    if (isHandled()) {
      return List.of("handled, and no longer on the queue");
    }
    Optional<Instant> again =
        last.get()
            .time()
            .map(time -> time.plusSeconds(Long.parseLong(last.get().text("retry_after_s"))));
    String next =
        again
            .map(
                time ->
                    time.isAfter(now)
                        ? Times.full(time) + ", " + Times.relative(time, now)
                        : "due since " + Times.full(time))
            .orElse("soon");
    return List.of(
        "on the queue, delivered %s of %d times; next: %s"
            .formatted(last.get().text("receive_count"), MAX_RECEIVES, next));
  }

  /** {@return what a person does about it} */
  String next(List<Letter> letters, String suffix) {
    if (!letters.isEmpty()) {
      // Letters that lack the same kind of thing differ only in the command below it.
      String all =
          letters.stream()
              .limit(MAX_LETTERS)
              .flatMap(letter -> next(letter, suffix).lines())
              .distinct()
              .collect(Collectors.joining("\n"));
      return letters.size() <= MAX_LETTERS
          ? all
          : "%s%nand %d more: make dead-letters%s"
              .formatted(all, letters.size() - MAX_LETTERS, suffix);
    }
    if (last().isEmpty()) {
      return "check again in a minute; the queue keeps it for 14 days";
    }
    if (!isHandled()) {
      return "nothing to do, it is redelivered; if it keeps failing, the reason is above";
    }
    return isQuarantined()
        ? "nothing to do: its dead letter was redriven or deleted"
        : "nothing to do";
  }

  private static String next(Letter letter, String suffix) {
    return letter.isGivenUp() || !letter.isQuarantined()
        ? "fix the cause, then make redrive%s ID=%s".formatted(suffix, letter.queueId())
        : Remedy.ofQuarantined(letter, suffix);
  }
}
