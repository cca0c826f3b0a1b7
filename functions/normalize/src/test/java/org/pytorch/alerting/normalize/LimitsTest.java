package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.labels;
import static org.pytorch.alerting.normalize.Messages.normalize;
import static org.pytorch.alerting.normalize.Messages.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.normalize.message.Speaker;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Resources;
import org.pytorch.alerting.normalize.source.SeverityPriorities;
import org.pytorch.alerting.normalize.source.Teams;
import org.pytorch.alerting.normalize.text.Decoration;
import org.pytorch.alerting.normalize.text.Notes;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.StableId;
import org.pytorch.alerting.runtime.Environment;

/** What is read of a message at most, as numbers. */
class LimitsTest {
  @ParameterizedTest
  @CsvSource({"100, 100", "101, 100", "1000, 100"})
  void at_most_100_ignored_alerts_are_listed(int alerts, int listed) {
    NormalizedMessage message = normalize(watchdogs(alerts, "Watchdog"));

    assertThat(message.alerts()).isEmpty();
    assertThat(message.ignored()).hasSize(listed);
    assertThat(message.ignored().getLast().eventId().value()).endsWith("#99");
  }

  @ParameterizedTest
  @CsvSource({"100, false", "101, true"})
  void title_of_an_ignored_alert_has_at_most_100_characters(int length, boolean cut) {
    String title = normalize(watchdogs(1, "x".repeat(length))).ignored().getFirst().title();

    assertThat(title).hasSize(100);
    assertThat(title.endsWith("… [cut]")).isEqualTo(cut);
  }

  @Test
  void message_has_at_most_1000_alerts() {
    assertThat(normalize(watchdogs(1_000, "Watchdog")).alerts()).isEmpty();
    assertThatThrownBy(() -> normalize(watchdogs(1_001, "Watchdog")))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("has 1001, and at most 1000");
  }

  @ParameterizedTest
  @CsvSource({
    "title, 500",
    "summary, 1500",
    "reason, 1000",
    "description, 4096",
    "provider_version, 50"
  })
  void longer_text_is_cut_with_a_mark(String field, int longest) {
    String fits = "x".repeat(longest);

    assertThat(written(field, fits)).isEqualTo(fits);
    assertThat(written(field, fits + "x")).hasSize(longest).endsWith("… [cut]");
  }

  private static String written(String field, String text) {
    JsonNode payload = payload("normalized/firing.json", json -> json.put(field, text));
    return Json.read(Json.write(event(payload)), JsonNode.class).get(field).textValue();
  }

  @Test
  void diagnosis_has_at_most_4000_characters() {
    Diagnosis diagnosis = new Diagnosis(2, "docs/x.md");
    diagnosis.add(0, "t", List.of("x".repeat(5_000)));

    assertThat(diagnosis.text()).hasSize(4_000).endsWith("… [cut]\nsee docs/x.md");
  }

  @ParameterizedTest
  @CsvSource({"10, no team", "11, and 1 more alerts"})
  void ten_alerts_are_diagnosed_one_by_one(int rejected, String end) {
    Diagnosis diagnosis = new Diagnosis(rejected, "docs/x.md");
    for (int i = 0; i < rejected; i++) {
      diagnosis.add(i, "t", List.of("no team"));
    }

    assertThat(diagnosis.text().lines().filter(line -> line.endsWith("no team"))).hasSize(10);
    assertThat(diagnosis.text()).endsWith(end + "\nsee docs/x.md");
  }

  @Test
  void reason_why_a_message_is_refused_has_at_most_4000_characters() {
    assertThat(new InvalidAlertException("x".repeat(4_001))).message().hasSize(4_000);
  }

  @ParameterizedTest
  @CsvSource({"5, true", "6, false"})
  void message_is_unwrapped_5_times(int wrappings, boolean read) {
    String body = TestData.text("normalized/firing.json");
    for (int i = 0; i < wrappings; i++) {
      body = Json.write(body);
    }
    String wrapped = body;

    if (read) {
      assertThat(normalize(wrapped, Map.of()).alerts()).hasSize(1);
    } else {
      assertThatThrownBy(() -> normalize(wrapped, Map.of()))
          .hasMessageContaining("of type string and not an object");
    }
  }

