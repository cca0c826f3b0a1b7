package org.pytorch.alerting.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A release's metadata: versions, licences, changelog, and the workflows that build it. */
class ReleaseTest {
  private static final Pattern SECTION = Pattern.compile("(?m)^## \\[([^]]+)]");
  private static final Pattern ACTION = Pattern.compile("uses: (\\S+)");

  /** DynamoDB Local must not be redistributed; the others are not for AWS. */
  private static final Pattern DEVELOPMENT_ONLY =
      Pattern.compile("(?i)lib/.*(dynamodblocal|elasticmq|junit|testcontainers).*");

  @ParameterizedTest
  @MethodSource("artefacts")
  void every_zip_names_its_version_and_commit(String artefact) throws Exception {
    Properties properties = new Properties();
    try (ZipFile zip = new ZipFile(Repository.zip(artefact).toFile())) {
      ZipEntry entry = zip.getEntry("META-INF/org.pytorch.alerting.properties");
      assertThat(entry).isNotNull();
      try (InputStream content = zip.getInputStream(entry)) {
        properties.load(new StringReader(new String(content.readAllBytes(), UTF_8)));
      }
    }

    assertThat(properties)
        .containsEntry("name", artefact)
        .containsEntry("version", Repository.version());
    assertThat(properties.getProperty("commit")).matches("([0-9a-f]{12}|unknown)(-dirty)?");
  }

  @ParameterizedTest
  @MethodSource("artefacts")
  void no_zip_has_a_development_only_library(String artefact) throws Exception {
    try (ZipFile zip = new ZipFile(Repository.zip(artefact).toFile())) {
      List<String> libraries =
          zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".jar")).toList();

      assertThat(libraries).isNotEmpty().noneMatch(DEVELOPMENT_ONLY.asMatchPredicate());
    }
  }

  @Test
  void the_licence_matches_the_pom() {
    assertThat(Repository.text(Repository.ROOT.resolve("LICENSE")))
        .startsWith("BSD 3-Clause License\n\nCopyright (c) ");
    assertThat(Repository.text(Repository.ROOT.resolve("pom.xml")))
        .contains("<license>\n      <name>BSD-3-Clause</name>");
  }

  @Test
  void the_changelog_starts_with_unreleased_and_has_the_version() {
    List<String> sections =
        SECTION
            .matcher(Repository.text(Repository.ROOT.resolve("CHANGELOG.md")))
            .results()
            .map(heading -> heading.group(1))
            .toList();

    assertThat(sections).startsWith("Unreleased").doesNotHaveDuplicates();
    if (!Repository.version().endsWith("-SNAPSHOT")) {
      assertThat(sections).contains(Repository.version());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci.yml", "release.yml"})
  void a_workflow_has_triggers_permissions_and_time_limits(String name) {
    Map<Object, Object> workflow = yaml(".github/workflows/" + name);

    // YAML 1.1 reads the key "on" as true.
    assertThat(workflow).containsKeys("name", true, "permissions", "jobs");
    Map<?, ?> jobs = map(workflow.get("jobs"));
    assertThat(jobs.values())
        .isNotEmpty()
        .allSatisfy(job -> assertThat(map(job).get("timeout-minutes")).isInstanceOf(Integer.class));
  }

  @Test
  void every_workflow_uses_the_same_major_version_of_an_action() throws Exception {
    List<String> actions = new ArrayList<>();
    for (String workflow : List.of("ci.yml", "release.yml")) {
      actions.addAll(
          ACTION
              .matcher(Repository.text(Repository.ROOT.resolve(".github/workflows/" + workflow)))
              .results()
              .map((MatchResult use) -> use.group(1))
              .toList());
    }

    assertThat(actions).isNotEmpty().allMatch(action -> action.matches("[\\w-]+/[\\w-]+@v\\d+"));
    assertThat(actions.stream().distinct().map(action -> action.replaceAll("@.*", "")))
        .doesNotHaveDuplicates();
  }

  @Test
  void dependabot_checks_folders_that_exist() {
    List<?> updates = (List<?>) yaml(".github/dependabot.yml").get("updates");

    assertThat(updates)
        .isNotNull()
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(
            update ->
                assertThat(folders(map(update)))
                    .isNotEmpty()
                    .allSatisfy(
                        folder ->
                            assertThat(Repository.ROOT.resolve(folder.substring(1)))
                                .isDirectory()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bug.yml", "idea.yml", "source.yml"})
  void an_issue_form_has_fields_with_labels(String name) {
    Map<Object, Object> form = yaml(".github/ISSUE_TEMPLATE/" + name);

    assertThat(form).containsKeys("name", "description", "body");
    assertThat((List<?>) form.get("body"))
        .isNotEmpty()
        .filteredOn(field -> !"markdown".equals(map(field).get("type")))
        .allSatisfy(
            field -> {
              assertThat(map(field).get("id")).isNotNull();
              assertThat(map(map(field).get("attributes")).get("label")).isNotNull();
            });
  }

  static Stream<String> artefacts() {
    return Terraform.read().table("functions").values().stream()
        .map(row -> (String) row.get("artefact"))
        .distinct();
  }

  private static List<String> folders(Map<?, ?> update) {
    Object one = update.get("directory");
    if (one != null) {
      return List.of((String) one);
    }
    assertThat(update.get("directories")).isInstanceOf(List.class);
    return ((List<?>) update.get("directories")).stream().map(String.class::cast).toList();
  }

  private static Map<Object, Object> yaml(String file) {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(Repository.text(Repository.ROOT.resolve(file)));
  }

  private static Map<?, ?> map(Object node) {
    assertThat(node).isInstanceOf(Map.class);
    return (Map<?, ?>) node;
  }
}
