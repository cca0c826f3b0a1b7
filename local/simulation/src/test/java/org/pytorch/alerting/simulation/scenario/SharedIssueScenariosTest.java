package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualDynamoDb;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Alerts that share one issue: in a storm, and because the policy groups them. */
final class SharedIssueScenariosTest {
  /** The caps that hold without a policy. */
  private static final String BUILT_IN =
      """
      {"version": 1, "defaults": {}}
      """;

  private final Map<String, Instant> firingSince = new HashMap<>();
  private Scene scene = scene(BUILT_IN);

  private static Scene scene(String policy) {
    Scene scene = new Scene(new Wiring().budget(Budget.DEFAULT));
    scene.pipeline().policies(policy);
    return scene;
  }

  @Test
  @Scenario(
      row = 186,
      given = "60 alerts of one rule fire at once, and resolve an hour later",
      then =
          "10 issues and one that the other 50 share. It lists them, and is opened once and closed"
              + " once, like the ten.")
  void sixty_alerts_of_one_rule() {
    each(60, port -> scene.at(Duration.ZERO, () -> fires("Switch down", port, "P1")));
    scene.atMinute(
        30,
        () ->
            assertThat(sharedIssue().body().orElseThrow())
                .contains("50 alerts firing", "So many issues of one rule")
                .containsPattern("🔴 P1 Switch down: port=\\d+, since 2026-03-10 00:00 UTC")
                .doesNotContain(" more\n"));
    each(60, port -> scene.atMinute(60, () -> resolves("Switch down", port, "P1")));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(11).noneMatch(Issue::open);
    assertThat(sharedIssue().title()).isEqualTo("[P1] Switch down: several alerts");
    assertThat(scene.lastComment(sharedIssue().number())).contains("all 50 alerts have resolved");
    assertThat(scene.comments(sharedIssue().number())).isEqualTo(1);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 187,
      given = "1,000 alerts of 50 rules fire within a minute, 100 of them P0, and resolve later",
      then =
          "30 issues, one for each P0 alert, and one that all others share. Every alert has an"
              + " issue or is listed in one, GitHub's limits hold, and all issues are closed.")
  void thousand_alerts_of_fifty_rules() {
    each(1_000, this::firesInTheStorm);
    scene.atMinute(120, this::checkEachAlertIsInOnePlace);
    each(
        1_000,
        alert ->
            scene.at(
                Duration.ofMinutes(130).plusMillis(alert * 60L),
                () -> resolves(rule(alert), alert, priority(alert))));
    scene.run();

    List<Issue> issues = scene.pipeline().ourIssues();
    assertThat(issues).noneMatch(Issue::open);
    assertThat(issues).hasSizeLessThanOrEqualTo(30 + 100 + 50 + 1);
    assertThat(shared()).hasSize(1);
    assertThat(scene.comments(sharedIssue().number())).isEqualTo(1);
    assertThat(scene.pipeline().gitHub().limitBreaches()).isZero();
    // At most one for each 5 s of the minute in which they fire and of that in which they resolve,
    // and some that bring the list up to date.
    assertThat(scene.pipeline().queue().checks()).isBetween(2, 30);
    scene.expectAtRest();
  }

  private void firesInTheStorm(int alert) {
    scene.at(Duration.ofMillis(alert * 60L), () -> fires(rule(alert), alert, priority(alert)));
  }

  private static String rule(int alert) {
    return "Rule " + alert % 50;
  }

  private static String priority(int alert) {
    return alert / 50 % 10 == 0 ? "P0" : "P2";
  }

  private void checkEachAlertIsInOnePlace() {
    List<Boolean> shares =
        scene.pipeline().dynamoDb().rows().stream()
            .filter(row -> !attribute(row, "title").contains("Storm"))
            .filter(row -> row.containsKey("issue_number") != row.containsKey("parent"))
            .map(row -> row.containsKey("parent"))
            .toList();
    assertThat(shares).hasSize(1_000);
    long sharing = shares.stream().filter(shared -> shared).count();
    assertThat(sharedIssue().body().orElseThrow())
        .contains("%d alerts firing".formatted(sharing), "and %d more".formatted(sharing - 100));
  }

  private static String attribute(Map<String, AttributeValue> row, String name) {
    return VirtualDynamoDb.attribute(row, name).s();
  }

