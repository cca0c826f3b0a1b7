package org.pytorch.alerting.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.policy.match.AlertFacts;
import org.pytorch.alerting.policy.match.Match;
import org.pytorch.alerting.policy.match.Router;

/** The examples of {@code docs/policy.md} are right, and do what the page says. */
final class PolicyPageTest {
  private static final Path PAGE = Path.of("../../docs/policy.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern MISTAKE =
      Pattern.compile("(?m)^infra/dev\\.policy\\.yaml:\\d+: (.*)$");
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @ParameterizedTest
  @MethodSource("examples")
  void example_has_no_mistake(String yaml) {
    PolicyFile policy = PolicyFile.read("example", yaml);

    assertThat(policy.mistakes()).as(yaml).isEmpty();
    // The functions read it, too.
    PolicyJson.read(Json.write(policy.json()));
  }

  @Test
  void there_is_an_example_for_each_wish() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void own_repository() throws IOException {
    assertThat(match("repository: acme/harbor", "harbor", Map.of()).routing().repository())
        .contains("acme/harbor");
  }

  @Test
  void people_and_labels() throws IOException {
    Match found = match("assignees: [olivia, noah]", "harbor", Map.of());

    assertThat(found.routing().assignees()).contains(List.of("olivia", "noah"));
    assertThat(Json.write(found.routing())).contains("\"oncall\"", "\"d73a4a\"");
  }

  @ParameterizedTest
  @CsvSource({"critical, P0", "MAJOR, P1", "warn, P2", "whatever, P3"})
  void severities(String severity, Priority priority) throws IOException {
    assertThat(match("severities:", "harbor", Map.of("severity", severity)).stated())
        .contains(priority);
  }

  @Test
  void forgotten_team_and_priority() throws IOException {
    Match found = match("severities:", "", Map.of());

    assertThat(found.routing().team()).contains("triage");
    assertThat(found.routing().priority()).contains("P2");
  }

  @ParameterizedTest
  @CsvSource({"staging, P3", "test, P3", "prod,"})
  void priority_by_environment(String env, String priority) throws IOException {
    assertThat(match("not production", "harbor", Map.of("env", env)).routing().priority())
        .isEqualTo(Optional.ofNullable(priority));
  }

  @ParameterizedTest
  @CsvSource({"dev, true", "sandbox, true", "prod, false"})
  void noise(String env, boolean dropped) throws IOException {
    assertThat(match("drop: true", "harbor", Map.of("env", env)).routing().drop().isPresent())
        .isEqualTo(dropped);
  }

  @ParameterizedTest
  @CsvSource({
    "harbor, '', 2026-03-08T01:30:00Z, weekly restart",
    "harbor, '', 2026-03-08T03:30:00Z,",
    "yard, '', 2026-03-08T01:30:00Z,",
    "yard, north, 2026-12-02T05:59:00Z, move",
    "yard, south, 2026-12-02T05:59:00Z,",
    "yard, north, 2026-12-02T06:00:00Z,"
  })
  void maintenance(String team, String site, Instant at, String window) throws IOException {
    assertThat(
            router("maintenance:")
                .match(facts(team, Map.of("site", site), "grafana"), at)
                .maintenance())
        .isEqualTo(Optional.ofNullable(window));
  }

  @ParameterizedTest
  @CsvSource({"close: never, audit, close", "one_shot:, event, one_shot"})
  void settings_of_the_lifecycle(String example, String kind, String setting) throws IOException {
    Router router = router(example);

    assertThat(
            Json.write(
                router.match(facts("yard", Map.of("kind", kind), "normalized"), NOON).routing()))
        .contains("\"" + setting + "\"");
    assertThat(
            Json.write(
                router.match(facts("yard", Map.of("kind", "other"), "normalized"), NOON).routing()))
        .isEqualTo("{\"route\":\"defaults\"}");
  }

  @Test
  void maintenance_is_over_when_its_window_is() throws IOException {
    assertThat(
            router("maintenance:")
                .match(facts("harbor", Map.of(), "grafana"), Instant.parse("2026-03-08T01:30:00Z"))
                .maintenanceUntil())
        .contains(Instant.parse("2026-03-08T03:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sensor | {\"reminder\":\"3d\",\"reopen\":\"7d\",\"hold_close\":\"30m\"}",
        "batch | {\"repeats\":\"silent\",\"reminder\":\"3d\"}",
        "other | {\"reminder\":\"3d\"}"
      })
  void loudness(String kind, String lifecycle) throws IOException {
    assertThat(
            Json.write(
                match("flickering sensors", "harbor", Map.of("kind", kind))
                    .routing()
                    .lifecycle()
                    .orElseThrow()))
        .isEqualTo(lifecycle);
  }

  @ParameterizedTest
  @CsvSource({"test, chatty disks", "prod, defaults"})
  void everything_but(String env, String route) throws IOException {
    assertThat(match("chatty disks", "harbor", Map.of("env", env, "priority", "P3")).route())
        .isEqualTo(route);
  }

  /** The page's lines, made by small files with these mistakes. */
  @Test
  void mistakes_are_told_as_the_page_says() throws IOException {
    List<String> files =
        List.of(
            "version: 1\ndefaults: {repositry: acme/alerts}",
            """
            version: 1
            routes:
              - {name: disks, match: {title: "Disk *"}}
              - {name: full disks, match: {title: "Disk full"}}
            """,
            """
            version: 1
            maintenance:
              - name: a
                weekly: {day: sunday, from: "02:00", to: "02:00", zone: UTC}
            """);
    List<String> told =
        files.stream()
            .flatMap(yaml -> PolicyFile.read("x", yaml).mistakes().stream())
            .map(line -> line.replaceFirst("^x:\\d+: ", ""))
            .toList();

    assertThat(MISTAKE.matcher(Files.readString(PAGE)).results().map(it -> it.group(1)))
        .containsExactlyElementsOf(told);
  }

  /** {@return each example as a whole file} */
  static List<String> examples() throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
    return matcher.results().map(example -> whole(example.group(1))).toList();
  }

  private static String whole(String example) {
    String above =
        example.startsWith("  - ")
            ? "routes:\n"
            : example.startsWith("    ")
                ? "routes:\n  - name: one\n    match: {team: harbor}\n"
                : "";
    return "version: 1\n" + above + example;
  }

  private static Match match(String example, String team, Map<String, String> labels)
      throws IOException {
    return router(example).match(facts(team, labels, "grafana"), NOON);
  }

  private static Router router(String example) throws IOException {
    String yaml = examples().stream().filter(it -> it.contains(example)).findFirst().orElseThrow();
    return new Router(PolicyJson.read(Json.write(PolicyFile.read("example", yaml).json())));
  }

  private static AlertFacts facts(String team, Map<String, String> labels, String source) {
    return new AlertFacts(
        source,
        Optional.empty(),
        Optional.empty(),
        "Disk full",
        Priority.parse(labels.getOrDefault("priority", "")),
        Optional.empty(),
        Optional.of(team).filter(name -> !name.isEmpty()),
        Optional.ofNullable(labels.get("severity")),
        labels,
        Map.of(),
        Map.of());
  }
}
