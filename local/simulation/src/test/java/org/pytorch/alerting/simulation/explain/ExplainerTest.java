package org.pytorch.alerting.simulation.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.explain.Explainer;
import org.pytorch.alerting.stack.explain.Explanation;

class ExplainerTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:13:00Z");
  private static final String POLICY =
      """
      {"version": 1, "defaults": {"repository": "acme/alerts"},
       "routes": [{"name": "yard", "match": {"team": "yard"}},
                  {"name": "harbor", "match": {"team": "harbor"}, "repository": "acme/harbor",
                   "labels": ["oncall"], "assignees": ["olivia"]}]}
      """;

  @TempDir private Path folder;

  /** It would only give the alert another fingerprint. */
  @Test
  void source_that_nothing_knows_is_refused_with_those_that_are_known() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("sources.json"),
            """
            {"version": 1, "routes": [{"name": "eu", "match": {"source": ["github", "eu-*"]}},
             {"name": "all", "match": {"source": "*"}}]}
            """);
    Explainer withPolicy = new Explainer(Optional.of(policy), "acme/alerts", _ -> Optional.empty());
    Explainer without = new Explainer(Optional.empty(), "acme/alerts", _ -> Optional.empty());

    // Each source has a page for its senders.
    try (Stream<Path> pages = Files.list(Project.root().resolve("docs/senders"))) {
      assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
          .filteredOn(name -> !name.equals("README"))
          .isNotEmpty()
          .allSatisfy(without::requireSource);
    }
    without.requireSource("Grafana");
    withPolicy.requireSource("github");
    withPolicy.requireSource("eu-west");
    assertThatThrownBy(() -> without.requireSource("grafna"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "SOURCE=grafna is not known. The sources are alertmanager, cloudwatch, grafana,"
                + " normalized");
    assertThatThrownBy(() -> without.requireSource("github"))
        .hasMessageEndingWith("; any other has to be in a match of the policy");
    assertThatThrownBy(() -> withPolicy.requireSource("grafna"))
        .hasMessageEndingWith("normalized, and of the policy github, eu-*");
  }

  @Test
  void programs_read_each_alert_and_what_would_happen_to_it() throws IOException {
    JsonNode explained =
        Json.read(
            Json.write(
                explainer(_ -> Optional.empty())
                    .explain(grafana(Project.payload("grafana/firing.json")))),
            JsonNode.class);

    assertThat(explained.properties().stream().map(Map.Entry::getKey))
        .containsExactly("alerts", "ignored", "rejected");
    JsonNode alert = explained.at("/alerts/0");
    assertThat(alert.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "fingerprint",
            "route",
            "repository",
            "labels",
            "assignees",
            "action",
            "reason",
            "issue");
    assertThat(alert.get("route").asText()).isEqualTo("harbor");
    assertThat(alert.get("repository").asText()).isEqualTo("acme/harbor");
    assertThat(alert.get("labels").toString())
        .isEqualTo("[\"oncall\",\"Pri: P1\",\"Team: harbor\",\"Source: grafana\"]");
    assertThat(alert.get("assignees").toString()).isEqualTo("[\"olivia\"]");
    assertThat(alert.get("action").asText()).isEqualTo("CREATE");
    assertThat(alert.at("/issue/title").asText()).startsWith("[P1] Queue age too high");
    assertThat(alert.at("/issue/body").asText()).contains("Why this came here");
  }

  @Test
  void people_read_why_each_earlier_route_is_not_the_alerts() throws IOException {
    assertThat(
            explainer(_ -> Optional.empty()).text(grafana(Project.payload("grafana/firing.json"))))
        .contains("skipped    yard: team is \"harbor\", not \"yard\"")
        .contains("route      harbor")
        .contains("goes to    acme/harbor")
        .contains("new        CREATE: The alert fires for the first time.")
        .contains("now        the same")
        .contains("issue      opened immediately\n")
        .contains("title      [P1] Queue age too high")
        .contains("  - **Fingerprint:**");
  }

  /** The priority that its route reads from the severity is none that other routes saw. */
  @Test
  void severities_of_the_route_do_not_change_what_earlier_routes_saw() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("severities.json"),
            """
            {"version": 1, "defaults": {"team": "triage", "severities": {"*": "P2"}},
             "routes": [{"name": "low", "match": {"priority": "P3"}},
                        {"name": "mild", "match": {"team": "*"}, "severities": {"*": "P3"}}]}
            """);
    String payload =
        Project.payload("alertmanager/firing.json").replaceAll("\"priority\"", "\"rank\"");

    assertThat(
            new Explainer(Optional.of(policy), "acme/alerts", _ -> Optional.empty())
                .text(new Explainer.Payload(payload, Optional.of("alertmanager"), NOW)))
        .contains("skipped    low: priority is \"P2\", not \"P3\"")
        .contains("route      mild")
        .contains("title      [P3]");
  }

  @Test
  void issue_that_a_maintenance_withholds_is_shown() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("maintenance.json"),
            """
            {"version": 1, "maintenance": [{"name": "move", "match": {"team": "harbor"},
             "from": "2026-03-04T07:00:00Z", "to": "2026-03-04T09:00:00Z"}]}
            """);
    Explainer explainer = new Explainer(Optional.of(policy), "acme/alerts", _ -> Optional.empty());

    assertThat(explainer.text(grafana(Project.payload("grafana/firing.json"))))
        .contains(
            "new        SKIP_POLICY: The policy's maintenance \"move\" is on until 2026-03-04")
        .contains("issue      opened when the maintenance ends, if the alert still fires then\n")
        .contains("title      [P1] Queue age too high");
  }

  @Test
  void issue_that_alerts_share_is_shown_with_one_of_them() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("group.json"),
            """
            {"version": 1, "routes": [{"name": "berths", "match": {"team": "harbor"},
             "labels": ["oncall"], "group_by": ["team"]}]}
            """);
    Explainer explainer = new Explainer(Optional.of(policy), "acme/alerts", _ -> Optional.empty());

    assertThat(explainer.text(grafana(Project.payload("grafana/firing.json"))))
        .contains("new        JOIN: The policy's route \"berths\" lets alerts share one issue")
        .contains("issue      shared with other alerts; shown here with this alert alone\n")
        .contains("labels     oncall, Pri: P1")
        .contains("title      [P1] berths: ")
        .contains("  - 🔴 P1 Queue age too high");
  }

  @Test
  void state_of_the_running_stack_is_asked() throws IOException {
    Explainer explainer =
        explainer(
            fingerprint ->
                Optional.of(
                    StoredAlert.unknown(fingerprint)
                        .with()
                        .version(1)
                        .status(AlertStatus.OPEN)
                        .episode(1)
                        .issue(Optional.of(new IssueRef("acme/alerts", 7)))
                        .ttlExpiresAt(NOW.plusSeconds(1_000))
                        .build()));

    assertThat(explainer.text(grafana(Project.payload("grafana/firing.json"))))
        .contains("new        CREATE")
        .contains("now        COMMENT");
  }

  @Test
  void alert_on_which_another_execution_acts_waits() throws IOException {
    String body = Project.payload("grafana/firing.json");
    // The row that the pipeline writes for the first event.
    AtomicReference<Optional<StoredAlert>> row = new AtomicReference<>(Optional.empty());
    VirtualPipeline pipeline =
        new VirtualPipeline(
            1,
            new Wiring()
                .decider(
                    decider ->
                        (stored, request, now) -> {
                          Transition<Decision> decided = decider.apply(stored, request, now);
                          return seenAtItsTurn(decided, row);
                        }));
    pipeline.send(body);
    pipeline.runToRest();

    assertThat(
            explainer(_ -> row.get())
                .text(
                    new Explainer.Payload(
                        body, Optional.of("grafana"), VirtualPipeline.START.plusSeconds(10))))
        .contains("new        CREATE")
        .contains("now        waits: CREATE for event ");
  }

  private static Transition<Decision> seenAtItsTurn(
      Transition<Decision> decided, AtomicReference<Optional<StoredAlert>> row) {
    return switch (decided) {
      case Transition.TakePlace<Decision>(var wanted, var then) ->
          new Transition.TakePlace<>(wanted, place -> seenAtItsTurn(then.apply(place), row));
      case Transition.TakeTurn<Decision>(var wanted, var then) ->
          new Transition.TakeTurn<>(wanted, granted -> seen(then.apply(granted), row));
      case Transition<Decision> other -> other;
    };
  }

  private static Transition<Decision> seen(
      Transition<Decision> decided, AtomicReference<Optional<StoredAlert>> row) {
    if (decided instanceof Transition.Write<Decision>(StoredAlert next, Decision _)) {
      row.set(Optional.of(next));
    }
    return decided;
  }

  @Test
  void refused_payload_gets_its_diagnosis() throws IOException {
    Explanation missing =
        explainer(_ -> Optional.empty())
            .explain(grafana(Project.payload("grafana/missing-team-and-priority.json")));

    assertThat(missing.alerts()).singleElement().matches(alert -> alert.issue().isEmpty());
    assertThat(missing.rejected())
        .singleElement()
        .asString()
        .contains("no team: add a label", "or set team in the policy");
    assertThat(explainer(_ -> Optional.empty()).explain(grafana("not JSON")).rejected()).hasSize(1);
    assertThat(
            explainer(_ -> Optional.empty())
                .explain(grafana(Project.payload("grafana/test-notification.json")))
                .ignored())
        .hasSize(1);
  }

  @Test
  void without_a_policy_it_says_so() {
    Explainer explainer = new Explainer(Optional.empty(), "acme/alerts", _ -> Optional.empty());

    assertThat(explainer.text(grafana(Project.payload("grafana/firing.json"))))
        .contains("route      no policy")
        .contains("goes to    acme/alerts");
  }

  private static Explainer.Payload grafana(String body) {
    return new Explainer.Payload(body, Optional.of("grafana"), NOW);
  }

  private Explainer explainer(Function<Fingerprint, Optional<StoredAlert>> rows)
      throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
    return new Explainer(Optional.of(policy), "acme/alerts", rows);
  }
}
