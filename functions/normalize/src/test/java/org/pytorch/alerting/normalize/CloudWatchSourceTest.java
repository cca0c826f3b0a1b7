package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.normalize;
import static org.pytorch.alerting.normalize.Messages.payload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Resource;

class CloudWatchSourceTest {
  private static final String RAW = "cloudwatch/metric-alarm.json";
  private static final String EVENT = "cloudwatch/eventbridge-metric-alarm.json";

  @Test
  void every_form_of_one_alarm_has_one_fingerprint() {
    AlertEvent raw = event(payload(RAW, alarm -> {}));

    for (String other :
        new String[] {
          "cloudwatch/metric-alarm-sns.json",
          "cloudwatch/metric-ok.json",
          EVENT,
          "cloudwatch/eventbridge-ok.json",
          "cloudwatch/eventbridge-sns.json"
        }) {
      assertThat(Fingerprint.of(event(payload(other, alarm -> {}))))
          .as(other)
          .isEqualTo(Fingerprint.of(raw));
    }
    assertThat(event(payload(RAW, alarm -> alarm.remove("AlarmArn"))))
        .extracting(AlertEvent::identity, AlertEvent::links)
        .containsExactly(raw.identity(), raw.links());
    assertThat(event(payload(EVENT, alarm -> alarm.remove("resources"))))
        .extracting(AlertEvent::identity)
        .isEqualTo(raw.identity());
  }

  @Test
  void without_arn_and_region_what_is_known_is_the_identity() {
    AlertEvent event =
        event(
            payload(RAW, alarm -> alarm.remove(List.of("AlarmArn", "AlarmActions", "OKActions"))));

    assertThat(event.identity().region()).isEmpty();
    assertThat(event.identity().accountId()).contains("640017223391");
    assertThat(event.identity().alarmId()).contains("harbor-berth-queue-age");
    assertThat(event.links().sourceUrl()).isEmpty();
  }

  @Test
  void a_region_that_is_a_code_already_counts() {
    AlertEvent event =
        event(
            payload(
                RAW,
                alarm -> {
                  alarm.put("Region", "eu-west-1");
                  alarm.remove(List.of("AlarmArn", "AlarmActions", "OKActions"));
                }));

    assertThat(event.identity().alarmId())
        .contains("arn:aws:cloudwatch:eu-west-1:640017223391:alarm:harbor-berth-queue-age");
  }

  @ParameterizedTest
  @CsvSource({"ALARM, FIRING", "alarm, FIRING", "OK, RESOLVED", "Ok, RESOLVED"})
  void states_are_read_in_any_case(String value, AlertState state) {
    assertThat(event(payload(RAW, alarm -> alarm.put("NewStateValue", value))).state())
        .isEqualTo(state);
  }

  @Test
  void insufficient_data_is_ignored_even_where_an_alert_would_be_bad() {
    ObjectNode payload =
        payload(
            RAW,
            alarm -> alarm.put("NewStateValue", "insufficient_data").putNull("AlarmDescription"));

    assertThat(normalize(payload).alerts()).isEmpty();
    assertThat(normalize(payload).ignored())
        .singleElement()
        .satisfies(
            ignored -> {
              assertThat(ignored.title()).isEqualTo("harbor-berth-queue-age");
              assertThat(ignored.reason()).contains("INSUFFICIENT_DATA");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "NewStateValue, no state",
    "AlarmDescription, 'no team: add a line TEAM='",
    "AlarmDescription, 'no priority: add a line PRIORITY='"
  })
  void what_is_missing_is_named_with_the_alarm(String field, String problem) {
    assertThatThrownBy(() -> normalize(payload(RAW, alarm -> alarm.remove(field))))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("\"harbor-berth-queue-age\"")
        .hasMessageContaining(problem);
  }

  @Test
  void a_missing_name_is_taken_from_the_arn() {
    assertThat(event(payload(RAW, alarm -> alarm.remove("AlarmName"))).title())
        .isEqualTo("harbor-berth-queue-age");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-09T16:59:17.131+0000", "2026-03-09T17:59:17.131+0100"})
  void cloudwatchs_times_are_read(String time) {
    assertThat(event(payload(RAW, alarm -> alarm.put("StateChangeTime", time))).occurredAt())
        .hasToString("2026-03-09T16:59:17.131Z");
  }

  @Test
  void dimensions_tell_of_the_resource_and_disputed_ones_do_not_count() {
    AlertEvent single = event(payload("cloudwatch/old-alarm.json", alarm -> {}));
    AlertEvent math =
        event(
            payload(
                "cloudwatch/metric-math.json",
                alarm ->
                    ((ObjectNode) alarm.at("/Trigger/Metrics/2/MetricStat/Metric/Dimensions/0"))
                        .put("value", "app/other")));

    assertThat(single.resource().type()).isEqualTo(Resource.Type.INSTANCE);
    assertThat(single.resource().id()).contains("i-0abc123def4567890");
    assertThat(single.resource().region()).contains("eu-west-1");
    assertThat(math.resource().extra().orElseThrow())
        .containsKeys("TargetGroup", "metric")
        .doesNotContainKey("LoadBalancer");
  }

  @Test
  void the_raw_part_is_the_message() {
    ObjectNode payload = payload(RAW, alarm -> {});

    assertThat(event(payload).rawProvider()).isEqualTo(Optional.of(payload));
  }
}