  @Test
  @Scenario(
      row = 188,
      given = "After a storm of 60 alerts of one rule, each is reported again every 15 minutes",
      then =
          "Each time ten more get an issue of their own, which the shared one links; once all have"
              + " one, it is closed.")
  void still_firing_after_the_storm() {
    each(60, port -> scene.at(Duration.ZERO, () -> fires("Switch down", port, "P1")));
    IntStream.rangeClosed(1, 6)
        .forEach(
            time ->
                each(
                    60,
                    port -> scene.atMinute(time * 15L, () -> repeats("Switch down", port, "P1"))));
    scene.atMinute(
        28,
        () -> {
          assertThat(scene.pipeline().ourIssues()).hasSize(21).allMatch(Issue::open);
          assertThat(sharedIssue().body().orElseThrow())
              .contains("40 of 50 alerts firing, 10 in issues of their own")
              .containsPattern("↗️ P1 Switch down: port=\\d+: #\\d+");
        });
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(61);
    assertThat(scene.pipeline().ourIssues().stream().filter(issue -> !issue.open()))
        .containsExactly(sharedIssue());
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 189,
      given = "A data source fails, the policy groups by it, and its five rules report an error",
      then = "One issue with the five alerts; it is closed when the last of them has resolved.")
  void rules_of_one_data_source() {
    scene =
        scene(
            """
            {"version": 1, "routes": [{"name": "broken data sources",
              "match": {"labels.alertname": "DatasourceError"},
              "group_by": ["labels.datasource_uid"]}]}
            """);
    each(5, rule -> scene.at(Duration.ofSeconds(rule), () -> dataSourceFails(rule, true)));
    scene.atMinute(
        1, () -> assertThat(sharedIssue().body().orElseThrow()).contains("5 alerts firing"));
    each(4, rule -> scene.atMinute(30, () -> dataSourceFails(rule, false)));
    scene.atMinute(50, () -> assertThat(sharedIssue().open()).isTrue());
    scene.atMinute(60, () -> dataSourceFails(4, false));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(1).noneMatch(Issue::open);
    assertThat(scene.pipeline().ourIssues().getFirst().title())
        .isEqualTo("[P1] broken data sources: labels.datasource_uid=prom1");
    assertThat(scene.comments(1)).isEqualTo(1);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 192,
      given =
          "Without a policy, a data source fails: its five rules report an error in one "
              + "message, which is repeated a minute later, and later each resolves",
      then =
          "One issue lists the five alerts, each with its subject and a link to its rule; "
              + "it is closed when the last of them has resolved.")
  void one_data_source_without_a_policy() {
    scene = Scene.calm();
    scene.at(Duration.ZERO, () -> scene.pipeline().send(DATA_SOURCE_FAILS));
    scene.atMinute(1, () -> scene.pipeline().send(DATA_SOURCE_FAILS));
    scene.atMinute(
        20,
        () ->
            assertThat(scene.pipeline().ourIssues().getFirst().body().orElseThrow())
                .contains("5 alerts firing", "connection refused")
                .contains(
                    "⚫ P2 [Error: Rule"
                        + " 3](<https://graf.example/alerting/grafana/d3/view?orgId=1>)"));
    for (int rule = 0; rule < 5; rule++) {
      String resolved = resolvedRule(rule);
      scene.atMinute(30 + rule, () -> scene.pipeline().send(resolved));
    }
    scene.at(
        Duration.ofMinutes(33).plusSeconds(30),
        () -> assertThat(scene.pipeline().ourIssues()).allMatch(Issue::open));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(1).noneMatch(Issue::open);
    assertThat(scene.pipeline().ourIssues().getFirst().title())
        .isEqualTo("[P2] No data: Data source prom1");
    assertThat(scene.comments(1)).isEqualTo(1);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 193,
      given = "The same with a policy that says group_by: []",
      then = "Each rule has its own issue.")
  void one_data_source_with_a_policy_that_does_not_group() {
    scene = scene("{\"version\": 1, \"defaults\": {\"group_by\": []}}");
    scene.at(Duration.ZERO, () -> scene.pipeline().send(DATA_SOURCE_FAILS));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(5).allMatch(Issue::open);
    scene.expectAtRest();
  }

  /** As Grafana 12 sends it: rules 0 to 4 of one data source, in one group. */
  private static final String DATA_SOURCE_FAILS =
      dataSourceFails(IntStream.range(0, 5).boxed().toList(), true);

