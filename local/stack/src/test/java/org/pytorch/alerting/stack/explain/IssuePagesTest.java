package org.pytorch.alerting.stack.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.console.text.Markdown;
import org.pytorch.alerting.stack.Project;

/**
 * The issues that payloads of each source open, one file for each payload. With {@code
 * -Dupdate.expected=true} the files are written again, and the test fails, so that nobody takes
 * what was written for what was checked.
 */
final class IssuePagesTest {
  private static final boolean UPDATE = Boolean.getBoolean("update.expected");
  private static final Path EXPECTED =
      Project.root()
          .resolve("local/stack/src/test/resources/org/pytorch/alerting/stack/explain/pages");
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");

  /** What an issue's frame and a sender's text may be made of. */
  private static final Set<String> ELEMENTS =
      Set.of(
          "a", "br", "code", "details", "em", "h3", "li", "p", "pre", "strong", "sub", "summary",
          "table", "tbody", "td", "th", "thead", "tr", "ul");

  static Stream<String> payloads() {
    return Stream.of(
        "alertmanager/firing",
        "alertmanager/hostile-content",
        "cloudwatch/composite-sns",
        "cloudwatch/contributor-north",
        "cloudwatch/eventbridge-metric-alarm",
        "cloudwatch/metric-alarm",
        "cloudwatch/metric-math",
        "cloudwatch/prose-after-runbook",
        "grafana/datasource-error",
        "grafana/datasource-no-data",
        "grafana/firing",
        "grafana/hostile-content",
        "grafana/one-rule-three-instances",
        "grafana/other-annotations",
        "normalized/firing");
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void payload_opens_the_expected_issues(String name) throws IOException {
    Path file = file(name);
    String actual =
        issues(name).stream().map(IssuePagesTest::page).collect(Collectors.joining("\n\n"));
    if (UPDATE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }

    assertThat(actual).isEqualTo(Files.readString(file));
    assertThat(UPDATE)
        .as("written again: review every line, then run without the switch")
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void page_has_no_element_that_a_sender_made(String name) {
    for (Explanation.Alert alert : issues(name)) {
      String html = Markdown.html(alert.issue().orElseThrow().body(), UnaryOperator.identity());
      Set<String> elements =
          Jsoup.parseBodyFragment(html).body().getAllElements().stream()
              .map(Element::tagName)
              .collect(Collectors.toCollection(TreeSet::new));
      elements.remove("body");

      assertThat(elements).isSubsetOf(ELEMENTS);
    }
  }

  @Test
  void there_is_no_expectation_without_a_payload() throws IOException {
    try (Stream<Path> files = Files.list(EXPECTED)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(payloads().map(IssuePagesTest::file).toList());
    }
  }

  private static List<Explanation.Alert> issues(String name) {
    List<Explanation.Alert> alerts =
        new Explainer(Optional.empty(), "acme/alerts", _ -> Optional.empty())
            .explain(
                new Explainer.Payload(
                    Project.payload(name + ".json"), Optional.of(source(name)), NOW))
            .alerts();
    assertThat(alerts).isNotEmpty();
    return alerts;
  }

  private static String source(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static String page(Explanation.Alert alert) {
    return "# %s\n\n%s\n\n%s\n"
        .formatted(
            alert.issue().orElseThrow().title(),
            alert.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(" ")),
            alert.issue().orElseThrow().body());
  }

  private static Path file(String name) {
    return EXPECTED.resolve(name.replace('/', '-') + ".expected.md");
  }
}
