package org.pytorch.alerting.github.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;

class ActionRequestTest {
  private static final String PAYLOAD = "{\"status\":\"firing\",\"text\":\"é \\\"🚢\\\"\"}";
  private static final ActionRequest CREATE =
      TestAlerts.withPayload(TestAlerts.first(AlertAction.CREATE), PAYLOAD);

  @Test
  void own_event_is_shown_with_its_payload() {
    assertThat(CREATE.event())
        .isEqualTo(TestAlerts.firing().rawProvider(Optional.of(payload())).build());
  }

  @Test
  void event_without_a_payload_is_shown_as_it_is() {
    assertThat(TestAlerts.first(AlertAction.CREATE).event()).isEqualTo(TestAlerts.firing().build());
  }

  @Test
  void event_of_another_message_is_shown_without_the_payload() {
    AlertEvent helped = TestAlerts.firing().title("Other").build();

    assertThat(TestAlerts.reporting(CREATE, true, helped).event()).isEqualTo(helped);
  }

  /** Team and priority are what the alert is known by, and all else is the asker's own. */
  @Test
  void event_that_was_completed_keeps_its_payload() {
    AlertEvent completed = TestAlerts.firing().priority(Priority.P0).teams(List.of("quay")).build();

    assertThat(TestAlerts.reporting(CREATE, false, completed).event())
        .isEqualTo(completed.toBuilder().rawProvider(Optional.of(payload())).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"cut", "", "{} {}"})
  void payload_that_is_not_one_json_value_is_refused(String text) {
    ActionRequest request =
        TestAlerts.withPackedPayload(CREATE, BodyEncoding.GZIP_BASE64.encode(text));

    assertThatThrownBy(request::event)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the JSON");
  }

  @Test
  void json_of_the_state_machine_is_read_with_its_nulls() {
    String json =
        Json.write(TestAlerts.first(AlertAction.CREATE))
            .replaceFirst("\"execution_id\"", "\"payload\":null,\"execution_id\"");

    ActionRequest read = Json.read(json, ActionRequest.class);

    assertThat(json).contains("\"payload\":null");
    assertThat(read).isEqualTo(TestAlerts.first(AlertAction.CREATE));
    assertThat(Json.read(Json.write(CREATE), ActionRequest.class)).isEqualTo(CREATE);
  }

  @Test
  void action_may_be_done_if_this_execution_or_an_earlier_one_may_have_sent_a_write() {
    assertThat(CREATE.mayBeDone()).isFalse();
    assertThat(TestAlerts.retry(CREATE).mayBeDone()).isTrue();
    assertThat(TestAlerts.takenOver(CREATE, VirtualTime.START.plusSeconds(1)).mayBeDone()).isTrue();
    assertThat(
            TestAlerts.takenOver(CREATE, Optional.empty(), VirtualTime.START.plusSeconds(1))
                .mayBeDone())
        .isFalse();
  }

  @Test
  void request_for_a_check_has_a_null_for_its_event_and_reports_the_decision_s() {
    ActionRequest check = TestAlerts.byCheck(TestAlerts.first(AlertAction.UPDATE, 1));
    String json = Json.write(check);
    String withNull = json.replaceFirst("\\{", "{\"event\":null,");

    assertThat(Json.read(json, ActionRequest.class)).isEqualTo(check);
    assertThat(Json.read(withNull, ActionRequest.class)).isEqualTo(check);
    assertThat(check.event()).isEqualTo(TestAlerts.firing().build());
  }

  @Test
  void request_without_any_event_is_refused() {
    ActionRequest create = TestAlerts.first(AlertAction.CREATE);

    assertThatThrownBy(() -> create.withOwnEvent(Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no event to report: 6f1d0c1e-CREATE#0");
  }

  @Test
  void clock_that_was_set_back_does_not_make_a_retry_fail() {
    assertThat(TestAlerts.retry(CREATE).sent(VirtualTime.START.minusSeconds(1)))
        .contains(new SentWindow(VirtualTime.START, VirtualTime.START));
  }

  private static JsonNode payload() {
    return Json.read(PAYLOAD, JsonNode.class);
  }
}