  private static String resolvedRule(int rule) {
    return dataSourceFails(List.of(rule), false);
  }

  private static String dataSourceFails(List<Integer> rules, boolean firing) {
    ObjectNode group = Json.mapper().createObjectNode();
    group.put("receiver", "issues").put("version", "1").put("orgId", 1);
    group.put("status", firing ? "firing" : "resolved").put("groupKey", "{}:{}");
    ArrayNode alerts = group.put("truncatedAlerts", 0).putArray("alerts");
    for (int rule : rules) {
      ObjectNode alert = alerts.addObject().put("status", firing ? "firing" : "resolved");
      alert
          .putObject("labels")
          .put("alertname", "DatasourceError")
          .put("team", "harbor")
          .put("priority", "P2")
          .put("rulename", "Rule " + rule)
          .put("datasource_uid", "prom1")
          .put("ref_id", "A");
      alert
          .putObject("annotations")
          .put("summary", "The ferry queue is long.")
          .put("Error", "dial tcp: connection refused");
      alert.put("startsAt", "2026-03-10T00:00:00Z");
      alert.put("endsAt", firing ? "0001-01-01T00:00:00Z" : "2026-03-10T00:30:00Z");
      alert.put(
          "generatorURL", "https://graf.example/alerting/grafana/d%d/view?orgId=1".formatted(rule));
      alert.put("fingerprint", "0a2700000000000" + rule).put("ruleUID", "d" + rule);
    }
    return Json.write(group);
  }

