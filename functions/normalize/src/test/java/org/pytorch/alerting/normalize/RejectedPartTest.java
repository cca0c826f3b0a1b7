package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.normalize.Messages.annotations;
import static org.pytorch.alerting.normalize.Messages.grafana;
import static org.pytorch.alerting.normalize.Messages.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.source.AlertSource;

/** What is quarantined of a group, and how it is made to fit. */
class RejectedPartTest {
  private static final ObjectNode PAYLOAD = grafana(alert -> {});
  private static final AlertSource SOURCE = Messages.SOURCES.of(PAYLOAD);
  private static final JsonNode ALERT = PAYLOAD.at("/alerts/0");

  /** {@return text that cannot be compressed below three quarters, by the seed} */
  private static String noise(int seed, int length) {
    byte[] bytes = new byte[length * 3 / 4];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static ObjectNode alert(int seed, int labels) {
    ObjectNode alert = ALERT.deepCopy();
    for (int label = 0; label < labels; label++) {
      labels(alert).put(noise(seed + label, 30), noise(-seed - label, 30));
    }
    return alert;
  }

  private static JsonNode body(RejectedAlerts rejected) {
    return Json.read(rejected.bodyEncoding().decode(rejected.body()), JsonNode.class);
  }

  @Test
  void body_may_be_exactly_as_large_as_the_limit() {
    RejectedAlerts whole = part(1_000_000).of(List.of(ALERT), "no team", Map.of());
    int size = whole.body().length();

    assertThat(part(size).of(List.of(ALERT), "no team", Map.of())).isEqualTo(whole);
    assertThat(part(size - 1).of(List.of(ALERT), "no team", Map.of()).diagnosis())
        .startsWith("no team\nThe payload of these alerts is too large: ");
  }

  private static RejectedPart part(int maxBodyBytes) {
    return new RejectedPart(SOURCE, PAYLOAD, maxBodyBytes);
  }

  @ParameterizedTest
  @CsvSource({"4, 2", "5, 2", "3, 1", "8, 2"})
  void half_of_the_alerts_is_kept_where_not_all_fit(int alerts, int kept) {
    List<JsonNode> bad =
        IntStream.range(0, alerts).<JsonNode>mapToObj(i -> alert(1_000 * i, 400)).toList();
    int two = part(1_000_000).of(bad.subList(0, kept), "no team", Map.of()).body().length();

    RejectedAlerts rejected = part(two).of(bad, "no team", Map.of());

    assertThat(rejected.diagnosis()).endsWith("only the first %d were kept.".formatted(kept));
    assertThat(body(rejected).get("alerts")).hasSize(kept);
  }

  @Test
  void texts_in_lists_are_cut_too() {
    ObjectNode alert = ALERT.deepCopy();
    alert.putArray("notes").add(noise(1, 4_000)).add("short");

    RejectedAlerts rejected = part(4_000).of(List.of(alert), "no team", Map.of());

    assertThat(rejected.diagnosis()).endsWith("its texts were cut to 2000.");
    assertThat(body(rejected).at("/alerts/0/notes/0").textValue()).hasSize(2_000);
    assertThat(body(rejected).at("/alerts/0/notes/1").textValue()).isEqualTo("short");
  }

  @Test
  void diagnosis_with_a_note_has_at_most_4000_characters() {
    RejectedAlerts rejected = part(10).of(List.of(ALERT), "x".repeat(4_000), Map.of());

    assertThat(rejected.diagnosis()).hasSize(4_000).endsWith("nothing was kept.");
  }

  /** A quarter of the share of 24 KiB, of 16 KiB where four share 64 KiB. */
  @ParameterizedTest
  @CsvSource({"1, 6144, true", "1, 6145, false", "4, 4096, true", "4, 4097, false"})
  void attributes_of_an_incomplete_alert_take_a_quarter_of_its_share(
      int count, int bytes, boolean kept) {
    Map<String, String> attributes =
        Map.of(
            "source", "grafana", "a", "x".repeat(bytes - "{'source':'grafana','a':''}".length()));

    assertThat(incomplete(count).of(ALERT, "no team", attributes).messageAttributes())
        .isEqualTo(kept ? attributes : Map.of("source", "grafana"));
  }

  private static IncompletePart incomplete(int count) {
    return new IncompletePart(SOURCE, PAYLOAD, count);
  }

  @ParameterizedTest
  @CsvSource({"1, 3072", "4, 2048", "1000, 200"})
  void diagnosis_of_an_incomplete_alert_takes_an_eighth_of_its_share(int count, int longest) {
    assertThat(incomplete(count).of(ALERT, "x".repeat(3_900), Map.of()).diagnosis())
        .hasSize(longest)
        .endsWith("… [cut]");
  }

  @Test
  void body_of_an_incomplete_alert_takes_half_of_its_share() {
    ObjectNode alert = ALERT.deepCopy();
    annotations(alert).put("description", noise(1, 9_000));

    RejectedAlerts rejected = incomplete(1).of(alert, "no team", Map.of());

    assertThat(rejected.diagnosis()).isEqualTo("no team");
    assertThat(rejected.body()).hasSizeBetween(8_193, 12_288);
  }
}
