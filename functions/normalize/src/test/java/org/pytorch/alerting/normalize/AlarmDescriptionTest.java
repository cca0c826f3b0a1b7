package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmDescriptionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Queue is old.\nTEAM=harbor\nPRIORITY=P1",
        "Queue is old.\r\nTEAM=harbor\r\nPRIORITY=P1\r\n",
        "Queue is old.\\nTEAM=harbor\\nPRIORITY=P1",
        "Queue is old.\\r\\nTEAM=harbor\\r\\nPRIORITY=P1",
        "Queue is old.|TEAM=harbor|PRIORITY=P1",
        "Queue is old. | TEAM=harbor | PRIORITY=P1 |",
        "TEAM=harbor | PRIORITY=P1 | Queue is old.",
        "  team: harbor\nQueue is old.\n  Priority = P1  ",
        "TEAM=harbor\nPRIORITY=P1\nQueue is old.\nTEAM=\nPRIORITY=   ",
        "TEAM=yard\nPRIORITY=P3\nQueue is old.\nTEAM=harbor\nPRIORITY=P1",
      })
  void every_way_of_writing_it_means_the_same(String description) {
    AlarmDescription parsed = AlarmDescription.parse(description);

    assertThat(parsed.metadata())
        .isEqualTo(
            of(Map.of(AlarmDescription.Key.TEAM, "harbor", AlarmDescription.Key.PRIORITY, "P1")));
    assertThat(parsed.text()).contains("Queue is old.");
  }

  @Test
  void values_are_kept_as_they_are() {
    AlarmDescription parsed =
        AlarmDescription.parse(
            """
            RUNBOOK=https://wiki.example:8443/a?b=1&c=2:3#d=e
            DASHBOARD: https://grafana.example/d/x?from=now-1h&to=now
            SUMMARY=Team: harbor, ratio = 3 : 1
            TEAMS=harbor; Dev Infra
            """);

    assertThat(parsed.metadata())
        .isEqualTo(
            of(
                Map.of(
                    AlarmDescription.Key.RUNBOOK, "https://wiki.example:8443/a?b=1&c=2:3#d=e",
                    AlarmDescription.Key.DASHBOARD,
                        "https://grafana.example/d/x?from=now-1h&to=now",
                    AlarmDescription.Key.SUMMARY, "Team: harbor, ratio = 3 : 1",
                    AlarmDescription.Key.TEAMS, "harbor; Dev Infra")));
    assertThat(parsed.text()).isEmpty();
  }

  @Test
  void what_is_not_metadata_stays_a_text_for_people() {
    AlarmDescription parsed =
        AlarmDescription.parse(
            """
            Do this:
              - look at `cat a|sort | uniq`
              - the TEAM=harbor in a line is no metadata
            TEAM=harbor


            TEAMWORK=good
            RUNBOOKS: many
            """);

    assertThat(parsed.text())
        .contains(
            """
            Do this:
              - look at `cat a|sort | uniq`
              - the TEAM=harbor in a line is no metadata

            TEAMWORK=good
            RUNBOOKS: many""");
    assertThat(parsed.metadata()).containsOnlyKeys(AlarmDescription.Key.TEAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n\n", "|", "\\n", "TEAM=", "PRIORITY:"})
  void nothing_in_it_gives_no_metadata(String description) {
    assertThat(AlarmDescription.parse(description).metadata()).isEmpty();
  }

  private static EnumMap<AlarmDescription.Key, String> of(
      Map<AlarmDescription.Key, String> metadata) {
    return new EnumMap<>(metadata);
  }

  /** Or the key would be text for people, and the alarm without a team. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\u00a0", "\u2003", "\u3000", "\u001d"})
  void any_space_may_stand_around_a_key(String space) {
    AlarmDescription description =
        AlarmDescription.parse("Look.\n%1$sTEAM%1$s=harbor".formatted(space));

    assertThat(description.get(AlarmDescription.Key.TEAM)).contains("harbor");
    assertThat(description.text()).contains("Look.");
  }
}
