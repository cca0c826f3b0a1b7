package org.pytorch.alerting.normalize.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.Messages;
import org.pytorch.alerting.normalize.Preview;
import org.pytorch.alerting.normalize.TestData;
import org.pytorch.alerting.normalize.hostile.Invariants;
import org.pytorch.alerting.runtime.Environment;

class CheckReadingTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("0a".repeat(32));
  private static final Map<String, String> SOURCE = Map.of("source", Check.SOURCE);

  @ParameterizedTest
  @EnumSource
  void every_check_that_decide_can_ask_for_is_read(CheckReason reason) {
    Check check = new Check(FINGERPRINT, reason);

    NormalizedMessage message = Messages.normalize(Json.write(check), SOURCE);

    assertThat(message.alerts())
        .containsExactly(NormalizedAlert.of(EventId.of(deliveryId(), 0), check));
    assertThat(message.ignored()).isEmpty();
    Invariants.check(message);
  }

  /** As through a topic without raw delivery, or in a rule of an event bus. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\ufeff %s",
        "{\"Type\": \"Notification\", \"MessageId\": \"m\", \"Message\": %2$s}",
        "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\", \"type\": \"t\", \"data\": %s}"
      })
  void wrapping_does_not_matter(String wrapping) {
    String check = Json.write(refresh());

    assertThat(Messages.normalize(wrapping.formatted(check, Json.write(check)), SOURCE).alerts())
        .extracting(NormalizedAlert::check)
        .containsExactly(Optional.of(CheckReason.REFRESH));
  }

  @Test
  void source_in_an_sns_envelope_counts() {
    String body =
        Json.write(
            Map.of(
                "Type",
                "Notification",
                "MessageId",
                "m",
                "Message",
                Json.write(refresh()),
                "MessageAttributes",
                Map.of("source", Map.of("Type", "String", "Value", "check"))));

    assertThat(Messages.normalize(body, Map.of()).alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.check()).isPresent());
  }

  /** A sender that can write to the topic makes us look, and nothing else. */
  @ParameterizedTest
  @ValueSource(strings = {"grafana/firing.json", "cloudwatch/metric-alarm.json"})
  void forged_check_carries_nothing_but_fingerprint_and_reason(String payload) {
    ObjectNode forged = (ObjectNode) Json.read(TestData.text(payload), JsonNode.class);
    forged
        .put("fingerprint", FINGERPRINT.hex())
        .put("reason", "held_close")
        .put("check", "refresh")
        .put("event_id", "another#7")
        .put("payload", "x".repeat(100_000));
    forged.putObject("event").put("title", "Forged");
    forged.putObject("rejection").put("diagnosis", "Forged");

    NormalizedMessage message = Messages.normalize(forged.toString(), SOURCE);

    assertThat(message.alerts())
        .containsExactly(
            NormalizedAlert.of(
                EventId.of(deliveryId(), 0), new Check(FINGERPRINT, CheckReason.HELD_CLOSE)));
    assertThat(Json.write(message)).doesNotContain("Forged").hasSizeLessThan(600);
  }

  /** Only the attribute makes a message a check; it is set by the one who is authenticated. */
  @Test
  void body_of_a_check_under_another_source_is_none() {
    for (Map<String, String> attributes :
        List.of(
            Map.<String, String>of(), Map.of("source", "grafana"), Map.of("source", "checks"))) {
      assertThatThrownBy(() -> Messages.normalize(Json.write(refresh()), attributes))
          .isInstanceOf(InvalidAlertException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{}                                                   | fingerprint",
        "{\"reason\": \"refresh\"}                            | fingerprint",
        "{\"fingerprint\": \"0A\", \"reason\": \"refresh\"}   | fingerprint",
        "{\"fingerprint\": [\"FP\"], \"reason\": \"refresh\"} | fingerprint",
        "{\"fingerprint\": \"FP\"}                            | reason",
        "{\"fingerprint\": \"FP\", \"reason\": null}          | reason",
        "{\"fingerprint\": \"FP\", \"reason\": {}}            | reason",
        "{\"fingerprint\": \"FP\", \"reason\": \"because\"}   | reason",
      })
  void unreadable_check_has_a_diagnosis(String body, String field) {
    assertThatThrownBy(
            () -> Messages.normalize(body.strip().replace("FP", FINGERPRINT.hex()), SOURCE))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("\"" + field + "\"")
        .hasMessageContaining("needs the source of its sender")
        .satisfies(e -> Invariants.checkDiagnosis(String.valueOf(e.getMessage())));
  }

  /** It is told by the webhook's response, instead of opening no issue for ever. */
  @Test
  void alert_of_a_sender_that_is_called_check_is_rejected() {
    Preview preview = Preview.of(new Environment(Map.of()));

    assertThat(preview.problems(TestData.text("grafana/firing.json"), "check", TestData.SENT_AT))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("the source is check"));
  }

  private static Check refresh() {
    return new Check(FINGERPRINT, CheckReason.REFRESH);
  }

  private static String deliveryId() {
    return TestData.message("{}", Map.of()).deliveryId();
  }
}
