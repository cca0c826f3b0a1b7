package org.pytorch.alerting.github.render.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.github.render.StatusBlock;
import org.pytorch.alerting.github.render.StatusText;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.status.SharingAlerts;

/** What an issue shows of a resource's labels, and what it cuts or leaves to the payload. */
class IssueLimitsTest {
  private static final IssueText TEXT =
      new IssueText(IssueText.Settings.of(new GitHubLinks("github.com")));

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

  /** {@return the rows of {@code body}'s table} */
  private static List<String> rows(String body) {
    return body.lines()
        .filter(line -> line.startsWith("| ") && !line.contains("---") && !line.contains("Name"))
        .toList();
  }

  private static Map<String, String> labels(int count) {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      labels.put("n" + (100 + i), "v");
    }
    return labels;
  }

  @Test
  void identifier_of_300_characters_is_shown_and_a_longer_one_is_cut_to_300() {
    String shown = "x".repeat(300);

    assertThat(body(Optional.of(shown), Map.of())).contains("- **Where:** job `" + shown + "`\n");
    assertThat(body(Optional.of(shown + "x"), Map.of()))
        .contains("- **Where:** job `" + "x".repeat(293) + "… [cut]`\n");
  }

  @Test
  void value_of_500_characters_is_shown_and_a_longer_one_is_cut_to_500() {
    String shown = "x".repeat(500);
    String cut = "x".repeat(493) + "… \\[cut\\]";

    assertThat(body(Optional.empty(), Map.of(shown, shown)))
        .contains("| " + shown + " | " + shown + " |\n");
    assertThat(body(Optional.empty(), Map.of(shown + "x", shown + "x")))
        .contains("| " + cut + " | " + cut + " |\n");
  }

  @Test
  void sixty_rows_are_shown_and_the_rest_is_counted() {
    String all = body(Optional.empty(), labels(60));
    assertThat(rows(all)).hasSize(60).last().isEqualTo("| n159 | v |");
    assertThat(all).doesNotContain("more labels and annotations");

    String more = body(Optional.empty(), labels(62));
    assertThat(rows(more)).hasSize(60).last().isEqualTo("| n159 | v |");
    assertThat(more)
        .contains("| n159 | v |\n\nand 2 more labels and annotations, which are not shown\n\n");
  }

  /** Code of many backticks is written with even more, and each at sign with a break. */
  @Test
  void table_is_shown_up_to_20_000_characters() {
    String fitting = body(Optional.empty(), longLabels(LAST_THAT_FITS));
    assertThat(rows(fitting)).hasSize(12);
    assertThat(rows(fitting).stream().mapToInt(line -> line.length() + 1).sum())
        .isEqualTo(20_000 - 120);
    assertThat(fitting).doesNotContain("more labels and annotations");

    String longer = body(Optional.empty(), longLabels(LAST_THAT_FITS + 1));
    assertThat(rows(longer)).hasSize(11);
    assertThat(longer).contains(" |\n\nand 1 more labels and annotations, which are not shown\n");
  }

  private static final int LAST_THAT_FITS = 423;

  /** {@return 11 labels that become much longer when written, and one of {@code last}} */
  private static Map<String, String> longLabels(int last) {
    Map<String, String> labels = new TreeMap<>();
    String name = ("`a" + "`".repeat(16) + "b` ").repeat(14) + "xyz";
    for (char first = 'a'; first <= 'k'; first++) {
      labels.put(first + name, "@".repeat(500));
    }
    labels.put("l", "x".repeat(last));
    return labels;
  }

  /** A line of six characters that is written with eighteen. */
  private static final String INDENTED = "\t\t\t\ta\n";

  private static final String CODE = "`a" + "`".repeat(16) + "b` ";

  /** {@return the body of an alert of which everything but these is at its limit} */
  private static String fullBody(int summaryLines, String description) {
    Optional<String> url = Optional.of("https://e.example/?" + "&".repeat(792));
    Optional<String> id = Optional.of("@".repeat(300));
    return body(
        TestAlerts.firing()
            .title(CODE.repeat(23))
            .summary(Optional.of(INDENTED.repeat(summaryLines)))
            .description(Optional.of(description))
            .reason(Optional.of(CODE.repeat(47)))
            .teams(IntStream.range(0, 10).mapToObj(i -> i + "_".repeat(42) + "x").toList())
            .links(new Links(url, url, url, url, url))
            .identity(new Identity(id, id, id))
            .resource(
                new Resource(Resource.Type.JOB, id, id, Optional.of(longLabels(LAST_THAT_FITS))))
            .routing(
                Optional.of(Json.read("{\"route\":\"r\",\"assignees\":[\"kim\"]}", Routing.class)))
            .rawProvider(
                Optional.of(Json.mapper().createObjectNode().put("text", "x".repeat(70_000)))));
  }

  private static final String LONGEST = INDENTED.repeat(640);

  private static int payloadLength(String body) {
    int start = body.indexOf("```json\n");
    return start < 0 ? 0 : body.lastIndexOf("\n```") - start - "```json\n".length();
  }

  private static long indentedLines(String body) {
    return body.lines().filter(("\u00a0".repeat(16) + "a")::equals).count();
  }

  @Test
  void payload_is_shown_while_40_characters_of_it_fit() {
    // A line of the summary is written with 18 characters.
    int lines =
        IntStream.rangeClosed(1, 250)
            .filter(count -> payloadLength(fullBody(count, LONGEST + "y")) < 40 + 18)
            .findFirst()
            .orElseThrow();
    int spare = payloadLength(fullBody(lines, LONGEST + "y")) - 40 + 1;

    String shown = fullBody(lines, LONGEST + "y".repeat(spare));
    assertThat(payloadLength(shown)).isEqualTo(40);
    assertThat(shown).contains("… [cut]\n```\n\n</details>");

    String longer = fullBody(lines, LONGEST + "y".repeat(spare + 1));
    assertThat(payloadLength(longer)).isZero();
    assertThat(longer).contains("y".repeat(spare + 1)).doesNotContain("```json");
  }

  @Test
  void table_gives_way_to_what_is_written_for_people() {
    String body = fullBody(250, LONGEST + "y".repeat(256));

    assertThat(indentedLines(body)).isEqualTo(250 + 640);
    assertThat(body).contains("\n" + "y".repeat(256) + "\n\n### Labels and annotations");
    assertThat(rows(body)).hasSizeBetween(9, 11);
    assertThat(body).contains("more labels and annotations, which are not shown\n\n<details>");
    assertThat(body.codePointCount(0, body.length()) + IssueDraft.MAX_NOTE_LENGTH)
        .isBetween(65_536 - 2_000, 65_536);
  }

  /** The longest titles, of which each character is escaped, leave room for all other lines. */
  @Test
  void block_of_a_shared_issue_lists_what_fits_and_counts_the_rest() {
    SharingAlert alert =
        new SharingAlert(
            SharingAlert.State.FIRING,
            Optional.of(Priority.P0),
            "#".repeat(SharingAlert.MAX_TITLE_LENGTH),
            Instant.EPOCH,
            Optional.empty());
    SharingAlerts alerts =
        new SharingAlerts(
            SharedBy.REPOSITORY, 2_000, 0, 0, Collections.nCopies(SharingAlerts.MAX_SHOWN, alert));
    IssueStatus status = TestAlerts.status(2_000).withSharing(Optional.of(alerts));

    String block =
        new StatusText(new GitHubLinks("github.com"))
            .block(status, TestAlerts.firing().build(), TestAlerts.REPO)
            .text();

    assertThat(block.codePointCount(0, block.length()))
        .isBetween(StatusBlock.MAX_SHARED_LENGTH / 2, StatusBlock.MAX_SHARED_LENGTH);
    long shown = block.lines().filter(line -> line.startsWith("- 🔴")).count();
    assertThat(shown).isGreaterThan(50);
    assertThat(block).contains("- and %d more\n".formatted(2_000 - shown));
  }
}
