package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.Envelope;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.normalize.message.SnsEnvelope;

class NormalizerTest {
  private static final String GRAFANA = TestData.text("grafana/firing.json");
  private static final String CLOUDWATCH = TestData.text("cloudwatch/metric-alarm.json");
  private static final String IN_SNS = TestData.text("cloudwatch/metric-alarm-sns.json");
  private static final String GROUP = Messages.groupWithBadAlerts().toString();

  @Test
  void the_envelope_names_the_message_and_when_it_was_sent() {
    QueuedMessage message =
        new QueuedMessage(
            "m-1", "d-1", CLOUDWATCH, BodyEncoding.IDENTITY, TestData.SENT_AT, 3, Map.of());

    assertThat(Messages.NORMALIZER.normalize(message).envelope())
        .isEqualTo(new Envelope("m-1", "d-1", TestData.SENT_AT));
  }

  @Test
  void wrappings_make_no_difference() {
    NormalizedMessage plain = normalize(CLOUDWATCH, Map.of());
    ObjectNode twice = (ObjectNode) Json.read(IN_SNS, JsonNode.class);
    twice.put("Message", IN_SNS);
    ObjectNode object = (ObjectNode) Json.read(IN_SNS, JsonNode.class);
    object.set("Message", Json.read(CLOUDWATCH, JsonNode.class));
    String event =
        "{\"specversion\":\"1.0\",\"type\":\"x\",\"source\":\"/grafana\",\"id\":\"1\",%s}";
    String eventOfObject = event.formatted("\"data\":" + CLOUDWATCH);
    ObjectNode eventInSns = (ObjectNode) Json.read(IN_SNS, JsonNode.class);
    eventInSns.put("Message", eventOfObject);
    byte[] bytes = CLOUDWATCH.getBytes(StandardCharsets.UTF_8);

    for (String wrapped :
        new String[] {
          IN_SNS,
          "\uFEFF" + CLOUDWATCH,
          Json.write(CLOUDWATCH),
          Json.write(Json.write(CLOUDWATCH)),
          Json.write(IN_SNS),
          twice.toString(),
          object.toString(),
          eventOfObject,
          event.formatted("\"datacontenttype\":\"text/plain\",\"data\":" + Json.write(CLOUDWATCH)),
          event.formatted("\"data\":" + IN_SNS),
          event.formatted("\"data_base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\""),
          eventInSns.toString()
        }) {
      assertThat(normalize(wrapped, Map.of()).alerts()).isEqualTo(plain.alerts());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"data\":[]            | the data of the CloudEvent is JSON, but of type array",
        "\"data\":\"disk full\" | the text in the data of the CloudEvent is not JSON",
        "\"data_base64\":\"%\"  | the data_base64 of the CloudEvent is not base64",
        "\"data\":null          | the payload looks like none",
        "\"type\":\"x\"         | the payload looks like none"
      })
  void a_cloud_event_without_a_payload_is_refused(String data, String problem) {
    assertThatThrownBy(() -> normalize("{\"specversion\":\"1.0\",%s}".formatted(data), Map.of()))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void the_source_of_a_cloud_event_is_not_who_speaks() {
    String event =
        "{\"specversion\":\"1.0\",\"source\":\"cloudwatch\",\"data\":" + CLOUDWATCH + "}";

    NormalizedMessage message = normalize(event, Map.of("source", "victim"));

    assertThat(message.alerts().getFirst().event().orElseThrow().source()).isEqualTo("victim");
  }

  @Test
  void a_compressed_body_is_unfolded() {
    QueuedMessage message =
        new QueuedMessage(
            "the-queues-own-id",
            "5f1d3c2e-0000-4000-8000-000000000001",
            BodyEncoding.GZIP_BASE64.encode(GRAFANA),
            BodyEncoding.GZIP_BASE64,
            TestData.SENT_AT,
            1,
            Map.of());

    assertThat(Messages.NORMALIZER.normalize(message).alerts())
        .isEqualTo(normalize(GRAFANA, Map.of()).alerts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no base64!", "bm90IGd6aXA="})
  void a_body_that_is_not_in_its_encoding_is_refused(String body) {
    QueuedMessage message =
        new QueuedMessage(
            "m-1", "m-1", body, BodyEncoding.GZIP_BASE64, TestData.SENT_AT, 1, Map.of());

    assertThatThrownBy(() -> Messages.NORMALIZER.normalize(message))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("gzip+base64");
  }

  @ParameterizedTest
  @CsvSource({
    "grafana, grafana",
    "GRAFANA, grafana",
    "alertmanager, alertmanager",
    "cloudwatch, cloudwatch",
    "normalized, grafana",
    "nagios, nagios",
    "Nagios (old), nagios-old-",
    "'', grafana"
  })
  void the_shape_decides_how_it_is_read_and_the_attribute_whose_it_is(
      String attribute, String source) {
    NormalizedAlert grafana = normalize(GRAFANA, Map.of()).alerts().getFirst();
    NormalizedAlert alert = normalize(GRAFANA, Map.of("source", attribute)).alerts().getFirst();

    assertThat(Messages.told(alert))
        .isEqualTo(Messages.told(grafana).toBuilder().source(source).build());
    assertThat(alert.fingerprint().equals(grafana.fingerprint()))
        .isEqualTo(source.equals("grafana"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "Shared"})
  void nobody_can_have_the_source_of_shared_issues(String attribute) {
    assertThatThrownBy(() -> normalize(GRAFANA, Map.of("source", attribute)))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("the source is shared")
        .hasMessageContaining("needs the source of its sender");
  }

  /** It was quarantined as an event of a relay. */
  @Test
  void event_of_a_shared_issue_that_is_redriven_is_read() {
    AlertEvent given =
        Messages.told(normalize(GRAFANA, Map.of()).alerts().getFirst()).toBuilder()
            .source(SharedBy.SOURCE)
            .build();

    NormalizedMessage message = normalize(Json.write(given), Map.of("source", "normalized"));

    assertThat(message.alerts())
        .extracting(NormalizedAlert::fingerprint)
        .containsExactly(Fingerprint.of(given));
  }

  @Test
  void the_attribute_decides_where_the_shape_says_nothing() {
    assertThatThrownBy(() -> normalize("{}", Map.of("source", "grafana")))
        .hasMessageContaining("no alerts");
    assertThatThrownBy(() -> normalize("{}", Map.of("source", "cloudwatch")))
        .hasMessageContaining("AlarmName");
    assertThatThrownBy(() -> normalize("{}", Map.of("source", "nagios")))
        .hasMessageContaining("source \"nagios\" is not known")
        .hasMessageContaining("grafana, alertmanager, cloudwatch, normalized");
  }

  @Test
  void attributes_in_an_sns_envelope_count() {
    ObjectNode envelope =
        (ObjectNode) Json.read(TestData.text("normalized/in-sns.json"), JsonNode.class);
    envelope.put("Message", TestData.text("normalized/left-out.json").replace("schema_", "x_"));

    assertThat(normalize(envelope.toString(), Map.of()).alerts()).hasSize(1);
    assertThat(normalize(envelope.toString(), Map.of("source", "normalized")).alerts()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"TopicArn, Notification", "MessageId, Notification", "Subject, ''"})
  void envelope_of_sns_has_a_topic_or_an_id(String member, String type) {
    ObjectNode envelope = Json.mapper().createObjectNode().put("Type", "Notification");

    assertThat(SnsEnvelope.type(envelope.put(member, "x"))).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SubscriptionConfirmation", "UnsubscribeConfirmation"})
  void a_message_about_a_subscription_is_ignored(String type) {
    String body =
        TestData.text("cloudwatch/subscription-confirmation.json")
            .replace("\"SubscriptionConfirmation\"", "\"" + type + "\"");

    assertThat(normalize(body, Map.of()).ignored())
        .singleElement()
        .satisfies(ignored -> assertThat(ignored.title()).isEqualTo(type));
  }

  @Test
  void a_bad_alert_does_not_cost_its_siblings() {
    NormalizedMessage message = normalize(GROUP, Map.of("source", "grafana", "x", "y"));

    assertThat(Messages.good(message))
        .singleElement()
        .satisfies(alert -> assertThat(alert.eventId().value()).endsWith("#0"));
    RejectedAlerts rejected = Messages.rejected(message).orElseThrow();
    assertThat(rejected.diagnosis())
        .contains("alert 2 of 3", "alert 3 of 3", "state \"melting\" is not known");
    assertThat(rejected.messageAttributes())
        .isEqualTo(Map.of("source", "grafana", "x", "y", "alert_indexes", "1,2"));
    JsonNode body = Json.read(rejected.bodyEncoding().decode(rejected.body()), JsonNode.class);
    JsonNode whole = Json.read(GROUP, JsonNode.class);
    assertThat(body.get("alerts")).hasSize(2);
    assertThat(body.at("/alerts/0")).isEqualTo(whole.at("/alerts/1"));
    assertThat(body.at("/alerts/1")).isEqualTo(whole.at("/alerts/2"));
    assertThat(body.get("groupKey")).isEqualTo(whole.get("groupKey"));
  }

  /** What nobody can tell from another alert is known by its delivery. */
  @Test
  void bad_alerts_travel_behind_the_good_ones_as_one_alert_without_an_event() {
    List<NormalizedAlert> alerts = normalize(GROUP, Map.of()).alerts();

    assertThat(alerts).hasSize(2);
    NormalizedAlert rejected = alerts.getLast();
    assertThat(rejected.eventId()).isEqualTo(EventId.of("5f1d3c2e-0000-4000-8000-000000000001", 1));
    assertThat(rejected.fingerprint()).isEqualTo(Fingerprint.ofUnreadable(rejected.eventId()));
    assertThat(rejected.event()).isEmpty();
    assertThat(rejected.payload()).isEmpty();
    assertThat(rejected.rejection()).isPresent();
  }

  @Test
  void an_event_travels_without_the_providers_payload_and_that_beside_it_packed() {
    NormalizedAlert alert = normalize(GRAFANA, Map.of()).alerts().getFirst();

    assertThat(alert.event().orElseThrow().rawProvider()).isEmpty();
    assertThat(Messages.payload(alert))
        .contains(Json.read(GRAFANA, JsonNode.class).at("/alerts/0"));
  }

  @Test
  void rejected_alerts_that_were_fixed_are_replayed_with_their_own_event_ids() {
    RejectedAlerts rejected = Messages.rejected(normalize(GROUP, Map.of())).orElseThrow();
    ObjectNode fixed =
        (ObjectNode) Json.read(rejected.bodyEncoding().decode(rejected.body()), JsonNode.class);
    ((ObjectNode) fixed.at("/alerts/0")).put("status", "firing");
    ((ObjectNode) fixed.at("/alerts/1")).put("status", "resolved");

    NormalizedMessage replayed = normalize(fixed.toString(), rejected.messageAttributes());

    assertThat(Messages.rejected(replayed)).isEmpty();
    assertThat(replayed.alerts())
        .extracting(alert -> alert.eventId())
        .containsExactly(
            EventId.of("5f1d3c2e-0000-4000-8000-000000000001", 1),
            EventId.of("5f1d3c2e-0000-4000-8000-000000000001", 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1,1,1", "a,b,c", "-1,2,3", "1,2,999999", ""})
  void numbers_that_do_not_fit_the_alerts_are_ignored(String indexes) {
    assertThat(
            normalize(
                    TestData.text("grafana/group-of-three.json"), Map.of("alert_indexes", indexes))
                .alerts())
        .extracting(alert -> alert.eventId().value().split("#", -1)[1])
        .containsExactly("0", "1", "2");
  }

  @Test
  void where_every_alert_is_bad_the_message_is() {
    String body = GROUP.replace("\"firing\"", "\"melting\"");

    assertThatThrownBy(() -> normalize(body, Map.of()))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("alert 1 of 3 (\"Queue age too high\"): state \"melting\" is")
        .hasMessageContaining("alert 3 of 3");
  }

  @Test
  void a_diagnosis_of_many_alerts_is_short_and_says_how_many_there_are() {
    String body = TestData.text("grafana/group-of-100.json").replace("\"firing\"", "\"melting\"");

    assertThatThrownBy(() -> normalize(body, Map.of()))
        .hasMessageContaining("alert 10 of 100")
        .hasMessageContaining("and 90 more alerts")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(4_000));
  }

  @Test
  void an_incomplete_firing_travels_with_what_would_be_quarantined_of_it() {
    JsonNode whole = Json.read(TestData.text("grafana/group-with-bad-alerts.json"), JsonNode.class);

    NormalizedMessage message =
        normalize(
            whole.toString(), Map.of("source", "grafana", "x", "y", "alert_indexes", "4,7,9"));

    assertThat(Messages.rejected(message)).isEmpty();
    assertThat(message.alerts())
        .extracting(alert -> alert.rejection().isPresent())
        .containsExactly(false, true, true);
    RejectedAlerts rejection = message.alerts().get(1).rejection().orElseThrow();
    assertThat(rejection.diagnosis())
        .isEqualTo(
            "alert 2 of 3 (\"Queue age too high\"): no team: add a label or annotation \"team\" with"
                + " the name of the owning team to the rule\nsee docs/senders/grafana.md");
    assertThat(rejection.messageAttributes())
        .isEqualTo(Map.of("source", "grafana", "x", "y", "alert_indexes", "7"));
    JsonNode body = Json.read(rejection.bodyEncoding().decode(rejection.body()), JsonNode.class);
    assertThat(body.get("alerts")).containsExactly(whole.at("/alerts/1"));
    assertThat(body.get("groupKey")).isEqualTo(whole.get("groupKey"));
    NormalizedAlert replayed =
        normalize(body.toString(), rejection.messageAttributes()).alerts().getFirst();
    assertThat(replayed.eventId()).isEqualTo(message.alerts().get(1).eventId());
    assertThat(Messages.told(replayed)).isEqualTo(Messages.told(message.alerts().get(1)));
  }

  @Test
  void a_resolve_needs_an_identity_and_nothing_else() {
    for (String payload :
        List.of(
            "{'version':'1','alerts':[{'status':'resolved','fingerprint':'f'}]}",
            "{'version':'4','alerts':[{'status':'resolved','fingerprint':'f'}]}",
            "{'version':'4','alerts':[{'status':'resolved','labels':{'a':'b'}}]}",
            "{'AlarmArn':'arn:aws:cloudwatch:eu-west-1:640017223391:alarm:a','NewStateValue':'OK'}",
            "{'schema_version':1,'state':'RESOLVED','identity':{'alarm_id':'a'}}",
            "{'schema_version':1,'state':'RESOLVED','title':'a'}")) {
      assertThat(normalize(payload.replace('\'', '"'), Map.of()).alerts())
          .as(payload)
          .singleElement()
          .satisfies(alert -> assertThat(alert.event().orElseThrow().isComplete()).isFalse())
          .satisfies(alert -> assertThat(alert.event().orElseThrow().title()).isNotBlank())
          .satisfies(alert -> assertThat(alert.rejection()).isEmpty());
    }
    for (String payload :
        List.of(
            "{'version':'1','alerts':[{'status':'resolved'}]}",
            "{'version':'4','alerts':[{'status':'resolved'}]}",
            "{'schema_version':1,'state':'RESOLVED','identity':{'account_id':'a'}}")) {
      assertThatThrownBy(() -> normalize(payload.replace('\'', '"'), Map.of()))
          .as(payload)
          .isInstanceOf(InvalidAlertException.class)
          .hasMessageContaining("no title");
    }
  }

  @Test
  void the_same_message_gives_the_same_alerts() {
    assertThat(normalize(GROUP, Map.of())).isEqualTo(normalize(GROUP, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u0000", "{\"a\": sec-ret}", "sec-ret", "{\"sec-ret\":1", "[1"})
  void a_diagnosis_never_quotes_a_body_that_is_not_json(String body) {
    assertThatThrownBy(() -> normalize(body, Map.of()))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("the body")
        .hasMessageNotContaining("sec-ret");
  }
}
