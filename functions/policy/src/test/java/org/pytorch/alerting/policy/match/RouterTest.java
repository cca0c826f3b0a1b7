package org.pytorch.alerting.policy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.policy.rule.Policy;

class RouterTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @ParameterizedTest(name = "{0} not {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"team": "harbor"}                             | | true  |
          {"team": "h*"}                                 | | true  |
          {"team": "yard"}                               | | false | team is "harbor", not "yard"
          {"team": ["yard", "dock"]}                     | | false | team is "harbor", not "yard" or "dock"
          {"team": ["yard", "harbor"]}                   | | true  |
          {"source": "grafana"}                          | | true  |
          {"source": "alertmanager"}                     | | false | source is "grafana", not "alertmanager"
          {"account": "640017223391"}                    | | true  |
          {"region": "*"}                                | | false | the alert has no region
          {"title": "Disk *"}                            | | true  |
          {"title": "disk *"}                            | | false | title is "Disk full", not "disk *"
          {"priority": ["P0", "P1"]}                     | | true  |
          {"priority": "P2"}                             | | false | priority is "P1", not "P2"
          {"labels.env": "prod"}                         | | true  |
          {"labels.Env": "prod"}                         | | false | the alert has no labels.Env
          {"labels.env": "*"}                            | | true  |
          {"labels.site": "*"}                           | | false | the alert has no labels.site
          {"annotations.runbook": "none"}                | | true  |
          {"dimensions.QueueName": "berths"}             | | true  |
          {"dimensions.env": "prod"}                     | | false | the alert has no dimensions.env
          {"team": "harbor", "labels.env": "dev"}        | | false | labels.env is "prod", not "dev"
          {"team": "harbor"} | {"labels.env": "prod"}      | false | labels.env is "prod", which "not" excludes
          {"team": "harbor"} | {"labels.env": "dev"}       | true  |
          {"team": "harbor"} | {"labels.site": "*"}        | true  |
          {"team": "harbor"} | {"labels.env": "dev", "priority": "P1"} | false | priority is "P1", which "not" excludes
          {"team": "yard"}   | {"labels.env": "prod"}      | false | team is "harbor", not "yard"
          """)
  void route_matches_if_all_of_match_and_none_of_not_is_so(
      String match, @Nullable String not, boolean matches, @Nullable String reason) {
    String route =
        "{\"name\": \"one\", \"match\": %s%s}"
            .formatted(match, not == null ? "" : ", \"not\": " + not);
    Match found =
        router("{\"version\": 1, \"routes\": [%s]}".formatted(route))
            .match(TestFacts.of("harbor", Map.of("env", "prod")), NOON);

    assertThat(found.route()).isEqualTo(matches ? "one" : "defaults");
    assertThat(found.misses().stream().map(Miss::reason).findFirst())
        .isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  void first_route_that_matches_wins_and_the_earlier_ones_say_why_they_do_not() {
    Match found =
        router(
                """
                {"version": 1, "routes": [
                  {"name": "yard", "match": {"team": "yard"}},
                  {"name": "dev", "match": {"labels.env": "dev"}},
                  {"name": "harbor", "match": {"team": "harbor"}, "repository": "acme/harbor"},
                  {"name": "disks", "match": {"title": "Disk *"}}]}
                """)
            .match(TestFacts.of("harbor", Map.of()), NOON);

    assertThat(found.route()).isEqualTo("harbor");
    assertThat(found.routing().repository()).contains("acme/harbor");
    assertThat(found.misses())
        .extracting(Miss::route, Miss::reason)
        .containsExactly(
            tuple("yard", "team is \"harbor\", not \"yard\""),
            tuple("dev", "the alert has no labels.env"));
  }

  @Test
  void what_a_route_leaves_out_comes_from_the_defaults() {
    Router router =
        router(
            """
            {"version": 1,
             "defaults": {"repository": "acme/alerts", "labels": ["area:alerting"], "assignees": ["noah"],
                          "repeats": "comment", "reopen": "2h", "hold_close": "0s", "close": "on_resolve",
                          "storm": {"issues": 40, "per": "10m"},
                          "one_shot": {"close_after": "12h"}, "group_by": ["team"]},
             "routes": [{"name": "harbor", "match": {"team": "harbor"}, "labels": ["oncall"],
                         "assignees": [], "repeats": "silent", "storm": {"issues": 5}, "one_shot": false,
                         "group_by": []}]}
            """);

    assertThat(Json.write(router.match(TestFacts.of("harbor", Map.of()), NOON).routing()))
        .isEqualTo(
            """
            {"route":"harbor","repository":"acme/alerts","labels":["oncall"],\
            "lifecycle":{"repeats":"silent","reopen":"2h","storm":{"issues":5}}}\
            """);
    assertThat(Json.write(router.match(TestFacts.of("yard", Map.of()), NOON).routing()))
        .isEqualTo(
            """
            {"route":"defaults","repository":"acme/alerts","assignees":["noah"],\
            "lifecycle":{"repeats":"comment","reopen":"2h","storm":{"issues":40},\
            "group_by":["team"],"one_shot":{"close_after":"12h"}},"group":["team=yard"]}\
            """);
  }

  @Test
  void values_by_which_a_route_groups_travel_and_a_missing_one_is_a_value_of_its_own() {
    Router router =
        router(
            """
            {"version": 1, "defaults": {"group_by": ["labels.site", "region", "annotations.runbook"]}}
            """);

    assertThat(router.match(TestFacts.of("harbor", Map.of("site", "none")), NOON).routing().group())
        .contains(List.of("labels.site=none", "region", "annotations.runbook=none"));
    assertThat(router.match(TestFacts.of("harbor", Map.of()), NOON).routing().group())
        .contains(List.of("labels.site", "region", "annotations.runbook=none"));
  }

  @ParameterizedTest
  @CsvSource({
    // The sender's own, else the severity's, else the policy's.
    "P0, critical, P0",
    ", critical, P1",
    ", CRITICAL, P1",
    ", page, P2",
    ", , P3"
  })
  void priority_is_the_senders_or_the_severitys_or_the_policys(
      @Nullable Priority given, @Nullable String severity, Priority expected) {
    Match found =
        router(
                """
                {"version": 1,
                 "defaults": {"priority": "P3", "severities": {"Critical": "P1", "*": "P2"}}}
                """)
            .match(
                TestFacts.facts(
                    Optional.ofNullable(given),
                    Optional.empty(),
                    severity == null ? Map.of() : Map.of("severity", severity)),
                NOON);

    assertThat(found.stated().or(() -> found.routing().priority().flatMap(Priority::parse)))
        .contains(expected);
    assertThat(found.routing().priority().isPresent())
        .as("a default, which an alert's known priority replaces")
        .isEqualTo(given == null && severity == null);
    assertThat(found.team()).isEmpty();
  }

  @Test
  void matchers_see_the_defaults_and_the_routes_own_then_replace_them() {
    Match found =
        router(
                """
                {"version": 1, "defaults": {"team": "triage", "priority": "P3"},
                 "routes": [{"name": "account", "match": {"team": "triage", "priority": "P3"},
                             "team": "yard", "priority": "P0"}]}
                """)
            .match(TestFacts.facts(Optional.empty(), Optional.empty(), Map.of()), NOON);

    assertThat(found.route()).isEqualTo("account");
    assertThat(found.routing().team()).contains("yard");
    assertThat(found.routing().priority()).contains("P0");
  }

  @Test
  void what_holds_anyway_does_not_travel() {
    Match found =
        router(
                """
                {"version": 1,
                 "defaults": {"labels": ["area:alerting"], "repeats": "quiet", "reminder": "24h", "reopen": "24h",
                              "hold_close": 0, "close": "on_resolve",
                              "storm": {"per_rule": 10, "issues": 30, "per": "10m", "bypass": ["P0"]}}}
                """)
            .match(TestFacts.of("harbor", Map.of()), NOON);

    assertThat(Json.write(found.routing())).isEqualTo("{\"route\":\"defaults\"}");
  }

  @Test
  void the_first_open_window_that_means_the_alert_is_named() {
    Router router =
        router(
            """
            {"version": 1, "maintenance": [
              {"name": "other", "match": {"team": "yard"},
               "from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z"},
              {"name": "move", "match": {"team": "harbor"}, "not": {"priority": "P0"},
               "from": "2026-03-04T12:00:00Z", "to": "2026-03-04T13:00:00Z"}]}
            """);
    AlertFacts harbor = TestFacts.of("harbor", Map.of());

    assertThat(router.match(harbor, NOON).maintenance()).contains("move");
    assertThat(router.match(harbor, NOON.minusMillis(1)).maintenance()).isEmpty();
    assertThat(
            router
                .match(
                    TestFacts.facts(Optional.of(Priority.P0), Optional.of("harbor"), Map.of()),
                    NOON)
                .maintenance())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // The times at which windows of 4 March open and close, and when the maintenance is over.
    "12-13, 11-14, 14",
    "11-13, 12-14, 14",
    "12-14, 11-13, 14",
    "12-13, 13-15, 15",
    "13-15, 12-13, 15",
    "12-13, 14-15, 13"
  })
  void maintenance_is_over_when_no_window_follows_without_a_gap(
      String first, String second, int end) {
    Router router =
        router(
            ("{\"version\": 1, \"maintenance\": [%s, %s, {\"name\": \"other\","
                    + " \"match\": {\"team\": \"yard\"}, \"from\": \"2026-03-01T00:00:00Z\","
                    + " \"to\": \"2026-04-01T00:00:00Z\"}]}")
                .formatted(window("first", first), window("second", second)));

    Match found = router.match(TestFacts.of("harbor", Map.of()), NOON);

    assertThat(found.maintenanceUntil())
        .contains(Instant.parse("2026-03-04T%d:00:00Z".formatted(end)));
    assertThat(found.routing().maintenanceUntil()).isEqualTo(found.maintenanceUntil());
  }

  private static String window(String name, String hours) {
    return "{\"name\": \"%s\", \"match\": {\"team\": \"harbor\"}, \"from\": \"2026-03-04T%s:00:00Z\", \"to\": \"2026-03-04T%s:00:00Z\"}"
        .formatted(name, hours.substring(0, 2), hours.substring(3));
  }

  @Test
  void maintenance_that_is_always_on_has_no_end() {
    String always =
        """
        {"version": 1, "maintenance": [
          {"name": "mornings", "match": {"team": "harbor"},
           "weekly": {"day": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
                      "from": "00:00", "to": "12:00", "zone": "Europe/Berlin"}},
          {"name": "afternoons", "match": {"team": "harbor"},
           "weekly": {"day": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
                      "from": "12:00", "to": "24:00", "zone": "Europe/Berlin"}}]}
        """;
    AlertFacts harbor = TestFacts.of("harbor", Map.of());

    Match found = router(always).match(harbor, NOON);

    assertThat(found.maintenance()).contains("afternoons");
    assertThat(found.maintenanceUntil()).isEmpty();
    assertThat(router(always.replace("\"friday\", ", "")).match(harbor, NOON).maintenanceUntil())
        .contains(Instant.parse("2026-03-05T23:00:00Z"));
  }

  @Test
  void without_a_policy_an_alert_is_as_its_sender_gave_it() {
    Match found =
        new Router(Policy.none())
            .match(TestFacts.facts(Optional.empty(), Optional.empty(), Map.of()), NOON);

    assertThat(found.stated()).isEmpty();
    assertThat(found.team()).isEmpty();
    assertThat(Json.write(found.routing())).isEqualTo("{\"route\":\"defaults\"}");
  }

  @Test
  void long_values_are_cut_in_a_reason() {
    Match found =
        router(
                "{\"version\": 1, \"routes\": [{\"name\": \"a\", \"match\": {\"labels.x\": \"y\"}}]}")
            .match(TestFacts.of("harbor", Map.of("x", "z".repeat(5_000))), NOON);

    assertThat(found.misses()).hasSize(1);
    assertThat(found.misses().getFirst().reason()).hasSizeLessThan(150);
  }

  private static Router router(String policy) {
    return new Router(PolicyJson.read(policy));
  }
}
