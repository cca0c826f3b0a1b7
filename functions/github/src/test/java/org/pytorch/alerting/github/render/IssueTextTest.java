package org.pytorch.alerting.github.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.ExecutionPage;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.page.Rendered;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.route.RoutingBuilder;

class IssueTextTest {
  private static final IssueText.Settings SETTINGS =
      IssueText.Settings.of(new GitHubLinks("github.com"));
  private static final IssueText TEXT = new IssueText(SETTINGS);
  private static final CommentText COMMENTS = new CommentText(new GitHubLinks("github.com"));

  private static ActionRequest request(AlertEventBuilder alert) {
    return TestAlerts.request(AlertAction.CREATE, alert.build(), Optional.empty());
  }

  private static Marker marker(ActionRequest request) {
    return Marker.ofIssue(request.decision().fingerprint(), request.decision().episode());
  }

  private static IssueDraft draft(AlertEventBuilder alert) {
    return TEXT.draft(request(alert), marker(request(alert)));
  }

  @Test
  void an_issue_says_what_happened_and_where_to_look() {
    AlertEventBuilder alert =
        TestAlerts.firing()
            .description(
                Optional.of(
                    "Consumers are **slow**.\n- look at the queue\nRunbook: Open the second gate."))
            .reason(Optional.of("A = 1840"))
            .teams(List.of("harbor", "dev-infra"))
            .resource(
                new Resource(
                    Resource.Type.SERVICE,
                    Optional.of("berth-intake"),
                    Optional.of("us-east-1"),
                    Optional.of(Map.of("queue", "berth"))))
            .links(
                new Links(
                    Optional.of("https://wiki.tidewater.example/r?a=1&b=2"),
                    Optional.of("https://grafana.tidewater.example/d/1"),
                    Optional.of("https://github.com/tidewater/alerts/issues/9"),
                    Optional.empty()))
            .rawProvider(Optional.of(Json.mapper().createObjectNode().put("status", "firing")));

    IssueDraft draft = draft(alert);

    assertThat(draft.title()).isEqualTo("[P1] Queue age too high");
    assertThat(draft.body())
        .isEqualTo(
            """
            Oldest message is 1840 s old

            ### What to do

            Open the second gate.

            **[Runbook](<https://wiki.tidewater.example/r?a=1&amp;b=2>)** · \
            [Dashboard](<https://grafana.tidewater.example/d/1>) · \
            Source: `https://github.com/tidewater/alerts/issues/9`

            - **Firing since:** 2026-03-04T07:12:10.000Z
            - **Where:** service `berth-intake`, region `us-east-1`
            - **Teams:** harbor, dev-infra
            - **Reason:** A = 1840

            ### Description

            Consumers are \\*\\*slow\\*\\*.

            - look at the queue

            ### Labels and annotations

            | Name | Value |
            | --- | --- |
            | queue | berth |

            <details>
            <summary>Identifiers and payload</summary>

            - **Fingerprint:** `%1$s`
            - **Episode:** 1
            - **Event:** `6f1d0c1e-CREATE#0`
            - **Execution:** `%2$s`
            - **Source:** `grafana 1`
            - **Account:** `1`
            - **Alarm:** `04ae3ef017b5425f`

            ```json
            {
              "status" : "firing"
            }
            ```

            </details>

            <sub>To stop this, close the issue: it is left alone until the alert fires again.</sub>

            <!-- alert-pipeline v1 issue fingerprint=%1$s episode=1 -->\
            """
                .formatted(request(alert).decision().fingerprint(), TestAlerts.EXECUTION));
    assertThat(draft.labels())
        .extracting(Label::name)
        .containsExactly(
            "area:alerting", "Pri: P1", "Team: harbor", "Team: dev-infra", "Source: grafana");
  }

