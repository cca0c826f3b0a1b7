package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.action.ActionRequest;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;

/** What an issue shows of a resource's labels, and what it cuts or leaves to the payload. */
class IssueLimitsTest {
  private static final IssueText TEXT = new IssueText(new GitHubLinks("github.com"));

  private static String body(AlertEventBuilder alert) {
    AlertEvent event = alert.build();
    ActionRequest request = TestAlerts.request(AlertAction.CREATE, event, Optional.empty());
    return TEXT.draft(request, Marker.ofIssue(request.decision().fingerprint(), 1)).body();
  }

  private static String body(Optional<String> id, Map<String, String> extra) {
    return body(
        TestAlerts.firing()
            .resource(new Resource(Resource.Type.JOB, id, Optional.empty(), Optional.of(extra))));
  }

  /** {@return the lines of {@code body} that show a label of the resource} */
  private static List<String> extras(String body) {
    return body.lines().filter(line -> line.startsWith("  - **")).toList();
  }

  private static Map<String, String> labels(int count) {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      labels.put("n" + (100 + i), "v");
    }
    return labels;
  }

  @Test
  void value_of_300_characters_is_shown_and_a_longer_one_is_cut_to_300() {
    String shown = "x".repeat(300);
    String cut = "x".repeat(293) + "… ";

    assertThat(body(Optional.of(shown), Map.of(shown, shown)))
        .contains(
            "- **Resource:** job `" + shown + "`\n", "  - **" + shown + ":** `" + shown + "`");
    assertThat(body(Optional.of(shown + "x"), Map.of(shown + "x", shown + "x")))
        .contains(
            "- **Resource:** job `" + cut + "[cut]`\n",
            "  - **" + cut + "\\[cut\\]:** `" + cut + "[cut]`");
  }

  @Test
  void twenty_labels_are_shown_and_the_rest_is_counted() {
    String all = body(Optional.empty(), labels(20));
    assertThat(extras(all)).hasSize(20).last().isEqualTo("  - **n119:** `v`");
    assertThat(all).doesNotContain("in the payload below");

    String more = body(Optional.empty(), labels(22));
    assertThat(extras(more)).hasSize(20).last().isEqualTo("  - **n119:** `v`");
    assertThat(more).contains("  - **n119:** `v`\n  - and 2 more, in the payload below\n");
  }

  /** Code of many backticks is written with even more, and each at sign with a break. */
  @Test
  void labels_are_shown_up_to_25_000_characters() {
    String fitting = body(Optional.empty(), longLabels(272));
    assertThat(extras(fitting)).hasSize(19);
    assertThat(extras(fitting).stream().mapToInt(line -> line.length() + 1).sum())
        .isEqualTo(25_000);
    assertThat(fitting).doesNotContain("in the payload below");

    String longer = body(Optional.empty(), longLabels(273));
    assertThat(extras(longer)).hasSize(18);
    assertThat(longer).contains("`\n  - and 1 more, in the payload below\n");
  }

  /** {@return 18 labels of 1,373 characters as written, and one of 14 and {@code last}} */
  private static Map<String, String> longLabels(int last) {
    Map<String, String> labels = new TreeMap<>();
    String name = ("`a" + "`".repeat(16) + "b` ").repeat(14) + "xyz";
    for (char first = 'a'; first <= 'r'; first++) {
      labels.put(first + name, "@".repeat(300));
    }
    labels.put("s", "x".repeat(last));
    return labels;
  }
}