  @Test
  void source_has_at_most_50_characters() {
    assertThat(Speaker.sourceOf("X".repeat(50))).contains("x".repeat(50));
    assertThat(Speaker.sourceOf("X".repeat(51))).contains("x".repeat(50));
    assertThat(Speaker.sourceOf("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100, true", "101, false"})
  void severity_has_at_most_100_characters(int length, boolean known) {
    String severity = "critical" + " ".repeat(length - 8);
    String name = "x".repeat(length);

    assertThat(severities("").choose(Stream.of(severity)).priority().isPresent()).isEqualTo(known);
    if (known) {
      assertThat(severities(name + "=P2").choose(Stream.of(name)).priority()).isPresent();
    } else {
      assertThatThrownBy(() -> severities(name + "=P2")).hasMessageContaining("entry 1");
    }
  }

  private static SeverityPriorities severities(String variable) {
    return NormalizeSettings.of(
            new Environment(Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", variable)))
        .severities();
  }

  @Test
  void identifier_of_more_than_500_characters_is_replaced_by_its_digest() {
    assertThat(StableId.of("x".repeat(500))).isEqualTo("x".repeat(500));
    assertThat(StableId.of("x".repeat(501))).startsWith("sha256:").hasSize(71);
  }

  @Test
  void resource_has_at_most_30_further_labels_with_100_characters_in_name_and_300_in_value() {
    Map<String, String> labels =
        IntStream.rangeClosed(1, 31)
            .mapToObj(i -> "%02d".formatted(i))
            .collect(
                Collectors.toMap(
                    i -> i + "n".repeat(99), i -> "v".repeat(301), (a, b) -> a, TreeMap::new));

    Map<String, String> extra = Resources.extra(labels, Set.of()).orElseThrow();

    assertThat(extra).hasSize(30).doesNotContainKey("31" + "n".repeat(98));
    assertThat(extra.keySet()).allSatisfy(name -> assertThat(name).hasSize(100));
    assertThat(extra.values()).allSatisfy(value -> assertThat(value).hasSize(300));
    assertThat(Resources.extra(Map.of("n", "v".repeat(300)), Set.of()).orElseThrow())
        .containsValue("v".repeat(300));
  }

  @Test
  void resource_has_an_id_of_300_and_a_region_of_100_characters() {
    Resource resource =
        Resources.of(Map.of("service", "x".repeat(301)), Stream.of("y".repeat(101)), Set.of());

    assertThat(resource.id().orElseThrow()).hasSize(300).endsWith("… [cut]");
    assertThat(resource.region().orElseThrow()).hasSize(100).endsWith("… [cut]");
  }

  @Test
  void resource_of_an_event_of_ours_has_the_same_limits() {
    Resource resource =
        event(
                payload(
                    "normalized/firing.json",
                    json ->
                        ((ObjectNode) json.get("resource"))
                            .put("id", "x".repeat(301))
                            .put("region", "y".repeat(101))))
            .resource();

    assertThat(resource.id().orElseThrow()).hasSize(300).endsWith("… [cut]");
    assertThat(resource.region().orElseThrow()).hasSize(100).endsWith("… [cut]");
  }

  @Test
  void fifty_names_of_teams_are_looked_at_and_2000_characters() {
    assertThat(Teams.parse("-,".repeat(49) + "harbor")).containsExactly("harbor");
    assertThat(Teams.parse("-,".repeat(50) + "harbor")).isEmpty();
    assertThat(Teams.parse(" ".repeat(1_994) + "harbor")).containsExactly("harbor");
    assertThat(Teams.parse(" ".repeat(1_995) + "harbor")).containsExactly("harbo");
  }

  @Test
  void name_of_a_team_is_looked_at_for_300_characters() {
    assertThat(Teams.parse("x," + " ".repeat(294) + "harbor")).containsExactly("x", "harbor");
    assertThat(Teams.parse("x," + " ".repeat(295) + "harbor")).containsExactly("x", "harbo");
  }

  @Test
  void placeholders_and_decoration_are_looked_for_in_2000_characters() {
    assertThat(Placeholders.isIn("x".repeat(1_998) + "${")).isTrue();
    assertThat(Placeholders.isIn("x".repeat(1_999) + "${")).isFalse();
    assertThat(Decoration.removed("x".repeat(2_000) + "y")).isEqualTo("x".repeat(2_000));
  }

  @Test
  void three_values_of_a_contradiction_are_quoted_with_60_characters_each() {
    String long4 =
        Stream.of("P0", "P1", "P2", "P3")
            .map(priority -> "PRIORITY=" + priority + " (" + "x".repeat(60) + ")")
            .collect(Collectors.joining("\n"));
    JsonNode alarm =
        payload(
            "cloudwatch/metric-alarm.json",
            json -> json.put("AlarmDescription", "TEAM=harbor\n" + long4));

    assertThatThrownBy(() -> normalize(alarm))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("\"P0 (" + "x".repeat(49) + "… [cut]\"")
        .hasMessageContaining(" and as \"P2 (")
        .hasMessageNotContaining("P3 (");
    assertThat(EventDraft.quoted("x".repeat(60))).isEqualTo('"' + "x".repeat(60) + '"');
    assertThat(EventDraft.quoted("x".repeat(61))).hasSize(62).endsWith("… [cut]\"");
  }

  @Test
  void name_of_a_note_has_at_most_50_characters() {
    assertThat(Notes.of(Map.of("n".repeat(50), "x")).values()).hasSize(1);
    assertThat(Notes.of(Map.of("n".repeat(51), "x")).values()).isEmpty();
  }

  @Test
  void notes_of_an_alert_are_20_of_500_characters_each_and_2000_in_all() {
    Map<String, String> many =
        IntStream.rangeClosed(1, 21)
            .boxed()
            .collect(Collectors.toMap("n%02d"::formatted, i -> "x".repeat(i == 1 ? 501 : 1)));
    String notes = Notes.of(many).below(Stream.of(), Stream.of()).orElseThrow();
    Map<String, String> long4 = new TreeMap<>(many);
    long4.replaceAll((name, value) -> "x".repeat(501));

    assertThat(Notes.of(many).values()).hasSize(20);
    assertThat(
            Notes.of(many)
                .or(Notes.of(Map.of("other", "x")))
                .below(Stream.of(), Stream.of())
                .orElseThrow()
                .lines())
        .hasSize(20);
    assertThat(notes.lines()).hasSize(20).last().isEqualTo("N20: x");
    assertThat(notes.lines().findFirst().orElseThrow()).hasSize("N01: ".length() + 500);
    assertThat(Notes.of(long4).below(Stream.of(), Stream.of()).orElseThrow()).hasSize(2_000);
  }

  @Test
  void text_that_is_shown_elsewhere_is_no_note_however_long_it_is() {
    String text = "x".repeat(501);

    assertThat(Notes.of(Map.of("error", text)).below(Stream.of(), Stream.of(text))).isEmpty();
  }

  @Test
  void description_without_notes_keeps_its_4096_characters() {
    String description = "x".repeat(4_096);

    assertThat(Notes.of(Map.of()).below(Stream.of(description), Stream.of())).contains(description);
  }

  @Test
  void rejections_of_incomplete_alerts_have_24_kib_each_and_64_kib_in_all() {
    assertThat(IncompletePart.MAX_BYTES).isEqualTo(24_576);
    assertThat(IncompletePart.MAX_TOTAL_BYTES).isEqualTo(65_536);
  }

  /** A group of {@code size} alerts that need no action, all called {@code title}. */
  private static ObjectNode watchdogs(int size, String title) {
    ObjectNode payload =
        payload("alertmanager/firing.json", json -> json.putObject("commonLabels"));
    ObjectNode alert = (ObjectNode) payload.at("/alerts/0");
    labels(alert).put("severity", "none").put("alertname", title).remove("priority");
    ArrayNode alerts = payload.putArray("alerts");
    IntStream.range(0, size).forEach(i -> alerts.add(alert));
    return payload;
  }
}
