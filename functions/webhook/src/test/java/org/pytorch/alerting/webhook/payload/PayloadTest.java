package org.pytorch.alerting.webhook.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;

class PayloadTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alerts\":[]}",
        "{\"alerts\":[ ]}",
        "{\"alerts\":[{}]}",
        "{\"a\":\"[\\\"],\",\"alerts\":[{\"a\":[1,2]},{\"b\":\"},{\"}],\"z\":[{}]}",
        "{\"alerts\":[1,\"a,]\",null,true,[[]],1e-07,-3.50]}",
        "{\"alerts\":[\"ü🚢\",{\"ü\":\"🚢\"}],\"ä\":\"🚢\"}",
        "  {\n  \"x\" : {\"alerts\": [1, 2]},\n  \"alerts\" : [\n    {\"a\": 1}]\n}\n",
      })
  void a_group_put_together_again_is_the_same_text(String text) throws Exception {
    Group group = Payload.of(text).group().orElseThrow();

    assertThat(group.with(group.alerts())).isEqualTo(text);
  }

  @Test
  void each_alert_is_taken_out_as_it_is_written() throws Exception {
    String text =
        "{\"alerts\" : [ {\"a\" : 1.50} ,\n\t{\"b\":\"\\u0026,\"},\"x\" , 7 ] , \"z\" : 1 }";

    Group group = Payload.of(text).group().orElseThrow();

    assertThat(group.alerts())
        .containsExactly("{\"a\" : 1.50}", "{\"b\":\"\\u0026,\"}", "\"x\"", "7");
    assertThat(group.before()).isEqualTo("{\"alerts\" : [ ");
    assertThat(group.after()).isEqualTo("] , \"z\" : 1 }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"alerts\":{}}", "{\"alerts\":\"[]\"}", "{\"Message\":{\"alerts\":[]}}"})
  void anything_else_is_no_group(String text) throws Exception {
    assertThat(Payload.of(text).group()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"alerts\":[]}                                     | 0",
        "{\"alerts\":[],\"truncatedAlerts\":0}               | 0",
        "{\"truncatedAlerts\":3,\"alerts\":[]}               | 3",
        "{\"alerts\":[],\"truncatedAlerts\":-1}              | 0",
        "{\"alerts\":[],\"truncatedAlerts\":null}            | 0",
        "{\"alerts\":[],\"truncatedAlerts\":{\"a\":1}}       | 0",
        "{\"alerts\":[],\"truncatedAlerts\":99999999999999999999999} | 2147483647"
      })
  void the_number_of_alerts_left_out_is_read(String text, int truncated) throws Exception {
    assertThat(Payload.of(text).group().orElseThrow().truncatedAlerts()).isEqualTo(truncated);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"startsAt\":\"2026-03-04T07:12:10Z\"}               | true",
        "{\"a\":{},\"startsAt\":\"x\",\"b\":[1]}               | true",
        "{\"startsAt\":\" \"}                                  | false",
        "{\"startsAt\":null}                                   | false",
        "{\"labels\":{\"startsAt\":\"2026-03-04T07:12:10Z\"}}  | false",
        "{}                                                    | false",
        "\"startsAt\"                                          | false"
      })
  void a_group_is_dated_when_each_alert_is(String alert, boolean dated) throws Exception {
    String text = "{\"alerts\":[{\"startsAt\":\"2026-03-04T07:12:10Z\"},%s]}".formatted(alert);

    assertThat(Payload.of(text).group().orElseThrow().isDated()).isEqualTo(dated);
  }

  @Test
  void what_tells_a_group_from_others_is_kept_unless_it_is_absurdly_long() throws Exception {
    String text =
        "{\"receiver\":\"r\\u0026d\",\"groupKey\":\"%s\",\"externalURL\":7,\"alerts\":[]}"
            .formatted("k".repeat(2_001));

    assertThat(Payload.of(text).group().orElseThrow().about())
        .isEqualTo(new Group.About("r&d", "", ""));
    assertThat(
            Payload.of("{\"groupKey\":\"%s\",\"alerts\":[]}".formatted("k".repeat(2_000)))
                .group()
                .orElseThrow()
                .about()
                .groupKey())
        .hasSize(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"alerts\":[],\"alerts\":[]}",
        "{\"alerts\":[{\"labels\":{\"team\":\"x\",\"team\":\"y\"}}]}",
        "{\"alerts\":[{\"a\":1}}",
        "{\"alerts\":[1,]}",
        "{\"alerts\":[,1]}",
        "{\"alerts\":[",
        "{\"alerts\":[{\"a\":tru}]}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\u0007\"}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":01}",
      })
  void broken_or_ambiguous_json_is_refused(String text) {
    assertThatThrownBy(() -> Payload.of(text))
        .isInstanceOf(JsonProcessingException.class)
        .isNotInstanceOf(Payload.NotAnObjectException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "\"{}\"", "7", "null", "{} {}", "{} 7"})
  void what_is_not_one_object_is_refused(String text) {
    assertThatThrownBy(() -> Payload.of(text)).isInstanceOf(Payload.NotAnObjectException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alerts\":[{\"labels\":{\"k\\ud83d\":\"v\"}}]}",
        "{\"alerts\":[{\"labels\":{\"k\\udea2\":\"v\"}}]}",
        "{\"alerts\":[{\"labels\":{\"\\ud83d\\ud83d\":\"v\"}}]}",
        "{\"alerts\":[{\"labels\":{\"k\":\"\\ud83d\"}}]}",
        "{\"alerts\":[{\"labels\":{\"k\ud83d\":\"v\"}}]}",
        "{\"alerts\":[{\"labels\":{\"k\udea2\":\"v\"}}]}",
        "{\"alerts\":[{\"labels\":{\"k\":\"\ud83d\"}}]}"
      })
  void half_an_emoji_costs_no_group(String text) throws Exception {
    assertThat(Payload.of(text).group().orElseThrow().alerts()).hasSize(1);
  }

  @Test
  void sixty_four_levels_are_taken_and_no_more() throws Exception {
    assertThat(Payload.of(nested(64)).group()).isEmpty();
    assertThatThrownBy(() -> Payload.of(nested(65))).isInstanceOf(JsonProcessingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"/s\",\"id\":\"1\",\"data\":%s}",
        "{\"data\" : %s , \"specversion\":\"1.0\",\"alerts\":[1,2]}",
        "{\"specversion\":\"0.3\",\"data\":%s,\"data_base64\":\"e30=\"}"
      })
  void a_cloud_event_is_the_payload_in_its_data(String event) throws Exception {
    String bare = "{ \"alerts\":[{\"a\":\"ü\uFFFE🚢\"} , 2],\n\"k\\ud83d\":1 }";
    Payload payload = Payload.of(bare);

    assertThat(Payload.of(event.formatted(bare))).isEqualTo(payload);
    assertThat(Payload.of(event.formatted(Json.write(bare)))).isEqualTo(payload);
    assertThat(Payload.of(event.formatted(Json.write("\uFEFF" + bare)))).isEqualTo(payload);
    assertThat(payload.group().orElseThrow().alerts()).hasSize(2);
  }

  @Test
  void a_cloud_event_may_have_its_data_in_base64() throws Exception {
    String bare = "{\"alerts\":[{\"a\":\"ü🚢\"}]}";
    String base64 = Base64.getEncoder().encodeToString(bare.getBytes(StandardCharsets.UTF_8));

    assertThat(Payload.of("{\"specversion\":\"1.0\",\"data_base64\":\"%s\"}".formatted(base64)))
        .isEqualTo(Payload.of(bare));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"alerts\":[]}}",
        "{\"specversion\":1.0,\"data\":{\"alerts\":[]}}",
        "{\"a\":{\"specversion\":\"1.0\",\"data\":{}}}",
        "{\"specversion\":\"1.0\"}",
        "{\"specversion\":\"1.0\",\"data\":null}",
        "{\"specversion\":\"1.0\",\"data\":[{}]}",
        "{\"specversion\":\"1.0\",\"data_base64\":\"%\"}"
      })
  void what_is_no_cloud_event_with_an_object_or_text_in_it_stays_as_it_is(String text)
      throws Exception {
    assertThat(Payload.of(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"disk full\"", "\"\"", "\"[]\"", "\"{}{}\"", "\"\\\"{}\\\"\""})
  void a_cloud_event_around_anything_but_an_object_is_refused_as_that_would_be(String data) {
    String event = "{\"specversion\":\"1.0\",\"data\":%s}".formatted(data);

    assertThatThrownBy(() -> Payload.of(event)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void only_what_the_queue_refuses_is_written_otherwise() throws Exception {
    assertThat(Payload.of("\uFEFF{\"a\":\"\uFFFEx\uFFFF\"}").text())
        .isEqualTo("{\"a\":\"\\uFFFEx\\uFFFF\"}");
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
  }
}
