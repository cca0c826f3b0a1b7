package org.pytorch.alerting.webhook.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.webhook.http.Requests;
import org.pytorch.alerting.webhook.payload.Groups;
import org.pytorch.alerting.webhook.sender.KnownSenders;

class PublicationTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");

  @Test
  void a_small_group_goes_as_it_is_byte_for_byte() {
    String body = "{ \"alerts\" : [ {\"startsAt\" : \"x\"} , 7 ] ,\n \"values\" : 1.50 }";

    List<AlertMessage> messages = publication(body, "request-1", NOW).messages();

    assertThat(messages).extracting(AlertMessage::body).containsExactly(body);
  }

  @Test
  void a_later_request_with_the_same_body_is_another_delivery() {
    String body = Groups.of(10, 10).toString();

    assertThat(ids(publication(body, "request-1", NOW)))
        .hasSize(1)
        .isEqualTo(ids(publication(body, "request-1", NOW.plusSeconds(7))))
        .doesNotContainAnyElementsOf(ids(publication(body, "request-2", NOW)));
  }

  @Test
  void a_request_without_an_id_leaves_the_naming_to_the_queue() {
    Publication publication =
        Publication.of(
                Requests.post(Map.of(), "{}"),
                Groups.payload(Groups.of(1, 10)),
                KnownSenders.GRAFANA,
                NOW)
            .orElseThrow();

    assertThat(publication.messages().getFirst().attributes())
        .isEqualTo(Map.of("source", "grafana"));
  }

  @Test
  void a_split_group_that_is_sent_again_within_the_hour_is_the_same_delivery() {
    String body = Groups.of(25, 10).toString();
    List<String> ids = ids(publication(body, "request-1", NOW));

    assertThat(ids).hasSize(3).doesNotHaveDuplicates();
    for (String within : List.of("2026-03-04T07:00:00Z", "2026-03-04T07:59:59Z")) {
      assertThat(ids(publication(body, "request-2", Instant.parse(within)))).isEqualTo(ids);
    }
    for (String beyond : List.of("2026-03-04T06:59:59Z", "2026-03-04T08:00:00Z")) {
      assertThat(ids(publication(body, "request-2", Instant.parse(beyond))))
          .doesNotContainAnyElementsOf(ids);
    }
  }

  @Test
  void an_alert_that_has_changed_makes_its_part_another_delivery_and_no_other_part() {
    ObjectNode group = Groups.of(25, 10);
    List<String> before = ids(publication(group.toString(), "request-1", NOW));
    ((ObjectNode) group.get("alerts").get(24)).put("status", "resolved");
    List<String> after = ids(publication(group.toString(), "request-2", NOW));

    assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
    assertThat(after.getLast()).isNotEqualTo(before.getLast());
  }

  /** They could fire, resolve and fire again with the same body: that must not be overlooked. */
  @Test
  void alerts_that_do_not_say_when_they_began_are_never_taken_for_repeats() {
    ObjectNode group = Groups.of(25, 10);
    ((ObjectNode) group.get("alerts").get(3)).remove("startsAt");

    assertThat(ids(publication(group.toString(), "request-2", NOW)))
        .hasSize(3)
        .doesNotContainAnyElementsOf(ids(publication(group.toString(), "request-1", NOW)));
  }

  @Test
  void alerts_that_were_left_out_are_told_to_the_operators() {
    Publication publication = publication(truncated(12), "request-1", NOW);

    assertThat(publication.messages()).hasSize(2);
    assertThat(publication.messages().getFirst().body()).isEqualTo(truncated(12));
    assertThat(publication.messages().getLast().attributes()).containsEntry("source", "grafana");
    AlertEvent event = event(publication);
    assertThat(event.state()).isEqualTo(AlertState.FIRING);
    assertThat(event.source()).isEqualTo("grafana");
    assertThat(event.title()).isEqualTo("Alerts from harbor were cut off before they reached us");
    assertThat(event.summary()).contains("grafana left 12 alerts out of a notification.");
    assertThat(event.description().orElseThrow())
        .contains("12 more", "Max Alerts", "{}:{alertname=");
    assertThat(event.teams()).containsExactly("dev-infra");
    assertThat(event.priority()).contains(Priority.P2);
    assertThat(event.occurredAt()).isEqualTo(NOW);
    assertThat(event.links().sourceUrl()).contains("https://grafana.tidewater.example/");
  }

  @Test
  void what_was_left_out_is_one_alert_for_a_receiver_and_a_week() {
    Fingerprint wednesday = Fingerprint.of(event(publication(truncated(1), "r", NOW)));

    assertThat(Fingerprint.of(event(publication(truncated(9), "r", at("2026-03-08T23:59:59Z")))))
        .isEqualTo(wednesday);
    assertThat(Fingerprint.of(event(publication(truncated(1), "r", at("2026-03-09T00:00:00Z")))))
        .isNotEqualTo(wednesday);
    assertThat(Fingerprint.of(event(publication(truncated(1).replace("harbor", "pier"), "r", NOW))))
        .isNotEqualTo(wednesday);
  }

  @Test
  void the_operators_hear_of_it_once_an_hour_however_many_notifications_come() {
    String first = ids(publication(truncated(1), "request-1", NOW)).getLast();

    assertThat(ids(publication(truncated(7), "request-2", NOW.plusSeconds(600))).getLast())
        .isEqualTo(first);
    assertThat(ids(publication(truncated(7), "request-3", NOW.plusSeconds(3_600))).getLast())
        .isNotEqualTo(first);
  }

  /** The group may have been taken before its notice was not. */
  @Test
  void a_group_with_a_notice_beside_it_is_the_same_delivery_within_the_hour() {
    assertThat(ids(publication(truncated(1), "request-2", NOW.plusSeconds(600))))
        .isEqualTo(ids(publication(truncated(1), "request-1", NOW)));
  }

  @Test
  void what_was_left_out_is_about_its_receiver_if_that_has_a_name() {
    assertThat(event(publication(truncated(1), "r", NOW)).resource().id()).contains("harbor");
    assertThat(event(publication(truncated(1).replace("harbor", " "), "r", NOW)).resource().id())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"receiver\":\"\",", "\"receiver\":\" \",\"externalURL\":\"javascript:x\","})
  void a_group_that_says_nothing_of_itself_is_told_of_too(String fields) {
    String body = "{%s\"alerts\":[{}],\"truncatedAlerts\":1}".formatted(fields);

    assertThat(event(publication(body, "request-1", NOW)).title())
        .isEqualTo("Alerts from grafana were cut off before they reached us");
  }

  @Test
  void long_and_odd_names_are_cut_in_what_the_operators_read() {
    String receiver = "\\uFFFF\\ud800" + "r".repeat(1_990);
    String body =
        "{\"receiver\":\"%s\",\"groupKey\":\"%s\",\"alerts\":[{}],\"truncatedAlerts\":1}"
            .formatted(receiver, "k".repeat(2_000));

    Publication publication = publication(body, "request-1", NOW);

    assertThat(event(publication).title()).hasSizeLessThan(300).contains("[cut]");
    assertThat(publication.messages().getLast().body()).doesNotContain("\uFFFF");
  }

  @Test
  void a_body_that_is_no_group_is_cut_when_not_even_compressing_helps() {
    ObjectNode json = Json.mapper().createObjectNode().put("title", "Kai überfüllt");
    json.put("description", "w".repeat(2_000_000));

    AlertMessage message = publication(json.toString(), "request-1", NOW).messages().getFirst();

    assertThat(message.attributes()).doesNotContainKey("body_encoding");
    assertThat(Json.read(message.body(), ObjectNode.class).get("title"))
        .isEqualTo(json.get("title"));
    assertThat(message.body()).contains("[cut]").hasSizeLessThan(70_000);
  }

  @Test
  void the_number_of_alerts_is_told() {
    ObjectNode group = Groups.of(25, 10);

    assertThat(publication(group.toString(), "r", NOW).alerts()).isEqualTo(25);
    ((ArrayNode) group.get("alerts")).removeAll();
    assertThat(publication(group.toString(), "r", NOW).alerts()).isZero();
    assertThat(publication("{}", "r", NOW).alerts()).isEqualTo(1);
  }

  private static String truncated(int count) {
    return Groups.of(3, 10).put("truncatedAlerts", count).toString();
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  private static Publication publication(String body, String requestId, Instant now) {
    return Publication.of(
            Requests.post(Map.of(), body).withId(requestId),
            Groups.payload(body),
            KnownSenders.GRAFANA,
            now)
        .orElseThrow();
  }

  private static List<String> ids(Publication publication) {
    return publication.messages().stream()
        .map(message -> message.attributes().getOrDefault(DeliveryId.ATTRIBUTE, "none"))
        .toList();
  }

  private static AlertEvent event(Publication publication) {
    return Json.read(publication.messages().getLast().body(), AlertEvent.class);
  }
}