  @Test
  @Scenario(
      row = 194,
      given = "The list of a shared issue is lost, and later all of its alerts resolve",
      then =
          "Each event of one of them lists it again. The issue stays open while one of them"
              + " fires, and is closed with the last.")
  void list_of_a_shared_issue_is_lost() {
    each(14, port -> scene.at(Duration.ofSeconds(port), () -> fires("Switch down", port, "P1")));
    scene.atMinute(2, () -> scene.pipeline().dynamoDb().loseMembers());
    each(14, port -> scene.atMinute(30 + port, () -> resolves("Switch down", port, "P1")));
    // The last four share an issue; the first three of them have resolved by then.
    scene.at(
        Duration.ofMinutes(42).plusSeconds(30),
        () -> assertThat(shared()).hasSize(1).allMatch(Issue::open));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(11).noneMatch(Issue::open);
    assertThat(scene.comments(sharedIssue().number())).isEqualTo(1);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 195,
      given = "One of two alerts resolves, and the list is lost before it shows that",
      then = "The issue is closed once an alert that it listed has not been heard of for a day.")
  void list_of_a_shared_issue_is_lost_with_a_resolve() {
    each(12, port -> scene.at(Duration.ofSeconds(port), () -> fires("Switch down", port, "P1")));
    each(11, port -> scene.atMinute(30, () -> resolves("Switch down", port, "P1")));
    // Before the check that follows the resolve.
    scene.at(
        Duration.ofMinutes(30).plusSeconds(4), () -> scene.pipeline().dynamoDb().loseMembers());
    scene.atMinute(40, () -> resolves("Switch down", 11, "P1"));
    scene.atMinute(60 * 23, () -> assertThat(shared()).allMatch(Issue::open));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(11).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 196,
      given = "The only alert of a repository's shared issue rises to P0, which bypasses the caps",
      then = "It gets an issue of its own, and the shared one is closed.")
  void only_member_rises_to_a_spared_priority() {
    scene = scene("{\"version\": 1, \"defaults\": {\"storm\": {\"issues\": 2}}}");
    each(3, port -> scene.at(Duration.ofSeconds(port), () -> fires("Rule " + port, port, "P2")));
    scene.atMinute(2, () -> repeats("Rule 2", 2, "P0"));
    scene.atMinute(9, () -> assertThat(scene.pipeline().ourIssues()).hasSize(4));
    each(2, port -> scene.atMinute(60, () -> resolves("Rule " + port, port, "P2")));
    scene.atMinute(60, () -> resolves("Rule 2", 2, "P0"));
    scene.run();

    assertThat(scene.pipeline().ourIssues())
        .extracting(Issue::title)
        .containsExactly(
            "[P2] Rule 0",
            "[P2] Rule 1",
            "[P2] Storm in acme/alerts: several alerts",
            "[P0] Rule 2");
    assertThat(scene.pipeline().ourIssues()).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 197,
      given = "An alert that shares an issue is reported with a higher, and later a lower priority",
      then =
          "The issue takes the higher one, with a comment, and keeps it; the list has the newest.")
  void member_changes_its_priority() {
    each(11, port -> scene.at(Duration.ofSeconds(port), () -> fires("Switch down", port, "P2")));
    scene.atMinute(2, () -> repeats("Switch down", 10, "P1"));
    scene.atMinute(4, () -> repeats("Switch down", 10, "P3"));
    scene.atMinute(
        30,
        () -> {
          assertThat(sharedIssue().title()).startsWith("[P1] ");
          assertThat(sharedIssue().body().orElseThrow()).contains("🔴 P3 Switch down: port=10");
          assertThat(scene.comments(sharedIssue().number())).isEqualTo(1);
        });
    each(11, port -> scene.atMinute(60, () -> resolves("Switch down", port, "P2")));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(11).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 198,
      given = "An alert that shares an issue gets another team, whose route has another repository",
      then = "It gets an issue there, which the shared one links; the shared one is closed.")
  void member_moves_to_another_repository() {
    scene = new Scene(new Wiring().budget(Budget.DEFAULT).repositories(List.of("acme/tug")));
    scene
        .pipeline()
        .policies(
            """
            {"version": 1, "routes": [
              {"name": "tug", "match": {"team": "tug"}, "repository": "acme/tug"}]}
            """);
    each(11, port -> scene.at(Duration.ofSeconds(port), () -> fires("Switch down", port, "P2")));
    scene.atMinute(
        2,
        () ->
            scene
                .pipeline()
                .send(
                    payload("Switch down", 10, "P2", true, VirtualPipeline.START.plusSeconds(10))
                        .replace("harbor", "tug")));
    scene.atMinute(
        50,
        () -> {
          assertThat(scene.pipeline().ourIssues("acme/tug")).hasSize(1).allMatch(Issue::open);
          assertThat(sharedIssue().open()).isFalse();
          assertThat(sharedIssue().body().orElseThrow())
              .contains("↗️ P2 Switch down: port=10: acme/tug#1");
        });
    each(11, port -> scene.atMinute(60, () -> resolves("Switch down", port, "P2")));
    scene.run();

    assertThat(scene.pipeline().ourIssues("acme/tug")).noneMatch(Issue::open);
    assertThat(scene.pipeline().ourIssues()).hasSize(11).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 199,
      given = "A data source fails in a maintenance window, and still fails when that is over",
      then = "One issue with its rules, when the window is over.")
  void data_source_fails_in_a_maintenance_window() {
    scene =
        scene(
            """
            {"version": 1, "maintenance": [{"name": "move",
              "from": "2026-03-10T00:00:00Z", "to": "2026-03-10T00:30:00Z"}]}
            """);
    scene.atMinute(1, () -> scene.pipeline().send(DATA_SOURCE_FAILS));
    scene.atMinute(29, () -> assertThat(scene.pipeline().ourIssues()).isEmpty());
    scene.atMinute(
        45,
        () ->
            assertThat(scene.pipeline().ourIssues().getFirst().body().orElseThrow())
                .contains("5 alerts firing"));
    each(5, rule -> scene.atMinute(50 + rule, () -> scene.pipeline().send(resolvedRule(rule))));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(1).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 200,
      given = "A person closes the issue of a failed data source, and its rules are reported again",
      then = "The issue is left alone; another rule that fails later opens another, with all five.")
  void person_closes_the_issue_of_a_data_source() {
    scene = Scene.calm();
    scene.at(
        Duration.ZERO, () -> scene.pipeline().send(dataSourceFails(List.of(0, 1, 2, 3), true)));
    scene.atMinute(5, () -> scene.personCloses(1));
    scene.atMinute(20, () -> scene.pipeline().send(dataSourceFails(List.of(0, 1, 2, 3), true)));
    scene.atMinute(40, () -> assertThat(scene.pipeline().ourIssues()).hasSize(1));
    scene.atMinute(60, () -> scene.pipeline().send(dataSourceFails(List.of(4), true)));
    scene.atMinute(
        80,
        () ->
            assertThat(scene.pipeline().ourIssues().getLast().body().orElseThrow())
                .contains("5 alerts firing"));
    each(5, rule -> scene.atMinute(90 + rule, () -> scene.pipeline().send(resolvedRule(rule))));
    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(2).noneMatch(Issue::open);
    assertThat(scene.comments(1)).isZero();
    scene.expectAtRest();
  }

