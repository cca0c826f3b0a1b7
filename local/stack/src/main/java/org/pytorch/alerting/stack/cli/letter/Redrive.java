package org.pytorch.alerting.stack.cli.letter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.cli.payload.PayloadSettings;

/**
 * A dead letter as it is put back on the main queue: with its delivery id and the time at which it
 * was first said, so that nothing is done twice and its place in time stays the same.
 */
record Redrive(String body, Map<String, String> attributes) {
  /** In bytes of JSON; a message on the queue has at most 256 KiB in some regions. */
  private static final int MAX_BYTES = EncodedBody.MAX_INPUT_BYTES;

  Redrive {
    attributes = Map.copyOf(attributes);
  }

  /** {@return {@code letter} as it is} */
  static Redrive of(Letter letter) {
    return new Redrive(letter.body(), marks(letter, letter.encoding()));
  }

  /**
   * {@return {@code letter} with values added to its alerts}
   *
   * @param anyway whether it may lack something even then
   * @throws IllegalStateException if they cannot be added, or something is still missing
   */
  static Redrive with(PayloadSettings settings, Letter letter, boolean anyway) {
    List<String> candidates;
    try {
      candidates = settings.in(letter.text());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "SET cannot be applied to %s: %s. Have its sender send it again, and delete this one with `make forget`."
              .formatted(letter.queueId(), e.getMessage()),
          e);
    }
    String best =
        candidates.stream()
            .filter(text -> LetterReading.of(letter, text).problems().isEmpty())
            .findFirst()
            .orElse(candidates.getFirst());
    List<String> problems = LetterReading.of(letter, best).problems();
    if (!problems.isEmpty() && !anyway) {
      throw new IllegalStateException(
          "%s would be rejected again, even with %s: %s. FORCE=1 redrives it anyway."
              .formatted(
                  letter.queueId(),
                  settings.text(),
                  String.join("; ", problems).replace("\n", "; ")));
    }
    EncodedBody encoded =
        EncodedBody.fitting(best, MAX_BYTES).orElseGet(() -> EncodedBody.compressed(best));
    return new Redrive(encoded.text(), marks(letter, encoded.encoding()));
  }

  /** {@return whether a team and a priority are all that an issue needs of {@code letter}} */
  static boolean canBeCompleted(Letter letter) {
    PayloadSettings some = PayloadSettings.parse("team=any priority=P1");
    try {
      return some.in(letter.text()).stream()
          .anyMatch(text -> LetterReading.of(letter, text).problems().isEmpty());
    } catch (IllegalArgumentException e) {
      return false; // It is no JSON object.
    }
  }

  /** The starter restores the letter's identity from these, and ignores the others. */
  private static Map<String, String> marks(Letter letter, BodyEncoding encoding) {
    Map<String, String> marks = new TreeMap<>();
    marks.put(Letter.MESSAGE_ID, letter.messageId());
    marks.put(Letter.DELIVERY_ID, letter.deliveryId());
    marks.put(Letter.SAID_AT, Json.format(letter.saidAt()));
    marks.put(Letter.BODY_ENCODING, encoding.jsonName());
    marks.put(Letter.MESSAGE_ATTRIBUTES, Json.write(letter.senderAttributes()));
    return marks;
  }
}
