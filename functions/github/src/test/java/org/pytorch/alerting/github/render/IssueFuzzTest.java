package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.page.SafePage;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;

/** Whatever an alert says, its issue and comments make a {@link SafePage}. */
class IssueFuzzTest {
  private static final GitHubLinks GITHUB = new GitHubLinks("github.com");
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(GITHUB);
  private static final IssueText ISSUES = new IssueText(IssueText.Settings.of(GITHUB));
  private static final CommentText COMMENTS = new CommentText(GITHUB);

  private static final Set<String> ISSUE_ELEMENTS =
      Stream.concat(
              SafePage.ELEMENTS.stream(),
              Stream.of(
                  "h3", "details", "summary", "sub", "em", "table", "thead", "tbody", "tr", "th",
                  "td"))
          .collect(Collectors.toUnmodifiableSet());

  /** Not the long ones: they slow the search down and lead nowhere else. */
  static Stream<byte[]> texts() {
    return HostileTexts.all()
        .filter(text -> text.length() < 500)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("texts")
  @DictionaryEntries({
    "@octo",
    "#1",
    "GH-1",
    "deadbeef",
    "<!--",
    "-->",
    "<b>",
    "&#64;",
    "```",
    "~~~",
    "](",
    "![",
    "https://",
    "github.com/a/b/issues/1",
    "www.",
    "- ",
    "1. ",
    ":tada:",
    "javascript:",
    "|-|"
  })
  @FuzzTest
  void a_text_is_harmless_and_every_letter_is_seen(byte[] input) {
    String text = SafePage.withoutLanguages(new String(input, StandardCharsets.UTF_8));

    check(text, MarkdownBlocks.of(text, ESCAPE));
    check("x:" + text, "- **x:** " + ESCAPE.inline(text));
    check(text, MarkdownBlocks.fenced(SafeText.clean(text)));
    SafePage.checkCell(text, ESCAPE.cell(text));
    check(text, "- " + MarkdownEscape.code(SafeText.oneLine(text)));
    SafePage.checkPlain(SafeText.inert(SafeText.oneLine(text)));
  }

  private static void check(String text, String markdown) {
    SafePage.of(markdown, SafePage.ELEMENTS, 0).shows(text);
  }

  @FuzzTest
  void an_issue_and_its_comments_are_harmless(FuzzedDataProvider data) {
    AlertEvent event = event(data);
    ActionRequest first = TestAlerts.request(AlertAction.CREATE, event, Optional.empty());
    ActionRequest request = data.consumeInt(1, 2) == 2 ? TestAlerts.retry(first) : first;
    Marker marker = Marker.ofIssue(request.decision().fingerprint(), 1);

    IssueDraft issue = ISSUES.draft(request, marker);

    SafePage.checkPlain(issue.title());
    assertThat(issue.title().codePointCount(0, issue.title().length())).isLessThanOrEqualTo(256);
    assertThat(issue.body().codePointCount(0, issue.body().length())).isLessThanOrEqualTo(65_536);
    assertThat(issue.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(262_144);
    assertThat(marker.isOn(issue.body())).isTrue();
    assertThat(issue.body()).containsOnlyOnce("<!--");
    SafePage.of(issue.body(), ISSUE_ELEMENTS, 1);
    SafePage.of(COMMENTS.stillFiring(event), SafePage.ELEMENTS, 0);
    SafePage.of(COMMENTS.resolved(event), SafePage.ELEMENTS, 0);
    checkWithStatus(
        TestAlerts.calm(request, ReasonCode.STILL_FIRING, TestAlerts.status(9)), marker);
  }

  private static void checkWithStatus(ActionRequest request, Marker marker) {
    StatusBlock block = ISSUES.block(request, TestAlerts.REPO).orElseThrow();
    String body = ISSUES.draft(request, marker).body();

    assertThat(block.text().codePointCount(0, block.text().length())).isLessThanOrEqualTo(6_000);
    assertThat(block.in(body)).contains(body);
    assertThat(body.split("<!--", -1)).hasSize(4);
    SafePage.of(body, ISSUE_ELEMENTS, 3);
    SafePage.of(block.content(), SafePage.ELEMENTS, 0);
    SafePage.of(COMMENTS.of(request), SafePage.ELEMENTS, 0);
  }

  private static AlertEvent event(FuzzedDataProvider data) {
    AlertEventBuilder event =
        TestAlerts.firing()
            .title("t" + text(data, AlertEvent.MAX_TITLE_LENGTH - 1))
            .description(optional(data, AlertEvent.MAX_DESCRIPTION_LENGTH))
            .summary(optional(data, AlertEvent.MAX_SUMMARY_LENGTH))
            .reason(optional(data, AlertEvent.MAX_REASON_LENGTH))
            .providerVersion(text(data, AlertEvent.MAX_PROVIDER_VERSION_LENGTH))
            .links(new Links(link(data), link(data), link(data), link(data)))
            .identity(new Identity(optional(data, 90), optional(data, 90), optional(data, 90)))
            .resource(
                new Resource(
                    data.pickValue(Resource.Type.values()),
                    optional(data, 90),
                    optional(data, 90),
                    Optional.of(Map.of("x" + text(data, 90), text(data, 90)))));
    event
        .labels(Optional.of(Map.of("x" + text(data, 90), text(data, 490))))
        .annotations(Optional.of(Map.of("x" + text(data, 90), text(data, 490))));
    String raw = text(data, 4_000).repeat(data.consumeInt(0, 80));
    return event.rawProvider(Optional.of(Json.mapper().createObjectNode().put("x", raw))).build();
  }

  private static Optional<String> link(FuzzedDataProvider data) {
    String start = "https://" + text(data, 200);
    return Links.usable(start).isEmpty()
        ? Optional.empty()
        : Links.usable(start + "&".repeat(data.consumeInt(0, Links.MAX_LENGTH - start.length())));
  }

  private static Optional<String> optional(FuzzedDataProvider data, int maxLength) {
    return Optional.of(text(data, maxLength)).filter(text -> !text.isBlank());
  }

  /** {@return a text that is well-formed, as the normalizer ensures} */
  private static String text(FuzzedDataProvider data, int maxLength) {
    byte[] bytes =
        data.consumeString(data.consumeInt(0, maxLength)).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
