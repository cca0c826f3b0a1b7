package org.pytorch.alerting.normalize.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.normalize.Messages;
import org.pytorch.alerting.normalize.Preview;
import org.pytorch.alerting.runtime.Environment;

class PreviewTest {
  private static final Instant SENT_AT = Instant.parse("2026-03-10T00:00:00Z");

  private static final String INCOMPLETE = text("grafana/missing-team-and-priority.json");

  private final Preview preview = Preview.of(new Environment(Map.of()));

  @ParameterizedTest
  @CsvSource({
    "grafana, grafana/missing-team-and-priority.json",
    "alertmanager, alertmanager/missing-team.json",
    "cloudwatch, cloudwatch/missing-team.json",
    "normalized, normalized/missing-everything.json"
  })
  void alert_that_lacks_something_is_named_with_the_page_for_its_sender(
      String source, String file) {
    assertThat(preview.problems(text(file), source, SENT_AT))
        .singleElement()
        .asString()
        .startsWith("alert 1 of 1 (")
        .contains("no team: ")
        .endsWith("\nsee docs/senders/" + source + ".md");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grafana/firing.json",
        "grafana/resolved-without-annotations.json",
        "grafana/test-notification.json"
      })
  void what_needs_nothing_has_no_problem(String file) {
    assertThat(preview.problems(text(file), "grafana", SENT_AT)).isEmpty();
  }

  @Test
  void message_that_cannot_be_read_has_one_problem() {
    assertThat(preview.problems("{}", "nobody", SENT_AT))
        .singleElement()
        .asString()
        .contains("source \"nobody\" is not known");
  }

  @Test
  void variables_of_normalize_count_here_too() {
    String body = text("alertmanager/unknown-severity.json");
    Preview configured =
        Preview.of(
            new Environment(
                Map.of(
                    "ALERTMANAGER_SEVERITY_PRIORITIES", "*=P2",
                    "DOCS_URL", "https://wiki.example/alerts/")));

    assertThat(preview.problems(body, "alertmanager", SENT_AT)).isNotEmpty();
    assertThat(configured.problems(body, "alertmanager", SENT_AT)).isEmpty();
    assertThat(configured.problems(INCOMPLETE, "grafana", SENT_AT).getFirst())
        .endsWith("\nsee https://wiki.example/alerts/senders/grafana.md");
    Environment malformed = new Environment(Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", "x"));
    assertThatThrownBy(() -> Preview.of(malformed)).isInstanceOf(IllegalStateException.class);
  }

  private static String text(String file) {
    return Messages.payload(file, _ -> {}).toString();
  }
}