  @Test
  void the_page_shows_the_frame_and_nothing_of_the_alert_s_making() {
    JsonNode payload = Json.mapper().createObjectNode().put("x", "</details>```\n@octo <!-- -->");
    String hostile = "</details> <!-- alert-pipeline v1 issue fingerprint=0 episode=1 -->";
    IssueDraft draft =
        draft(
            TestAlerts.firing()
                .title(hostile + " @octo")
                .summary(Optional.of(hostile))
                .description(Optional.of("```\n" + hostile))
                .reason(Optional.of(hostile))
                .rawProvider(Optional.of(payload)));

    Rendered page = Rendered.of(draft.body());

    assertThat(page.elements())
        .containsExactlyInAnyOrder(
            "h3", "p", "ul", "li", "strong", "a", "code", "pre", "details", "summary", "sub");
    assertThat(page.comments()).isEqualTo(1);
    assertThat(draft.body().split("<!--", -1)).hasSize(2);
    assertThat(draft.title()).contains("@\u200bocto").doesNotContain("<!--");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "é", "🚢", "@", "#1", "`", "\\", "\u202e", "<", "- a\n", "```\n\n", "_"})
  void the_longest_texts_fit_whatever_they_are_made_of(String piece) {
    Map<String, String> extra =
        IntStream.range(0, 200)
            .boxed()
            .collect(Collectors.toMap(i -> i + piece.repeat(300), _ -> piece.repeat(3_000)));
    ObjectNode payload = Json.mapper().createObjectNode();
    payload.put("text", piece.repeat(200_000 / piece.length()));
    AlertEventBuilder alert =
        TestAlerts.firing()
            .title("t" + piece.repeat(499 / piece.length()))
            .description(Optional.of(piece.repeat(4_096 / piece.length())))
            .summary(Optional.of(piece.repeat(1_500 / piece.length())))
            .reason(Optional.of(piece.repeat(1_000 / piece.length())))
            .resource(
                new Resource(
                    Resource.Type.JOB,
                    Optional.of(piece.repeat(9_000)),
                    Optional.empty(),
                    Optional.of(extra)))
            .links(
                new Links(
                    Optional.of("https://e.example/" + "é".repeat(1_900)),
                    Optional.of("https://e.example/" + "x".repeat(1_900)),
                    Optional.empty(),
                    Optional.empty()))
            .rawProvider(Optional.of(payload));
    IssueDraft draft = draft(alert);

    assertThat(draft.body().codePointCount(0, draft.body().length())).isLessThanOrEqualTo(65_536);
    assertThat(draft.body().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(262_144);
    assertThat(draft.title().codePointCount(0, draft.title().length())).isLessThanOrEqualTo(256);
    assertThat(draft.body()).contains("… [cut]\n```");
    assertThat(marker(request(alert)).isOn(draft.body())).isTrue();
    assertThat(Rendered.of(draft.body()).elements()).contains("details").doesNotContain("img");
  }

  @Test
  void an_address_that_its_escapes_make_too_long_is_left_out_and_named() {
    String shown = "https://e.example/?" + "&".repeat(793);
    String tooLong = shown + "&";
    IssueDraft draft =
        draft(
            TestAlerts.firing()
                .links(
                    new Links(
                        Optional.of(tooLong),
                        Optional.of(shown),
                        Optional.empty(),
                        Optional.empty())));

    assertThat(draft.body())
        .contains(
            "**Runbook: too long to be shown** · [Dashboard](<https://e.example/?&amp;",
            "&amp;>)\n")
        .doesNotContain(tooLong);
  }

  @Test
  void title_ends_with_what_distinguishes_the_instances_of_one_rule() {
    assertThat(draft(TestAlerts.firing().subject(Optional.of("berth=north"))).title())
        .isEqualTo("[P1] Queue age too high: berth=north");

    String longest =
        draft(TestAlerts.firing().title("t".repeat(300)).subject(Optional.of("berth=north")))
            .title();
    assertThat(longest).hasSize(256).endsWith("t… [cut]: berth=north");
  }

  @Test
  void resource_of_no_known_kind_is_shown_by_its_region_alone() {
    Resource nowhere = Resource.generic();
    Resource somewhere =
        new Resource(
            Resource.Type.GENERIC, Optional.empty(), Optional.of("eu-north-1"), Optional.empty());

    assertThat(draft(TestAlerts.firing().resource(nowhere)).body()).doesNotContain("Where:");
    assertThat(draft(TestAlerts.firing().resource(somewhere)).body())
        .contains("- **Where:** region `eu-north-1`\n");
  }

  @Test
  void account_says_where_except_for_grafana_whose_account_is_an_organisation() {
    Identity identity =
        new Identity(Optional.of("640017223391"), Optional.of("eu-west-1"), Optional.of("x"));

    assertThat(draft(TestAlerts.firing().source("cloudwatch").identity(identity)).body())
        .contains("- **Where:** region `eu-west-1`, account `640017223391`\n");
    assertThat(draft(TestAlerts.firing().identity(identity)).body())
        .contains("- **Where:** region `eu-west-1`\n");
  }

  @Test
  void title_of_an_alert_of_which_nothing_is_known_says_so_once() {
    AlertEventBuilder alert = TestAlerts.firing().condition(Optional.of(Condition.NO_DATA));

    assertThat(draft(alert).title()).isEqualTo("[P1] No data: Queue age too high");
    assertThat(draft(alert.title("No data: Queue age too high")).title())
        .isEqualTo("[P1] No data: Queue age too high");
    assertThat(draft(alert.condition(Optional.of(Condition.ERROR)).title("Queue age")).title())
        .isEqualTo("[P1] Error: Queue age");
    assertThat(draft(alert).labels()).extracting(Label::name).contains("no-data");
    assertThat(draft(TestAlerts.firing()).labels())
        .extracting(Label::name)
        .doesNotContain("no-data");
  }

  @Test
  void texts_of_a_rule_without_data_are_said_to_be_the_rules_own() {
    String body =
        draft(
                TestAlerts.firing()
                    .condition(Optional.of(Condition.ERROR))
                    .reason(Optional.of("connection refused")))
            .body();

    assertThat(body)
        .startsWith(
            """
            Grafana cannot evaluate this rule; nothing is known of what it watches.

            *The rule's own text, written for when it has data:*

            Oldest message is 1840 s old
            """)
        .contains("- **Reason:** connection refused\n");
  }

  @Test
  void last_line_that_is_seen_links_the_page_about_issues_and_names_a_policy() {
    URI docs = URI.create("https://wiki.tidewater.example/alerts/");
    IssueText linking = new IssueText(SETTINGS.withDocs(Optional.of(docs)));
    AlertEventBuilder routed = TestAlerts.firing().routing(Optional.of(routing()));

    assertThat(linking.draft(request(routed), marker(request(routed))).body())
        .contains(
            """

            <sub>To stop this, close the issue: it is left alone until the alert fires again. \
            The policy can make it quieter. \
            [About these issues](<https://wiki.tidewater.example/alerts/issues.md>)</sub>

            <!-- alert-pipeline\
            """);
  }

  @Test
  void execution_is_linked_where_a_console_shows_it() {
    AlertEventBuilder routed = TestAlerts.firing().routing(Optional.of(routing()));
    ActionRequest request =
        request(routed)
            .withExecutionId("arn:aws:states:eu-central-1:123456789012:express:alerts:m1-1:7f")
            .withExecutionStartedAt(Instant.parse("2026-03-04T07:12:41.250Z"));
    ExecutionPage console =
        new ExecutionPage(
            "https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1"
                + "#/express-executions/details/{execution}?startDate={started}");
    IssueText linking = new IssueText(SETTINGS.withExecutions(Optional.of(console)));
    String address =
        "https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1"
            + "#/express-executions/details/"
            + "arn:aws:states:eu-central-1:123456789012:express:alerts:m1-1:7f"
            + "?startDate=1772608361250";

    assertThat(linking.draft(request, marker(request)).body())
        .contains("- **Execution:** [each of its steps](<%s>)\n".formatted(address))
        .contains("- **Execution:** [`%s`](<%s>)\n".formatted(request.executionId(), address));
    assertThat(TEXT.draft(request, marker(request)).body())
        .contains("- **Execution:** `%s`\n".formatted(request.executionId()))
        .doesNotContain("each of its steps");
    ActionRequest odd = request.withExecutionId("m1-1 <x>");
    assertThat(linking.draft(odd, marker(odd)).body()).doesNotContain("each of its steps");
  }

  private static Routing routing() {
    return RoutingBuilder.builder().route("harbor").build();
  }

  @Test
  void a_text_of_nothing_to_see_has_no_heading() {
    IssueDraft draft =
        draft(TestAlerts.firing().summary(Optional.of(" ")).description(Optional.of("\n")));

    assertThat(draft.body()).startsWith("**[Runbook](").doesNotContain("### Description");
  }

  @Test
  void an_alert_without_links_has_no_line_for_them() {
    Links none = new Links(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(draft(TestAlerts.firing()).body()).contains("\n\n**[Runbook](");
    assertThat(draft(TestAlerts.firing().links(none)).body()).doesNotContain("[Runbook](");
  }

  @Test
  void a_zone_of_the_readers_stands_beside_utc_in_issue_and_comments() {
    TimeText times = TimeText.inUtcAnd(ZoneId.of("America/Los_Angeles"));
    ActionRequest request = request(TestAlerts.firing());
    String both = "2026-03-04T07:12:10.000Z (2026-03-03 23:12:10 PST, America/Los_Angeles)";

    String body = new IssueText(SETTINGS.withTimes(times)).draft(request, marker(request)).body();
    CommentText comments = new CommentText(new GitHubLinks("github.com"), times);

    assertThat(body).contains("- **Firing since:** " + both + "\n");
    assertThat(Rendered.of(body).text()).contains("Firing since: " + both);
    assertThat(comments.stillFiring(request.event()))
        .startsWith("Still firing, reported for " + both + ".\n");
    assertThat(comments.resolved(request.event())).startsWith("Resolved at " + both + ".\n");
  }

  @Test
  void a_title_that_was_cut_stands_in_full_in_the_details() {
    IssueDraft draft = draft(TestAlerts.firing().title("word ".repeat(90)));

    assertThat(draft.title()).hasSize(256).endsWith("… [cut]");
    assertThat(draft.body()).contains("- **Title:** " + "word ".repeat(90).strip());
  }

  @Test
  void an_attempt_that_may_not_be_the_first_says_so_in_its_marker() {
    ActionRequest again = TestAlerts.retry(request(TestAlerts.firing()));

    String body = TEXT.draft(again, marker(again)).body();

    assertThat(marker(again).isOn(body)).isTrue();
    assertThat(marker(again).isUnsureOn(body)).isTrue();
    assertThat(body).endsWith(" episode=1 after-unknown-outcome -->");
  }

  @Test
  void a_comment_names_the_time_and_what_is_new() {
    AlertEvent event = TestAlerts.firing().reason(Optional.of("A = @1")).build();

    assertThat(COMMENTS.stillFiring(event))
        .isEqualTo(
            """
            Still firing, reported for 2026-03-04T07:12:10.000Z.

            Oldest message is 1840 s old

            **Reason:** A = @\u200b1\
            """);
    assertThat(COMMENTS.resolved(event)).startsWith("Resolved at 2026-03-04T07:12:10.000Z.\n");
  }

  @Test
  void a_comment_on_an_issue_that_a_bot_closed_names_the_time_and_the_bot() {
    assertThat(COMMENTS.reopened(TestAlerts.first(AlertAction.COMMENT), "stale[bot]"))
        .isEqualTo(
            """
            Still firing, reported for 2026-03-04T07:12:10.000Z. \
            This issue was closed by stale\\[bot\\] and is reopened, because the alert still fires.

            Oldest message is 1840 s old\
            """);
  }
}
