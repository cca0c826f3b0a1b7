package org.pytorch.alerting.normalize.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.Messages;

/** What holds for the answer to every message, whatever is in it. */
public final class Invariants {
  private static final Schema SCHEMA = schema();

  /** What a sender has to fix. */
  private static final Pattern FIELD =
      Pattern.compile(
          "\\b(body|message_id|body_encoding|input|Message|source|alerts|title|state|priority|team"
              + "|schema_version|fingerprint|reason)\\b");

  /** What a terminal, a browser or SQS would trip over. */
  private static final Pattern UNCLEAN =
      Pattern.compile("[\\p{Cntrl}&&[^\n\t]]|\\p{Cs}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]");

  private Invariants() {}

  /**
   * Normalises a message and checks the answer.
   *
   * @throws AssertionError if a rule is broken
   * @throws RuntimeException if the normalizer threw anything but {@link InvalidAlertException}
   */
  public static void hold(String body, Map<String, String> attributes) {
    NormalizedMessage message;
    try {
      message = Messages.normalize(body, attributes);
    } catch (InvalidAlertException e) {
      checkDiagnosis(String.valueOf(e.getMessage()));
      return;
    }
    assertThat(Messages.normalize(body, attributes)).as("normalised again").isEqualTo(message);
    check(message);
  }

  /** Checks what the normalizer made of a message. */
  public static void check(NormalizedMessage message) {
    assertThat(utf8(message)).hasSizeLessThanOrEqualTo(204_800);
    assertThat(Json.read(Json.write(message), NormalizedMessage.class)).isEqualTo(message);
    assertThat(message.alerts()).extracting(NormalizedAlert::eventId).doesNotHaveDuplicates();
    List<NormalizedAlert> good = Messages.good(message);
    assertThat(message.alerts().subList(0, good.size())).isEqualTo(good);
    if (message.alerts().stream().anyMatch(alert -> alert.check().isPresent())) {
      assertThat(message.alerts()).hasSize(1);
      assertThat(message.ignored()).isEmpty();
    }
    assertThat(message.alerts().size() - good.size()).isLessThanOrEqualTo(1);
    message.alerts().forEach(Invariants::check);
  }

  /** Checks what the function answers. */
  public static void checkOutput(String json) {
    NormalizedMessage message = Json.read(json, NormalizedMessage.class);
    if (isRejectedWhole(message)) {
      check(message.alerts().getFirst());
      assertThat(message.alerts().getFirst().eventId().value()).endsWith("#0");
      assertThat(message.ignored()).isEmpty();
    } else {
      check(message);
    }
  }

  /** {@return whether {@code message} holds nothing but what came, with a diagnosis} */
  public static boolean isRejectedWhole(NormalizedMessage message) {
    return message.alerts().size() == 1 && message.alerts().getFirst().event().isEmpty();
  }

  public static void checkDiagnosis(String diagnosis) {
    assertThat(diagnosis).containsPattern(FIELD).doesNotContainPattern(UNCLEAN);
    assertThat(diagnosis.codePointCount(0, diagnosis.length())).isLessThanOrEqualTo(4_000);
  }

  private static void check(NormalizedAlert alert) {
    // The state machine reads each of these without asking whether it is there.
    assertThat(Json.mapper().<JsonNode>valueToTree(alert).fieldNames())
        .toIterable()
        .containsExactly("event_id", "fingerprint", "event", "payload", "rejection", "check");
    alert.rejection().ifPresent(rejection -> checkDiagnosis(rejection.diagnosis()));
    alert
        .event()
        .ifPresentOrElse(
            event -> check(alert, event),
            () -> {
              assertThat(alert.payload()).isEmpty();
              if (alert.check().isEmpty()) {
                assertThat(alert.fingerprint())
                    .isEqualTo(Fingerprint.ofUnreadable(alert.eventId()));
              }
            });
  }

  private static void check(NormalizedAlert alert, AlertEvent event) {
    String json = Json.write(event);
    AlertEvent told = Messages.told(alert);
    String toldJson = Json.write(told);
    assertThat(SCHEMA.validate(Json.write(completed(told)), InputFormat.JSON)).as(json).isEmpty();
    assertThat(utf8(alert)).hasSizeLessThanOrEqualTo(61_440);
    assertThat(toldJson).doesNotContainPattern(UNCLEAN).doesNotContain("\\u0000", "\\u001b");
    assertThat(new String(utf8(told), StandardCharsets.UTF_8)).isEqualTo(toldJson);
    assertThat(Json.read(json, AlertEvent.class)).isEqualTo(event);
    assertThat(Json.read(toldJson, AlertEvent.class)).isEqualTo(told);
    // A title is cut last of all, and only without an alarm id is a fingerprint made of it.
    if (event.identity().alarmId().isPresent()) {
      assertThat(Fingerprint.of(event)).isEqualTo(alert.fingerprint());
    }
    assertThat(Messages.normalize(toldJson, Map.of("source", event.source())).alerts())
        .as("sent again as an event of our own")
        .singleElement()
        .satisfies(again -> assertThat(Messages.told(again)).isEqualTo(told));
  }

  /** {@return {@code event} as its sender could send it: a FIRING with a team and a priority} */
  private static AlertEvent completed(AlertEvent event) {
    return event.state() == AlertState.RESOLVED || event.isComplete()
        ? event
        : event.toBuilder().priority(Priority.P3).teams(List.of("harbor")).build();
  }

  private static byte[] utf8(Object value) {
    return Json.write(value).getBytes(StandardCharsets.UTF_8);
  }

  private static Schema schema() {
    try (InputStream schema = AlertEvent.class.getResourceAsStream("alert-event.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8),
              InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
