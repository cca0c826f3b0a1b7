package org.pytorch.alerting.normalize.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.normalize;
import static org.pytorch.alerting.normalize.Messages.payload;
import static org.pytorch.alerting.normalize.Messages.rejection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.InvalidAlertException;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Threshold Crossed: 1 datapoint [412.0 (04/03/26 07:11:00)] was greater than the threshold"
            + " (300.0).; = 412 (threshold > 300)",
        "Threshold Crossed: 2 datapoints [0.0 (04/03/26 07:11:00), 9.0 (04/03/26 07:10:00)] were"
            + " less than or equal to the threshold (1.0).; = 0 (threshold <= 1)",
        "Threshold Crossed: 1 datapoint [1.5E7 (04/03/26 07:11:00)] was not greater than or equal"
            + " to the threshold (2.0E7).; = 15000000 (threshold >= 20000000)",
      })
  void datapoint_and_threshold_are_read_from_the_reason(String reason, String text) {
    AlertEvent event = event(payload(EVENT, alarm -> state(alarm).put("reason", reason)));

    assertThat(event.values())
        .extracting(MeasuredValue::text)
        .containsExactly("ApproximateAgeOfOldestMessage (Maximum over 1 min) " + text);
  }

  @Test
  void missing_data_that_counts_as_a_breach_is_no_data() {
    String reason =
        "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints"
            + " were treated as [Breaching].";
    AlertEvent event = event(payload(EVENT, alarm -> state(alarm).put("reason", reason)));

    assertThat(event.condition()).contains(Condition.NO_DATA);
    assertThat(event.values()).isEmpty();
  }

  private static ObjectNode state(ObjectNode event) {
    return (ObjectNode) event.at("/detail/state");
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

  /** The region is a display name, and the alarm's actions are in its own region. */
  @ParameterizedTest
  @ValueSource(strings = {"AlarmActions", "OKActions", "InsufficientDataActions"})
  void without_an_arn_the_region_is_that_of_an_action(String actions) {
    AlertEvent event =
        event(
            payload(
                "cloudwatch/metric-alarm.json",
                alarm -> {
                  alarm.remove(
                      List.of("AlarmArn", "AlarmActions", "OKActions", "InsufficientDataActions"));
                  alarm
                      .putArray(actions)
                      .add("x:x:x:us-east-1:x")
                      .add("arn:aws")
                      .add("arn:aws:sns:eu-west-1:640017223391:harbor-alarms");
                }));

    assertThat(event.identity().region()).contains("eu-west-1");
  }

  @Test
  void event_without_an_arn_says_itself_whose_it_is_and_when_it_happened() {
    AlertEvent event =
        event(
            payload(
                "cloudwatch/eventbridge-metric-alarm.json",
                json -> {
                  json.remove("resources");
                  ((ObjectNode) json.at("/detail/state")).remove("timestamp");
                }));

    assertThat(event.identity().accountId()).contains("640017223391");
    assertThat(event.identity().region()).contains("eu-west-1");
    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-09T16:59:17Z"));
  }

  @Test
  void event_without_a_name_has_the_one_in_its_arn() {
    AlertEvent event =
        event(payload(EVENT, json -> ((ObjectNode) json.get("detail")).remove("alarmName")));

    assertThat(event.title()).isEqualTo(event(payload(EVENT, json -> {})).title());
  }

  @Test
  void operation_on_an_alarm_tells_a_configuration_change_whatever_the_event_is_called() {
    assertThat(
            normalize(
                    payload(
                        EVENT,
                        json -> {
                          json.remove("detail-type");
                          ((ObjectNode) json.get("detail")).put("operation", "update");
                        }))
                .ignored())
        .singleElement()
        .satisfies(
            ignored -> assertThat(ignored.reason()).contains("configuration changed (update)"));
  }

  @ParameterizedTest
  @CsvSource({"50, false", "51, true"})
  void operation_is_shown_with_50_characters(int length, boolean cut) {
    assertThat(
            normalize(
                    payload(
                        EVENT,
                        json ->
                            ((ObjectNode) json.get("detail")).put("operation", "x".repeat(length))))
                .ignored())
        .singleElement()
        .satisfies(
            ignored ->
                assertThat(ignored.reason())
                    .contains("(" + (cut ? "x".repeat(43) + "… [cut]" : "x".repeat(50)) + ")"));
  }

  @Test
  void configuration_change_without_an_operation_is_ignored() {
    ObjectNode payload =
        payload(
            "cloudwatch/eventbridge-metric-alarm.json",
            json -> json.put("detail-type", "CloudWatch Alarm Configuration Change"));

    assertThat(normalize(payload).alerts()).isEmpty();
    assertThat(normalize(payload).ignored()).hasSize(1);
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

  @Test
  void an_alarm_without_a_state_is_rejected() {
    assertThatThrownBy(() -> normalize(payload(RAW, alarm -> alarm.remove("NewStateValue"))))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("(\"harbor-berth-queue-age\"): no state");
  }

  @ParameterizedTest
  @CsvSource({
    "AlarmDescription, 'no team: add a line TEAM='",
    "AlarmDescription, 'no priority: add a line PRIORITY='"
  })
  void what_is_missing_is_named_with_the_alarm(String field, String problem) {
    assertThat(rejection(payload(RAW, alarm -> alarm.remove(field))))
        .contains("\"harbor-berth-queue-age\"")
        .contains(problem);
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
  void each_contributor_is_an_alert_of_its_own_in_every_form() {
    Fingerprint north = fingerprint("cloudwatch/contributor-north.json");
    Fingerprint south = fingerprint("cloudwatch/contributor-south.json");

    assertThat(north).isNotEqualTo(south);
    assertThat(fingerprint("cloudwatch/contributor-north-ok.json")).isEqualTo(north);
    assertThat(fingerprint("cloudwatch/eventbridge-contributor.json")).isEqualTo(south);
    assertThat(fingerprint("cloudwatch/several-series-own-ok.json"))
        .isNotEqualTo(north)
        .isNotEqualTo(south);
    ObjectNode lambda =
        payload(
            "cloudwatch/eventbridge-contributor.json",
            event -> {
              event.set("alarmData", event.remove("detail"));
              event.set("alarmArn", event.remove("resources").get(0));
              event.remove("detail-type");
            });
    assertThat(Fingerprint.of(event(lambda))).isEqualTo(south);
  }

  @Test
  void a_contributor_without_an_id_is_known_by_its_attributes() {
    Consumer<ObjectNode> noId = alarm -> alarm.remove("AlarmContributorId");
    AlertEvent north = event(payload("cloudwatch/contributor-north.json", noId));
    AlertEvent south = event(payload("cloudwatch/contributor-south.json", noId));
    AlertEvent bare =
        event(
            payload(
                "cloudwatch/contributor-north.json",
                alarm -> alarm.remove("AlarmContributorAttributes")));

    assertThat(Fingerprint.of(north)).isNotEqualTo(Fingerprint.of(south));
    assertThat(Fingerprint.of(event(payload("cloudwatch/contributor-north-ok.json", noId))))
        .isEqualTo(Fingerprint.of(north));
    assertThat(bare.title()).isEqualTo("QuaysOverLimit: contributor 6d00000000000001");
  }

  @Test
  void a_contributor_is_named_in_the_title_however_long_its_attributes_are() {
    AlertEvent event =
        event(
            payload(
                "cloudwatch/contributor-south.json",
                alarm -> {
                  alarm.put("AlarmName", "n".repeat(255));
                  ObjectNode attributes = alarm.putObject("AlarmContributorAttributes");
                  for (int i = 0; i < 150; i++) {
                    attributes.put("attribute " + i, "🚢".repeat(1_024));
                  }
                }));

    assertThat(event.title()).startsWith("n".repeat(255) + ": attribute 0=🚢🚢");
    assertThat(event.title().codePointCount(0, event.title().length())).isLessThanOrEqualTo(500);
    assertThat(event(payload("cloudwatch/contributor-south.json", alarm -> {})).resource().extra())
        .contains(
            Map.of(
                "Quay", "south", "contributor", "6d00000000000002", "metric", "Ferry/QueueDepth"));
  }

  @ParameterizedTest
  @CsvSource({
    "true, SELECT MAX(x) FROM y GROUP BY z, true",
    "true, select max(x) from y group  by z, true",
    "false, SELECT MAX(x) FROM y GROUP BY z, false",
    "true, SELECT MAX(x) FROM y, false",
    "true, MAX(METRICS()), false"
  })
  void the_alarms_own_event_is_ignored_where_its_contributors_report(
      boolean compared, String expression, boolean ignored) {
    ObjectNode alarm =
        payload(
            "cloudwatch/several-series-own-alarm.json",
            json ->
                ((ObjectNode) json.at("/Trigger/Metrics/0"))
                    .put("Expression", expression)
                    .put("ReturnData", compared));

    assertThat(normalize(alarm).ignored()).hasSize(ignored ? 1 : 0);
    assertThat(normalize(alarm).alerts()).hasSize(ignored ? 0 : 1);
    // An issue of it that is open from before has to be closed.
    assertThat(normalize(alarm.put("NewStateValue", "OK")).alerts()).hasSize(1);
  }

  @Test
  void an_alarm_over_promql_is_one_over_several_series() {
    ObjectNode alarm =
        payload(
            "cloudwatch/several-series-own-alarm.json",
            json -> {
              ObjectNode trigger = json.putObject("Trigger");
              trigger.putObject("EvaluationCriteria").putObject("PromQLCriteria");
            });

    assertThat(normalize(alarm).ignored())
        .singleElement()
        .satisfies(ignored -> assertThat(ignored.reason()).contains("several series"));
  }

  /** A rule may ask for the alarm's own events only; then no contributor reports for it. */
  @Test
  void from_eventbridge_the_alarms_own_event_is_an_alert_that_no_contributor_shares() {
    ObjectNode own =
        payload(
            "cloudwatch/eventbridge-contributor.json",
            event -> {
              event.put("detail-type", "CloudWatch Alarm State Change");
              ((ObjectNode) event.get("detail")).remove("alarmContributor");
            });

    assertThat(Fingerprint.of(event(own)))
        .isEqualTo(fingerprint("cloudwatch/several-series-own-ok.json"))
        .isNotEqualTo(fingerprint("cloudwatch/eventbridge-contributor.json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cloudwatch/eventbridge-suppressed.json", "cloudwatch/eventbridge-muted.json"})
  void an_alarm_whose_actions_are_not_taken_opens_no_issue_and_still_closes_one(String name) {
    assertThat(normalize(payload(name, event -> {})).alerts()).isEmpty();
    assertThat(normalize(payload(name, event -> {})).ignored())
        .singleElement()
        .satisfies(ignored -> assertThat(ignored.reason()).containsAnyOf("suppressed", "muted"));
    ObjectNode ok =
        payload(name, event -> ((ObjectNode) event.at("/detail/state")).put("value", "OK"));
    assertThat(event(ok).state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void a_deleted_alarm_is_resolved_and_other_changes_of_it_are_ignored() {
    AlertEvent deleted = event(payload("cloudwatch/eventbridge-deleted.json", event -> {}));

    assertThat(deleted.state()).isEqualTo(AlertState.RESOLVED);
    assertThat(deleted.occurredAt()).hasToString("2026-03-09T18:00:00Z");
    assertThat(deleted.reason()).contains("The alarm was deleted.");
    assertThat(deleted.identity().alarmId())
        .contains("arn:aws:cloudwatch:eu-west-1:640017223391:alarm:quay-eventbridge-deleted");
    for (String operation : new String[] {"create", "update", "rename"}) {
      assertThat(
              normalize(
                      payload(
                          "cloudwatch/eventbridge-deleted.json",
                          event -> ((ObjectNode) event.get("detail")).put("operation", operation)))
                  .ignored())
          .singleElement()
          .satisfies(ignored -> assertThat(ignored.reason()).contains(operation));
    }
  }

  @Test
  void what_an_alarm_gives_to_a_lambda_function_is_the_same_alert() {
    AlertEvent event = event(payload("cloudwatch/lambda-metric-alarm.json", alarm -> {}));
    AlertEvent withoutSource =
        event(payload("cloudwatch/lambda-metric-alarm.json", alarm -> alarm.remove("source")));

    assertThat(event.identity().alarmId())
        .contains("arn:aws:cloudwatch:eu-west-1:640017223391:alarm:quay-lambda-metric-alarm");
    assertThat(event.identity().region()).contains("eu-west-1");
    assertThat(event.identity().accountId()).contains("640017223391");
    assertThat(withoutSource.identity()).isEqualTo(event.identity());
    assertThat(
            event(
                payload("cloudwatch/lambda-metric-alarm.json", alarm -> alarm.remove("alarmArn"))))
        .extracting(AlertEvent::identity)
        .isEqualTo(event.identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"team\": \"harbor\", \"priority\": \"P2\"}",
        "{\"TEAM\": \"Harbor\", \"Priority\": \"p2\"}",
        "[{\"Key\": \"team\", \"Value\": \"harbor\"}, {\"Key\": \"Priority\", \"Value\": \"P2\"}]",
        "[{\"key\": \"Teams\", \"value\": \"harbor\"}, {\"key\": \"priority\", \"value\": \"2\"}]"
      })
  void team_and_priority_are_read_from_tags_wherever_a_message_has_them(String tags) {
    JsonNode node = Json.read(tags, JsonNode.class);
    for (String member : new String[] {"AlarmTags", "alarmTags", "Tags", "tags"}) {
      AlertEvent event =
          event(payload(RAW, alarm -> alarm.put("AlarmDescription", "Old.").set(member, node)));
      assertThat(event.teams()).containsExactly("harbor");
      assertThat(event.priority()).contains(Priority.P2);
      assertThat(
              event(
                      payload(
                          "cloudwatch/eventbridge-tags.json",
                          json -> {
                            ObjectNode detail = (ObjectNode) json.get("detail");
                            detail.remove("alarmTags");
                            detail.set(member, node);
                          }))
                  .teams())
          .containsExactly("harbor");
    }
    assertThat(event(payload(RAW, alarm -> alarm.set("AlarmTags", node))).priority())
        .as("the description counts more")
        .contains(Priority.P1);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"Team\": \"harbor\", \"team\": \"yard\", \"priority\": \"P1\"}', team is given as \"harbor\" and as \"yard\"",
    "'{\"team\": \"harbor\", \"priority\": \"P1\", \"Priority\": \"P3\"}', priority is given as \"P1\" and as \"P3\""
  })
  void two_readings_of_the_tags_are_rejected_unless_the_description_decides(
      String tags, String diagnosis) {
    JsonNode node = Json.read(tags, JsonNode.class);

    assertThatThrownBy(
            () ->
                normalize(
                    payload(
                        RAW,
                        alarm -> alarm.put("AlarmDescription", "Old.").set("AlarmTags", node))))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining(diagnosis);
    assertThat(event(payload(RAW, alarm -> alarm.set("AlarmTags", node))).teams())
        .containsExactly("harbor");
  }

  @Test
  void a_tag_for_a_link_that_is_a_sentence_is_shown_below_the_description() {
    JsonNode tags =
        Json.read(
            "{\"runbook\": \"Restart the pump.\", \"dashboard_url\": \"https://d.example/1\"}",
            JsonNode.class);

    AlertEvent event =
        event(
            payload(
                RAW,
                alarm ->
                    alarm
                        .put("AlarmDescription", "Old.\nTEAM=harbor\nPRIORITY=P1")
                        .set("AlarmTags", tags)));

    assertThat(event.description()).contains("Old.\n\nRunbook: Restart the pump.");
    assertThat(event.links().dashboardUrl()).contains("https://d.example/1");
  }

  @Test
  void two_teams_in_one_description_are_rejected_and_on_a_resolve_they_are_none() {
    assertThatThrownBy(() -> normalize(payload("cloudwatch/two-teams.json", alarm -> {})))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("team is given as \"harbor\" and as \"yard\"");

    AlertEvent resolved =
        event(payload("cloudwatch/two-teams.json", alarm -> alarm.put("NewStateValue", "OK")));
    assertThat(resolved.teams()).isEmpty();
    assertThat(resolved.priority()).contains(Priority.P1);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws-cn:cloudwatch:cn-northwest-1, https://cn-northwest-1.console.amazonaws.cn/",
    "arn:aws-us-gov:cloudwatch:us-gov-west-1, https://us-gov-west-1.console.amazonaws-us-gov.com/",
    "arn:aws:cloudwatch:ap-southeast-7, https://ap-southeast-7.console.aws.amazon.com/",
    "arn:aws-eusc:cloudwatch:eusc-de-east-1, ''",
    "arn:aws-iso-b:cloudwatch:us-isob-east-1, ''"
  })
  void an_alarm_of_another_partition_or_region_reads_like_one_here(String start, String console) {
    String arn = start + ":640017223391:alarm:Ferry: [queue] #1";
    for (String name : new String[] {RAW, EVENT, "cloudwatch/lambda-metric-alarm.json"}) {
      AlertEvent event =
          event(
              payload(
                  name,
                  json -> {
                    if (json.has("AlarmArn")) {
                      json.put("AlarmArn", arn);
                    } else if (json.has("alarmArn")) {
                      json.put("alarmArn", arn);
                    } else {
                      json.putArray("resources").add(arn);
                    }
                  }));
      assertThat(event.identity().alarmId()).contains(arn);
      assertThat(event.identity().region()).contains(start.split(":", -1)[3]);
      assertThat(event.links().sourceUrl().orElse(""))
          .isEqualTo(
              console.isEmpty()
                  ? ""
                  : console
                      + "cloudwatch/home?region=%s#alarmsV2:alarm/Ferry%%3A%%20%%5Bqueue%%5D%%20%%231"
                          .formatted(start.split(":", -1)[3]));
    }
  }

  @Test
  void an_alarm_that_is_called_like_a_template_keeps_its_name() {
    AlertEvent event = event(payload(RAW, alarm -> alarm.put("AlarmName", "${var.name}")));

    assertThat(event.title()).isEqualTo("CloudWatch alarm ${var.name}");
  }

  private static Fingerprint fingerprint(String name) {
    return Fingerprint.of(event(payload(name, alarm -> {})));
  }

  @Test
  void the_raw_part_is_the_message() {
    ObjectNode payload = payload(RAW, alarm -> {});

    assertThat(event(payload).rawProvider()).isEqualTo(Optional.of(payload));
  }
}
