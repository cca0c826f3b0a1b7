package org.pytorch.alerting.stack.cli.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stack.Project;

final class FilterTest {
  private static final Instant SAID_AT = Instant.parse("2026-03-04T07:12:10Z");

  @ParameterizedTest(name = "MATCH=\"{0}\" NOT=\"{1}\": {2}")
  @CsvSource({
    "team=harbor, '', true",
    "team=yard, '', false",
    "team=yard team=harbor, '', true",
    "title=Queue age *, '', true",
    "title=Queue age too high team=harbor, '', true",
    "'title=Queue age too high, team=yard', '', false",
    "source=grafana priority=P1, '', true",
    "labels.queue=berth-*, '', true",
    "labels.grafana_folder=Harbor Ops, '', true",
    "labels.env=*, '', false",
    "'', labels.env=*, true",
    "'', team=harbor, false",
    "team=harbor, priority=P1, false",
    "diagnosis=*refuses*, '', true",
    "diagnosis=*no team*, '', false",
    "'', diagnosis=*refuses*, false",
    "diagnosis=*refuses* team=yard, '', false",
    "diagnosis=*a=b*, '', true"
  })
  void letter_is_taken_if_all_conditions_hold(String match, String not, boolean taken) {
    assertThat(Filter.parse(match, not).takes(letter(Project.payload("grafana/firing.json"))))
        .isEqualTo(taken);
  }

  @Test
  void one_alert_of_several_is_enough() {
    Letter group = letter(Project.payload("grafana/group-of-three.json"));

    assertThat(Filter.parse("labels.queue=crane-jobs", "").takes(group)).isTrue();
    assertThat(Filter.parse("labels.queue=no-such-queue", "").takes(group)).isFalse();
  }

  @Test
  void letter_that_cannot_be_read_has_no_fields() {
    Letter letter = letter("not JSON");

    assertThat(Filter.parse("title=*", "").takes(letter)).isFalse();
    assertThat(Filter.parse("", "team=harbor").takes(letter)).isFalse();
    assertThat(Filter.parse("diagnosis=*", "").takes(letter)).isTrue();
  }

  @Test
  void no_condition_is_an_empty_filter() {
    assertThat(Filter.parse("", " ").isEmpty()).isTrue();
    assertThat(Filter.parse("team=harbor", "").isEmpty()).isFalse();
    assertThat(Filter.parse("", "diagnosis=x").isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "harbor, is field=value",
    "team=, is field=value",
    "env=prod, write labels.env instead",
    "team=Harbor Team, write harbor-team instead",
    "priority=high, 'write P0, P1, P2 or P3 instead'"
  })
  void mistakes_are_told_as_in_a_policy(String match, String message) {
    assertThatThrownBy(() -> Filter.parse(match, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MATCH")
        .hasMessageContaining(message);
  }

  private static Letter letter(String body) {
    return new Letter(
        "0c000000-0000-4000-8000-000000000001",
        "handle",
        body,
        Map.of(
            Letter.ERROR, "ActionGivenUp",
            Letter.DIAGNOSIS, "GitHub refuses it: a=b",
            Letter.MESSAGE_ATTRIBUTES, "{\"source\":\"grafana\"}"),
        SAID_AT);
  }
}
