package org.pytorch.alerting.stack.cli.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.stack.Project;

/** Changed payloads, read by normalize. */
final class PayloadChangesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  /** Payloads of each source that normalize makes events of. */
  static List<String> readable() throws IOException {
    List<String> names = new ArrayList<>();
    for (String source : List.of("grafana", "alertmanager", "cloudwatch", "normalized")) {
      try (Stream<Path> files = Files.list(Project.root().resolve("test-data").resolve(source))) {
        files
            .filter(file -> file.toString().endsWith(".json"))
            .filter(file -> !file.toString().endsWith(".expected.json"))
            .map(file -> source + "/" + file.getFileName())
            .filter(name -> !alerts(Project.payload(name)).isEmpty())
            .sorted()
            .forEach(names::add);
      }
    }
    return names;
  }

  @Test
  void there_are_payloads_of_every_form() throws IOException {
    assertThat(readable())
        .hasSizeGreaterThan(60)
        .contains(
            "grafana/firing.json",
            "grafana/no-fingerprint.json",
            "alertmanager/in-cloud-event.json",
            "cloudwatch/metric-alarm.json",
            "cloudwatch/metric-alarm-sns.json",
            "cloudwatch/eventbridge-metric-alarm.json",
            "cloudwatch/eventbridge-sns.json",
            "cloudwatch/lambda-metric-alarm.json",
            "cloudwatch/no-arn.json",
            "normalized/firing.json",
            "normalized/in-sns.json");
  }

  @ParameterizedTest
  @MethodSource("readable")
  void name_gives_every_alert_another_identity_and_the_same_one_each_time(String file) {
    String body = Project.payload(file);

    List<String> before = fingerprints(body);
    List<String> named = fingerprints(PayloadIdentity.named(body, "try1"));

    assertThat(named).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    assertThat(named.stream().distinct()).hasSameSizeAs(before.stream().distinct().toList());
    assertThat(fingerprints(PayloadIdentity.named(body, "try1"))).isEqualTo(named);
    assertThat(fingerprints(PayloadIdentity.named(body, "try2")))
        .doesNotContainAnyElementsOf(named);
  }

  @ParameterizedTest
  @MethodSource("readable")
  void times_end_now_and_keep_their_distances(String file) {
    String body = Project.payload(file);
    List<Instant> before = times(body);
    List<Instant> after = times(PayloadTimes.movedTo(body, NOW));

    assertThat(fingerprints(PayloadTimes.movedTo(body, NOW))).isEqualTo(fingerprints(body));
    assertThat(after).hasSameSizeAs(before).noneMatch(time -> time.isAfter(NOW));
    for (int i = 1; i < before.size(); i++) {
      if (before.get(i).isAfter(Instant.EPOCH) && before.get(0).isAfter(Instant.EPOCH)) {
        assertThat(after.get(i).toEpochMilli() - after.get(0).toEpochMilli())
            .isEqualTo(before.get(i).toEpochMilli() - before.get(0).toEpochMilli());
      }
    }
  }

  @Test
  void times_keep_their_form_and_those_that_mean_none_stay() {
    String body =
        """
        {"startsAt": "2026-03-04T09:00:00.5+01:00", "endsAt": "0001-01-01T00:00:00Z",
         "StateChangeTime": "2026-03-04T08:00:10.000+0000",
         "reason": "1 datapoint [7.0 (04/03/26 07:59:00)]", "day": "2026-03-04"}
        """;

    assertThat(PayloadTimes.movedTo(body, NOW))
        .isEqualTo(
            """
            {"startsAt": "2026-11-30T12:59:50.5+01:00", "endsAt": "0001-01-01T00:00:00Z",
             "StateChangeTime": "2026-11-30T12:00:00.000+0000",
             "reason": "1 datapoint [7.0 (30/11/26 11:58:50)]", "day": "2026-03-04"}
            """);
    assertThat(PayloadTimes.movedTo("no time", NOW)).isEqualTo("no time");
    assertThat(PayloadTimes.movedTo("2026-13-45T99:00:00Z", NOW)).isEqualTo("2026-13-45T99:00:00Z");
  }

  @Test
  void numbers_and_other_members_stay_as_they_were() {
    String named =
        PayloadIdentity.named(
            "{\"AlarmName\":\"a\",\"AlarmArn\":\"x\",\"Trigger\":{\"Threshold\":900.10}}", "b");

    assertThat(named)
        .isEqualTo(
            "{\"AlarmName\":\"a-b\",\"AlarmArn\":\"x-b\",\"Trigger\":{\"Threshold\":900.10}}");
  }

  @Test
  void test_notification_stays_one() {
    String named = PayloadIdentity.named(Project.payload("grafana/test-notification.json"), "x");

    assertThat(normalized(named).path("ignored")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]", "7", "{\"a\":1}"})
  void payload_of_no_known_provider_has_no_identity_to_change(String body) {
    assertThatThrownBy(() -> PayloadIdentity.named(body, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void name_that_fits_no_title_is_refused() {
    assertThatThrownBy(() -> PayloadIdentity.named("{}", " "))
        .hasMessageContaining("1 to 50 characters");
    assertThatThrownBy(() -> PayloadIdentity.named("{}", "x".repeat(51)))
        .hasMessageContaining("1 to 50 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "grafana/missing-team-and-priority.json",
    "grafana/blank-team.json",
    "grafana/severity-only.json",
    "alertmanager/missing-team.json",
    "alertmanager/no-team-anywhere.json",
    "alertmanager/unknown-severity.json",
    "cloudwatch/missing-team.json",
    "cloudwatch/no-description.json",
    "cloudwatch/two-teams.json",
    "normalized/left-out.json"
  })
  void settings_complete_an_alert_and_keep_its_identity(String file) {
    String body = Project.payload(file);
    PayloadSettings settings = PayloadSettings.parse("team=night-watch priority=P0");

    assertThat(settings.in(body))
        .anySatisfy(
            changed -> {
              List<JsonNode> alerts = alerts(changed);
              assertThat(alerts).isNotEmpty();
              assertThat(alerts)
                  .allMatch(alert -> alert.path("rejection").isNull())
                  .allMatch(alert -> alert.at("/event/team").asText().equals("night-watch"))
                  .allMatch(alert -> alert.at("/event/priority").asText().equals("P0"));
              assertThat(fingerprints(changed)).containsAll(fingerprints(body));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grafana/firing.json",
        "alertmanager/firing.json",
        "cloudwatch/metric-alarm.json",
        "cloudwatch/eventbridge-metric-alarm.json",
        "normalized/firing.json"
      })
  void settings_count_before_what_the_sender_gave(String file) {
    PayloadSettings settings =
        PayloadSettings.parse(
            "team=a, b  summary=Two words; priority=P3 RUNBOOK=https://wiki.example/r"
                + " dashboard=https://wiki.example/d");

    assertThat(settings.in(Project.payload(file)))
        .anySatisfy(
            changed -> {
              assertThat(alerts(changed)).isNotEmpty();
              JsonNode event = alerts(changed).getFirst().path("event");
              assertThat(event.path("teams")).hasToString("[\"a\",\"b\"]");
              assertThat(event.path("priority").asText()).isEqualTo("P3");
              assertThat(event.path("summary").asText()).isEqualTo("Two words");
              assertThat(event.at("/links/runbook_url").asText())
                  .isEqualTo("https://wiki.example/r");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          harbor        | SET is name=value, not harbor
          team=         | SET is name=value, not team=
          colour=red    | SET knows team, priority, summary, runbook, dashboard, and not colour
          team=a x=1    | and not x
          """)
  void wrong_setting_is_answered_with_an_example(String text, String message) {
    assertThatThrownBy(() -> PayloadSettings.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("SET=\"team=harbor priority=P1\"");
  }

  @Test
  void no_settings_change_nothing() {
    assertThat(PayloadSettings.parse("  ").isEmpty()).isTrue();
    assertThat(PayloadSettings.parse("team=harbor,priority=P1").text())
        .isEqualTo("team=harbor priority=P1");
  }

  private static List<Instant> times(String body) {
    return alerts(body).stream()
        .map(alert -> Instant.parse(alert.at("/event/occurred_at").asText()))
        .toList();
  }

  private static List<String> fingerprints(String body) {
    return alerts(body).stream().map(alert -> alert.path("fingerprint").asText()).toList();
  }

  /** {@return the alerts that have an event} */
  private static List<JsonNode> alerts(String body) {
    return normalized(body)
        .path("alerts")
        .valueStream()
        .filter(alert -> alert.path("event").isObject())
        .toList();
  }

  private static JsonNode normalized(String body) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream noLog =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new NormalizeHandler(new Host(new Environment(Map.of()), () -> NOW, noLog))
        .handleRequest(
            new ByteArrayInputStream(
                Json.write(Map.of("message_id", "m-1", "sent_at", Json.format(NOW), "body", body))
                    .getBytes(StandardCharsets.UTF_8)),
            output,
            null);
    return Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
  }
}
