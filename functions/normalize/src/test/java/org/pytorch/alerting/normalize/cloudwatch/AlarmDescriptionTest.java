package org.pytorch.alerting.normalize.cloudwatch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.normalize.cloudwatch.AlarmDescription.AlarmKey;
import org.pytorch.alerting.normalize.source.Teams;
import org.pytorch.alerting.normalize.text.Decoration;

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
        "TEAM=harbor\nPRIORITY=P1\nQueue is old.\nTeam: Harbor\nPriority: 1",
        "Queue is old.\nTEAM=harbor PRIORITY=P1",
        "Queue is old.\nTEAM=harbor, PRIORITY=P1",
        "Queue is old.\nTEAM=harbor; PRIORITY=P1",
        "Queue is old.\nTeam: harbor / Priority: P1",
        "Queue is old.\nTeam: harbor - Priority: P1",
        "Queue is old.\nPRIORITY=P1\tTEAM=harbor",
        "- **Team:** harbor\n- **Priority:** P1\n\nQueue is old.",
        "* __Team__: harbor\n* __Priority__: P1\nQueue is old.",
        "**TEAM = harbor**\n**PRIORITY = P1**\nQueue is old.",
        "`TEAM=harbor`\n`PRIORITY=P1`\nQueue is old.",
        "TEAM=`harbor`\nPRIORITY='P1'\nQueue is old.",
        "\"team\": \"harbor\",\n\"priority\": \"P1\",\nQueue is old.",
        "> Team: “harbor”\n> Priority: “P1”\nQueue is old.",
        "# Team: harbor\n# Priority: P1\nQueue is old.",
        "Team => harbor\nPriority => P1\nQueue is old.",
        "1. Team: harbor\n2. **Priority:** P1\nQueue is old.",
        "☎️ Team: harbor\n🔥 Priority: P1\nQueue is old.",
        "*Team:* harbor *Priority:* P1\nQueue is old.",
        "<ul><li>Team: harbor</li><li>Priority: P1</li></ul>\nQueue is old.",
        "teams:\n- name: harbor\npriority: 'P1'\nQueue is old.",
        "Queue is old.<br>TEAM=harbor<br/>PRIORITY=P1",
        "Queue is old.\nTEAM=harbor and PRIORITY=P1",
        "Queue is old.\nTeam: harbor with priority: P1",
        "Queue is old.\nTEAM=harbor&PRIORITY=P1",
        "<b>Team:</b> harbor\n<b>Priority:</b>&nbsp;P1\nQueue is old.",
        "Team\uff1aharbor\nPriority\uff1dP1\nQueue is old.",
        "teams:\n  - harbor\npriority: P1\nQueue is old.",
        "Queue is old.\nTEAM={{ $labels.team }}\nTEAM=harbor\nPRIORITY=[no value]\nPRIORITY=P1",
        "Queue is old.\nTEAM=none\nTeam: harbor\nPriority: N/A\nPriority: P1",
        "{\"team\": \"harbor\", \"priority\": \"P1\", \"description\": \"Queue is old.\"}",
        "Queue is old.\n{\"Team\": [\"harbor\"], \"Priority\": 1}",
        "{\"team\": {\"name\": \"harbor\"}, \"priority\": \"P1\", \"text\": \"Queue is old.\"}",
        "{\"teams\": [{\"name\": \"harbor\"}], \"priority\": 1, \"text\": \"Queue is old.\"}",
        "Queue is old.\nTEAM=harbor.PRIORITY=P1",
        "Queue is old.\nTEAM=harbor&amp;PRIORITY=P1",
        "Queue is old.\nTEAM := harbor\nPRIORITY == P1",
        "// TEAM: harbor\n// PRIORITY: P1\nQueue is old.",
        "Queue is old.\n{TEAM=harbor}{PRIORITY=P1}",
        "Queue is old.\n{team: harbor, priority: P1}",
        "Queue is old.\nTeam: harbor (Priority: P1)",
        "Queue is old.\nPriority: P1 (Team: harbor)",
        "- [x] Team: harbor\n- [ ] Priority: P1\nQueue is old.",
        "**Team**\nharbor\n\n**Priority**\nP1\n\nQueue is old.",
        "## Team\n\n`harbor`\n\n## Priority:\n\nP1\n\nQueue is old.",
        "| Team | Priority |\n|---|:-:|\n| harbor | P1 |\n\nQueue is old.",
        "Queue is old.\n\nPriority | **Team**\n--- | ---\n1 | harbor",
        "|  |  |\n|--|--|\n| **Team** | harbor |\n| Priority | P1 |\n\nQueue is old."
      })
  void every_way_of_writing_it_means_the_same(String text) {
    AlarmDescription description = AlarmDescription.parse(text);

    assertThat(teams(description)).containsExactly("harbor");
    assertThat(priorities(description)).containsExactly(Priority.P1);
    assertThat(description.contradictingTeams()).isEmpty();
    assertThat(description.contradictingPriorities()).isEmpty();
    assertThat(description.text()).contains("Queue is old.");
  }

  @ParameterizedTest
  @CsvSource({
    "'Queue is old, team=harbor, priority=P1'",
    "'Queue is old TEAM=harbor PRIORITY=P1'",
    "'Queue is old (team=\"harbor\", priority: P1).'",
    "'Queue is old [Team: harbor] [Priority: P1]'",
    "'Queue is old. Team: harbor. Priority: P1.'",
    "'[team:harbor][priority:P1] Queue is old'",
    "'Queue is old: \"team\": \"harbor\", \"priority\": \"P1\"'"
  })
  void what_stands_in_a_sentence_counts_and_stays_where_it_is(String text) {
    AlarmDescription description = AlarmDescription.parse(text);

    assertThat(teams(description)).containsExactly("harbor");
    assertThat(priorities(description)).containsExactly(Priority.P1);
    assertThat(description.text()).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Contact your team: they know",
        "The priority: get the gate open",
        "Ask them, team: they know it",
        "Ask the team = everybody",
        "my-team=harbor and sub.priority=P1",
        "TEAMWORK=good",
        "see team={{ $labels.team }} and priority=[no value]"
      })
  void a_sentence_about_a_team_names_none(String text) {
    AlarmDescription description = AlarmDescription.parse(text);

    assertThat(teams(description)).isEmpty();
    assertThat(priorities(description)).isEmpty();
    assertThat(description.inText().getOrDefault(AlarmKey.TEAM, List.of())).doesNotContain("{{");
    assertThat(description.text()).contains(text);
  }

  @Test
  void a_line_of_its_own_counts_more_than_a_sentence() {
    AlarmDescription description =
        AlarmDescription.parse(
            "Set team=yard in your shell.\nTEAM=harbor\npriority=P3 was before.");

    assertThat(teams(description)).containsExactly("harbor");
    assertThat(description.contradictingTeams()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TEAM=harbor|TEAM=yard, harbor yard, ''",
    "TEAM=harbor TEAM=yard, harbor yard, ''",
    "TEAMS=harbor;yard|TEAMS=yard, harbor;yard yard, ''",
    "TEAM=dev|TEAMS=harbor;yard, dev harbor;yard, ''",
    "TEAM=yard|TEAMS=harbor;yard, '', ''",
    "TEAM=yard|TEAM=Yard|TEAM=[no value], '', ''",
    "PRIORITY=P1|Priority: P0, '', P1 P0",
    "PRIORITY=P1|Priority: high, '', ''",
    "see team=harbor or team=yard, harbor yard, ''",
    "TEAMS=harbor;yard|TEAMS=yard;harbor, '', ''",
    "'{\"team\": \"harbor\", \"team\": \"dock\"}', harbor dock, ''",
    "'{\"team\": \"harbor\", \"Team\": \"dock\"}', harbor dock, ''",
    "'{\"Team\": \"harbor\", \"team\": \"harbor\"}', '', ''",
    "'{\"priority\": \"P1\", \"Priority\": \"P3\"}', '', P1 P3",
    "'{\"team\": \"harbor\", \"alert\": {\"team\": \"dock\"}}', harbor dock, ''",
    "'| Team |\n|---|\n|x|\n| Team | Site |\n|---|---|\n| harbor | n |\n| dock | s |', harbor dock, ''"
  })
  void two_readings_contradict_each_other(String text, String teams, String priorities) {
    AlarmDescription description = AlarmDescription.parse(text);

    assertThat(String.join(" ", description.contradictingTeams())).isEqualTo(teams);
    assertThat(String.join(" ", description.contradictingPriorities())).isEqualTo(priorities);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"alert\": {\"team\": \"harbor\", \"meta\": {\"priority\": \"P1\"}}}', 'Alert: {\"team\":\"harbor\",\"meta\":{\"priority\":\"P1\"}}'",
    "'Priority | Owner | Team\n--- | --- | ---\n1 | Ann | harbor', Owner: Ann",
    "'| Team | harbor |\n|---|---|\n| Priority | P1 |\n| Note | a|b |', Note: a | b",
    "'## Team\nharbor\n## Priority\nP1\n## What\nQueue is old.', '## What\nQueue is old.'"
  })
  void what_is_around_keys_stays_in_the_text(String text, String left) {
    AlarmDescription parsed = AlarmDescription.parse(text.replace("\\n", "\n"));

    assertThat(teams(parsed)).containsExactly("harbor");
    assertThat(priorities(parsed)).containsExactly(Priority.P1);
    assertThat(parsed.text()).contains(left.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "## Team\nThe harbor team is on call.",
        "**Team**\n\n## Priority",
        "| Quay | Team spirit |\n|---|---|\n| north | high |",
        "a | b\nteam | \n"
      })
  void layout_without_a_value_names_no_team(String text) {
    assertThat(teams(AlarmDescription.parse(text))).isEmpty();
  }

  @Test
  void a_sentence_behind_a_team_stays_in_the_text_and_names_none() {
    AlarmDescription parsed =
        AlarmDescription.parse("PRIORITY=P1 TEAM=harbor Call the desk if the queue grows");

    assertThat(teams(parsed)).isEmpty();
    assertThat(priorities(parsed)).containsExactly(Priority.P1);
    assertThat(parsed.text()).contains("TEAM=harbor Call the desk if the queue grows");
  }

  @Test
  void links_and_summaries_are_kept_as_they_are() {
    AlarmDescription parsed =
        AlarmDescription.parse(
            """
            RUNBOOK=https://wiki.example:8443/a?b=1&c=2:3#d=e
            DASHBOARD: https://grafana.example/d/x?from=now-1h&to=now
            SUMMARY=Team: harbor, ratio = 3 : 1
            TEAMS=harbor; Dev Infra
            """);

    assertThat(parsed.get(AlarmKey.RUNBOOK)).contains("https://wiki.example:8443/a?b=1&c=2:3#d=e");
    assertThat(parsed.get(AlarmKey.DASHBOARD))
        .contains("https://grafana.example/d/x?from=now-1h&to=now");
    assertThat(parsed.get(AlarmKey.SUMMARY)).contains("Team: harbor, ratio = 3 : 1");
    assertThat(teams(parsed)).containsExactly("harbor", "dev-infra");
    assertThat(parsed.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Runbook: open the second gate, then call the ferry desk",
        "RUNBOOK=https://wiki.example/a https://wiki.example/b",
        "RUNBOOK: <https://wiki.example/a>",
        "Runbook: Quay/Night shift",
        "runbook: /wiki/quay",
        "Runbook: https://wiki.example/{{ $labels.quay }}",
        "- **Dashboard:** Quay overview",
        "Dashboard: grafana.example/d/x",
        "Priority: call the desk first",
        "Priority: 1 - high",
        "Priority: P1/P2",
        "Team: yard (see https://wiki.example/yard)",
        "Team: <@U0123ABCD>",
        "PRIORITY=P1 because nobody can board"
      })
  void a_line_that_no_field_holds_stays_as_it_was(String line) {
    assertThat(AlarmDescription.parse("The queue is long.\n" + line + "\nTEAM=harbor").text())
        .contains("The queue is long.\n" + line);
  }

  @Test
  void of_several_links_the_first_is_one_and_the_others_stay() {
    AlarmDescription parsed =
        AlarmDescription.parse(
            """
            Runbook: see the wiki
            RUNBOOK=https://wiki.example/a TEAM=harbor
            RUNBOOK=https://wiki.example/b
            SUMMARY=one
            SUMMARY=two""");

    assertThat(parsed.get(AlarmKey.RUNBOOK)).contains("https://wiki.example/a");
    assertThat(parsed.get(AlarmKey.SUMMARY)).contains("one");
    assertThat(teams(parsed)).containsExactly("harbor");
    assertThat(parsed.text())
        .contains("Runbook: see the wiki\nRUNBOOK=https://wiki.example/b\nSUMMARY=two");
  }

  @Test
  void what_else_is_in_a_json_object_stays_for_people() {
    AlarmDescription parsed =
        AlarmDescription.parse(
            """
            {"team": "harbor", "priority": "P1", "runbook_url": "https://wiki.example/a",
             "dashboard": "Quay overview", "impact": "No tickets.", "steps": ["a", "b"],
             "description": "The queue is long."}
            """);

    assertThat(parsed.get(AlarmKey.RUNBOOK)).contains("https://wiki.example/a");
    assertThat(parsed.text())
        .contains(
            """
            The queue is long.

            Dashboard: Quay overview
            Impact: No tickets.
            Steps: ["a","b"]""");
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
    assertThat(parsed.lines()).containsOnlyKeys(AlarmKey.TEAM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "\n\n", "|", "\\n", "TEAM=", "PRIORITY:", "{}", "{", "TEAMS:\n- "})
  void nothing_in_it_gives_nothing(String text) {
    AlarmDescription description = AlarmDescription.parse(text);

    assertThat(teams(description)).isEmpty();
    assertThat(priorities(description)).isEmpty();
  }

  @Test
  void what_else_is_in_a_line_of_json_stays_for_people() {
    AlarmDescription parsed =
        AlarmDescription.parse(
            "Queue is old.\n{\"team\": \"harbor\", \"impact\": \"No tickets.\", \"runbook\": \"https://wiki.example/a\"}");

    assertThat(teams(parsed)).containsExactly("harbor");
    assertThat(parsed.text()).contains("Queue is old.\nImpact: No tickets.");
  }

  @Test
  void twenty_values_of_a_key_are_kept() {
    String lines =
        IntStream.rangeClosed(1, 21).mapToObj("TEAM=t%02d\n"::formatted).collect(joining());

    assertThat(AlarmDescription.parse(lines).lines().get(AlarmKey.TEAM))
        .hasSize(20)
        .endsWith("t20");
  }

  @ParameterizedTest
  @CsvSource({"19, true", "20, false"})
  void twenty_assignments_in_a_sentence_are_read(int before, boolean read) {
    String text = "Look at" + " team=harbor".repeat(before) + " priority=P1";

    assertThat(AlarmDescription.parse(text).priorities().findFirst().isPresent()).isEqualTo(read);
  }

  @Test
  void only_a_list_of_teams_goes_on_in_the_lines_below() {
    assertThat(teams(AlarmDescription.parse("TEAM:\n- harbor"))).containsExactly("harbor");
    assertThat(AlarmDescription.parse("PRIORITY:\n- call the desk").text())
        .contains("- call the desk");
    assertThat(AlarmDescription.parse("TEAM={{ $labels.team }}\n- call the desk").text())
        .contains("- call the desk");
    assertThat(priorities(AlarmDescription.parse("TEAMS:\n- harbor\n- priority: P1")))
        .containsExactly(Priority.P1);
  }

  @Test
  void a_summary_is_a_sentence_whatever_is_in_it() {
    AlarmDescription parsed = AlarmDescription.parse("SUMMARY=The queue is long, team: harbor");

    assertThat(parsed.get(AlarmKey.SUMMARY)).contains("The queue is long, team: harbor");
    assertThat(teams(parsed)).isEmpty();
  }

  @Test
  void a_key_with_nothing_but_a_placeholder_is_left_out_of_the_text() {
    assertThat(AlarmDescription.parse("Look.\nRUNBOOK={{ $labels.runbook }}").text())
        .contains("Look.");
  }

  /** Or the key would be text for people, and the alarm without a team. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\u00a0", "\u2003", "\u3000", "\u001d"})
  void any_space_may_stand_around_a_key(String space) {
    AlarmDescription description =
        AlarmDescription.parse("Look.\n%1$sTEAM%1$s=harbor".formatted(space));

    assertThat(teams(description)).containsExactly("harbor");
    assertThat(description.text()).contains("Look.");
  }

  @Test
  void bar_at_the_end_of_a_text_stays() {
    assertThat(AlarmDescription.parse("TEAM=harbor\nRun cat a |").text()).contains("Run cat a |");
  }

  @Test
  void long_link_of_a_json_object_is_left_out_of_the_text() {
    String link = "https://wiki.example/" + "a".repeat(600);

    AlarmDescription parsed =
        AlarmDescription.parse(
            "{\"runbook\": \"%s\", \"impact\": \"No tickets.\"}".formatted(link));

    assertThat(parsed.get(AlarmKey.RUNBOOK)).contains(link);
    assertThat(parsed.text()).contains("Impact: No tickets.");
  }

  private static List<String> teams(AlarmDescription description) {
    return description
        .teams()
        .map(Teams::parse)
        .filter(teams -> !teams.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<Priority> priorities(AlarmDescription description) {
    return description
        .priorities()
        .flatMap(text -> Decoration.priority(text).stream())
        .distinct()
        .toList();
  }
}
