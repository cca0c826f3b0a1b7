package org.pytorch.alerting.starter.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.pytorch.alerting.model.json.Json;

/**
 * The JSON in which Lambda delivers a batch. It is read field by field, not bound to a record: a
 * missing or odd attribute must not cost the message, nor its siblings.
 */
public final class SqsEvent {
  private SqsEvent() {}

  /**
   * {@return the messages of the batch, in order}
   *
   * @param now the default for a message without a time
   * @throws IllegalArgumentException if this is not an SQS event, or a message has no id to report
   *     it by
   */
  public static List<SqsMessage> read(InputStream input, Instant now) {
    JsonNode records = tree(input).path("Records");
    if (!records.isArray()) {
      throw new IllegalArgumentException("not an SQS event: it has no list of Records");
    }
    return StreamSupport.stream(records.spliterator(), false)
        .map(one -> message(one, now))
        .toList();
  }

  private static JsonNode tree(InputStream input) {
    try {
      return Json.mapper().readTree(input);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an SQS event: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SqsMessage message(JsonNode json, Instant now) {
    JsonNode system = json.path("attributes");
    Instant sentAt = time(system, "SentTimestamp").orElse(now);
    return new SqsMessage(
        text(json, "messageId")
            .orElseThrow(
                () -> new IllegalArgumentException("not an SQS event: a record has no messageId")),
        text(json, "receiptHandle"),
        json.path("body").asText(""),
        sentAt,
        time(system, "ApproximateFirstReceiveTimestamp").orElse(sentAt),
        receiveCount(system),
        messageAttributes(json.path("messageAttributes")),
        text(json, "eventSourceARN"),
        text(json, "awsRegion"),
        text(system, "AWSTraceHeader"));
  }

  private static Optional<Instant> time(JsonNode system, String field) {
    return number(system, field)
        .flatMap(
            milliseconds -> {
              try {
                Instant time = Instant.ofEpochMilli(milliseconds.longValueExact());
                // Times after the year 9999 have no RFC 3339 form.
                return Optional.of(time).filter(SqsEvent::hasFourDigitYear);
              } catch (ArithmeticException | DateTimeException e) {
                return Optional.empty();
              }
            });
  }

  private static boolean hasFourDigitYear(Instant time) {
    return !time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
  }

  private static int receiveCount(JsonNode system) {
    return number(system, "ApproximateReceiveCount")
        .map(count -> count.max(BigInteger.ONE).min(BigInteger.valueOf(Integer.MAX_VALUE)))
        .map(BigInteger::intValueExact)
        .orElse(1);
  }

  private static Map<String, String> messageAttributes(JsonNode json) {
    Map<String, String> attributes = new LinkedHashMap<>();
    json.properties()
        .forEach(
            attribute ->
                text(attribute.getValue(), "stringValue")
                    .ifPresent(value -> attributes.put(attribute.getKey(), value)));
    return attributes;
  }

  /** SQS writes numbers as text; nineteen digits are enough for all of them. */
  private static Optional<BigInteger> number(JsonNode json, String field) {
    return text(json, field).filter(digits -> digits.matches("[0-9]{1,19}")).map(BigInteger::new);
  }

  private static Optional<String> text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() || value.isNumber()
        ? Optional.of(value.asText()).filter(text -> !text.isBlank())
        : Optional.empty();
  }
}