  private void dataSourceFails(int rule, boolean firing) {
    String payload =
        payload("DatasourceError", rule, "P1", firing, scene.pipeline().now())
            .replace("\"port\":", "\"datasource_uid\":\"prom1\",\"rulename\":");
    scene.pipeline().send(payload);
  }

  @Test
  @Scenario(
      row = 190,
      given = "A person closes the shared issue of a storm, and later another alert joins",
      then = "The closed one is left alone; one that joins later opens another.")
  void person_closes_the_shared_issue() {
    each(12, port -> scene.at(Duration.ZERO, () -> fires("Switch down", port, "P1")));
    scene.atMinute(2, () -> scene.personCloses(sharedIssue().number()));
    scene.atMinute(9, () -> fires("Switch down", 12, "P1"));
    each(13, port -> scene.atMinute(60, () -> resolves("Switch down", port, "P1")));
    scene.run();

    assertThat(shared()).hasSize(2);
    assertThat(scene.comments(sharedIssue().number())).isZero();
    assertThat(scene.pipeline().ourIssues()).hasSize(12).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 191,
      given = "A more urgent alert joins those that share an issue",
      then = "The issue takes its priority, in title, label and a comment.")
  void more_urgent_alert_joins() {
    each(11, port -> scene.at(Duration.ZERO, () -> fires("Switch down", port, "P2")));
    scene.atMinute(5, () -> fires("Switch down", 11, "P0"));
    scene.atMinute(8, () -> assertThat(sharedIssue().title()).startsWith("[P0] "));
    each(12, port -> scene.atMinute(60, () -> resolves("Switch down", port, "P2")));
    scene.run();

    assertThat(sharedIssue().title()).isEqualTo("[P0] Switch down: several alerts");
    assertThat(scene.comments(sharedIssue().number())).isEqualTo(2);
    assertThat(scene.pipeline().ourIssues()).hasSize(11).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  private Issue sharedIssue() {
    return shared().findFirst().orElseThrow();
  }

  private Stream<Issue> shared() {
    return scene.pipeline().ourIssues().stream()
        .filter(
            issue ->
                issue.title().contains("several alerts") || issue.title().contains("data sources"));
  }

  private static void each(int count, IntConsumer action) {
    IntStream.range(0, count).forEach(action);
  }

  private void fires(String rule, int port, String priority) {
    firingSince.put(rule + port, scene.pipeline().now());
    scene.pipeline().send(payload(rule, port, priority, true, scene.pipeline().now()));
  }

  private void repeats(String rule, int port, String priority) {
    scene
        .pipeline()
        .send(
            payload(
                rule, port, priority, true, firingSince.getOrDefault(rule + port, Instant.EPOCH)));
  }

  private void resolves(String rule, int port, String priority) {
    scene.pipeline().send(payload(rule, port, priority, false, scene.pipeline().now()));
  }

  private static String payload(
      String rule, int port, String priority, boolean firing, Instant since) {
    ObjectNode group = Json.mapper().createObjectNode();
    group.put("receiver", "alert-intake").put("version", "1").put("orgId", 1);
    group.put("status", firing ? "firing" : "resolved").put("groupKey", "{}:{}");
    ArrayNode alerts = group.put("truncatedAlerts", 0).putArray("alerts");
    ObjectNode alert = alerts.addObject();
    alert
        .putObject("labels")
        .put("alertname", rule)
        .put("port", Integer.toString(port))
        .put("team", "harbor")
        .put("priority", priority);
    alert.putObject("annotations");
    alert.put("status", firing ? "firing" : "resolved");
    alert.put("startsAt", (firing ? since : since.minusSeconds(60)).toString());
    alert.put("endsAt", firing ? "0001-01-01T00:00:00Z" : since.toString());
    alert.put("generatorURL", "https://grafana.example/alerting/grafana/rule1/view");
    alert.put("fingerprint", "%016x".formatted((rule + port).hashCode() & 0xffffffffL));
    return Json.write(group);
  }
}
