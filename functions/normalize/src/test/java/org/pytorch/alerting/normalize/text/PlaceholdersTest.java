package org.pytorch.alerting.normalize.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.normalize.Messages.annotations;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.grafana;
import static org.pytorch.alerting.normalize.Messages.labels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;

class PlaceholdersTest {
  static Stream<String> placeholders() {
    return Stream.of(
        "[no value]",
        "<no value>",
        "&lt;no value&gt;",
        "\\u003cno value\\u003e",
        "<nil>",
        "(null)",
        "%!s(<nil>)",
        "%!d(string=hi)",
        "%!v(MISSING)",
        "%!(EXTRA string=x)",
        "<error expanding template __alert_x: map has no entry, for key>",
        "[error executing template: x]",
        "{{ $labels.team }}",
        "{{$labels.team",
        "{{ join \", \" .Teams }}",
        "{%- team -%}",
        "<%= team %>",
        "${team}",
        "${aws_team",
        "#{team}",
        "[[team]]",
        "%(team)s",
        "%{team}",
        "%{aws_team",
        "$labels.team");
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "team-map", "template", "__harbor", "harbor__", "changelog"})
  void what_only_looks_like_it_is_a_team(String text) {
    assertThat(Placeholders.isNothing(text)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("placeholders")
  void what_a_template_leaves_is_no_value_and_the_next_candidate_counts(String placeholder) {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  labels(alert)
                      .put("rulename", placeholder)
                      .put("team", "harbor")
                      .put("priority", "P2")
                      .put("runner", placeholder);
                  annotations(alert)
                      .put("team", placeholder)
                      .put("teams", placeholder)
                      .put("priority", placeholder)
                      .put("summary", placeholder)
                      .put("description", placeholder)
                      .put("message", "The queue is long.")
                      .put("impact", placeholder)
                      .put("runbook_url", "https://wiki.example/" + placeholder)
                      .put("runbook", "https://wiki.example/quay");
                }));

    assertThat(event.title()).isEqualTo("Queue age too high");
    assertThat(event.teams()).containsExactly("harbor");
    assertThat(event.priority()).contains(Priority.P2);
    assertThat(event.summary()).isEmpty();
    assertThat(event.description().orElseThrow())
        .startsWith("The queue is long.")
        .doesNotContain("Impact");
    assertThat(event.links().runbookUrl()).contains("https://wiki.example/quay");
    assertThat(event.resource().id()).isNotEqualTo(Optional.of(placeholder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "NULL",
        "none",
        "nil",
        "undefined",
        "N/A",
        "n/a",
        "-",
        "--",
        "\"\"",
        "'none'",
        "`null`",
        "unknown",
        "%TEAM%",
        "$team",
        "\"$TEAM_NAME\"",
        "map[]",
        "map[a:1 b:2]",
        "template: :1: function \"foo\" not defined",
        "template: alert:1:2: executing \"alert\" at <.team>: nil data",
        "__TEAM__",
        "@@TEAM@@",
        "{\"Ref\": \"Team\"}",
        "{\"Fn::Sub\": \"${Team}\"}",
        "changeme",
        "Change Me",
        "FIXME"
      })
  void words_for_nothing_name_no_team_and_no_priority(String word) {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  labels(alert).put("team", "harbor").put("priority", "P2");
                  annotations(alert).put("team", word).put("priority", word);
                }));

    assertThat(event.teams()).containsExactly("harbor");
    assertThat(event.priority()).contains(Priority.P2);
  }

  @ParameterizedTest
  @CsvSource({
    "P1 (high), P1",
    "P1 - page, P1",
    "`P1`, P1",
    "1 - high, P1",
    "1 (high), P1",
    "P1 (a P1 as always), P1",
    "P1 (page within 5 minutes), P1",
    "P1/P2, ",
    "P1/2, ",
    "P1-3, ",
    "P1 or P3, ",
    "1 (P2), ",
    "P1 (was P2), ",
    "1-3, ",
    "P1.5, ",
    "P12, ",
    "2 minutes, "
  })
  void a_priority_is_read_with_an_explanation_behind_it(String text, @Nullable Priority priority) {
    assertThat(Decoration.priority(text)).isEqualTo(Optional.ofNullable(priority));
  }

  @Test
  void of_a_list_only_the_names_count_that_are_some() {
    assertThat(teams("harbor, [no value], {{ join \", \" .X }}, none, yard"))
        .containsExactly("harbor", "yard");
    assertThat(teams("team-{{ $labels.team }}")).containsExactly("fallback");
    assertThat(teams("[\"harbor\", \"<no value>\", \"null\"]")).containsExactly("harbor");
  }

  @Test
  void a_placeholder_within_a_text_stays_readable() {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  labels(alert).put("alertname", "Queue of [no value] is long");
                  annotations(alert).put("summary", "Age is %!f(<nil>) s.");
                }));

    assertThat(event.title()).isEqualTo("Queue of [no value] is long");
    assertThat(event.summary()).contains("Age is %!f(<nil>) s.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://h.example/%5Bno%20value%5D", "https://h.example/?a=%3cno+value%3E"})
  void a_placeholder_in_a_link_is_seen_when_it_is_encoded_too(String link) {
    assertThat(event(grafana(alert -> annotations(alert).put("runbook_url", link))).links())
        .satisfies(links -> assertThat(links.runbookUrl()).isNotEqualTo(Optional.of(link)));
  }

  @Test
  void a_fingerprint_that_a_template_has_left_out_is_worked_out_again() {
    Consumer<ObjectNode> one = alert -> alert.put("fingerprint", "<no value>");
    Consumer<ObjectNode> other = one.andThen(alert -> labels(alert).put("queue", "other"));

    assertThat(event(grafana(one)).identity())
        .isEqualTo(event(grafana(alert -> alert.remove("fingerprint"))).identity())
        .isNotEqualTo(event(grafana(other)).identity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--", "- ?", "N/A", "[no value]"})
  void text_without_letter_or_digit_is_nothing(String text) {
    assertThat(Placeholders.isNothing(text)).isTrue();
  }

  private static List<String> teams(String text) {
    return event(
            grafana(
                alert -> {
                  annotations(alert).put("team", text);
                  labels(alert).put("team", "fallback");
                }))
        .teams();
  }
}
