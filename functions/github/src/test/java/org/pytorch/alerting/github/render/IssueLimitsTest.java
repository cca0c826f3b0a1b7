package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.json.Json;

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

  /** A line of six characters that is written with eighteen. */
  private static final String INDENTED = "\t\t\t\ta\n";

  private static final String CODE = "`a" + "`".repeat(16) + "b` ";

  /** {@return the body of an alert of which everything but {@code description} is at its limit} */
  private static String fullBody(String description) {
    Optional<String> url = Optional.of("https://e.example/?" + "&".repeat(792));
    Optional<String> id = Optional.of("@".repeat(300));
    return body(
        TestAlerts.firing()
            .title(CODE.repeat(23))
            .summary(Optional.of(INDENTED.repeat(250)))
            .description(Optional.of(description))
            .reason(Optional.of(CODE.repeat(47)))
            .teams(IntStream.range(0, 10).mapToObj(i -> i + "_".repeat(42) + "x").toList())
            .links(new Links(url, url, url, url))
            .identity(new Identity(id, id, id))
            .resource(new Resource(Resource.Type.JOB, id, id, Optional.of(longLabels(272))))
            .rawProvider(
                Optional.of(Json.mapper().createObjectNode().put("text", "x".repeat(70_000)))));
  }

  private static int payloadLength(String body) {
    int start = body.indexOf("```json\n");
    return start < 0 ? 0 : body.lastIndexOf("\n```") - start - "```json\n".length();
  }

  private static long indentedLines(String body) {
    return body.lines().filter(("\u00a0".repeat(16) + "a")::equals).count();
  }

  @Test
  void payload_is_shown_while_40_characters_of_it_fit() {
    String description = INDENTED.repeat(640);

    String shown = fullBody(description + "y".repeat(40));
    assertThat(payloadLength(shown)).isEqualTo(40);
    assertThat(shown).contains("… [cut]\n```\n\n</details>");

    String longer = fullBody(description + "y".repeat(41));
    assertThat(payloadLength(longer)).isZero();
    assertThat(longer).contains("y".repeat(41)).doesNotContain("```json");
  }

  @Test
  void description_that_does_not_fit_is_cut_to_half_of_its_limit() {
    String description = INDENTED.repeat(640);

    String fits = fullBody(description + "y".repeat(180));
    assertThat(indentedLines(fits)).isEqualTo(250 + 640);
    assertThat(fits).contains("\n" + "y".repeat(180) + "\n\n<details>");

    // 340 lines, a tab and the mark are 2,048 characters.
    String cut = fullBody(description + "y".repeat(181));
    assertThat(indentedLines(cut)).isEqualTo(250 + 340);
    assertThat(cut).contains("a\n" + "\u00a0".repeat(4) + "… \\[cut\\]\n\n<details>");
  }
}
