package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.page.SafePage;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;

/** Hostile texts in every field of an alert at once, as the whole issue and its comments. */
class HostileIssueTest {
  private static final GitHubLinks GITHUB = new GitHubLinks("github.com");
  private static final IssueText ISSUE = new IssueText(IssueText.Settings.of(GITHUB));
  private static final CommentText COMMENTS = new CommentText(GITHUB);

  /** Of a comment; the frame of an issue has some more. */
  private static final Set<String> TEXT = Set.of("p", "a", "code", "pre", "ul", "li", "strong");

  private static final Set<String> FRAME =
      Stream.concat(
              TEXT.stream(),
              Stream.of(
                  "h3", "details", "summary", "sub", "table", "thead", "tbody", "tr", "th", "td",
                  "br"))
          .collect(Collectors.toUnmodifiableSet());

  static Stream<String> corpus() {
    return HostileTexts.all();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void issue_shows_its_own_frame_every_text_and_one_marker_as_its_last_line(String text) {
    AlertEvent event = alert(text);
    ActionRequest request = TestAlerts.request(AlertAction.CREATE, event, Optional.empty());
    Marker marker = Marker.ofIssue(request.decision().fingerprint(), 1);

    String body = ISSUE.draft(request, marker).body();

    SafePage page = SafePage.of(body, FRAME, 1);
    page.showsAmongOthers(event.reason().orElseThrow());
    assertThat(body).endsWith("\n" + marker.line());
    assertThat(marker.isOn(body)).isTrue();
    assertThat(marker.isUnsureOn(body)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void comments_show_every_text_and_carry_no_marker_but_ours(String text) {
    AlertEvent event = alert(text);

    for (String comment : new String[] {COMMENTS.stillFiring(event), COMMENTS.resolved(event)}) {
      SafePage.of(comment, TEXT, 0).showsAmongOthers(event.reason().orElseThrow());
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void status_shows_its_text_and_no_marker_but_its_own(String text) {
    AlertEvent event = alert(text);
    ActionRequest request =
        TestAlerts.calm(
            TestAlerts.request(AlertAction.CREATE, event, Optional.empty()),
            ReasonCode.FIRST_FIRING,
            TestAlerts.status(9));
    StatusBlock block = ISSUE.block(request, TestAlerts.REPO).orElseThrow();
    Marker marker = Marker.ofIssue(request.decision().fingerprint(), 1);
    String body = ISSUE.draft(request, marker).body();

    SafePage.of(body, FRAME, 3).showsAmongOthers(event.reason().orElseThrow());
    SafePage.of(block.content(), TEXT, 0);
    SafePage.of(COMMENTS.of(request), TEXT, 0);
    assertThat(block.in(body)).contains(body);
  }

  /** Titles are no Markdown, but mails quote them. */
  @ParameterizedTest
  @MethodSource("corpus")
  void title_is_one_line_that_mentions_nobody(String text) {
    assertThat(IssueText.title(alert(text)))
        .doesNotContainPattern("@[A-Za-z0-9_-]")
        .doesNotContain("<!--")
        .doesNotContainPattern("[\\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]");
  }

  @Test
  void character_that_would_be_cut_in_two_is_left_out_whole() {
    for (int before : IntStream.range(0, 4).toArray()) {
      AlertEvent event = alert("x".repeat(before) + "🚢".repeat(4_000));
      ActionRequest request = TestAlerts.request(AlertAction.CREATE, event, Optional.empty());
      String body =
          ISSUE.draft(request, Marker.ofIssue(request.decision().fingerprint(), 1)).body();

      assertThat(IssueText.title(event)).endsWith("🚢" + Truncation.MARK);
      for (String text : new String[] {IssueText.title(event), body}) {
        assertThat(text.codePoints()).noneMatch(c -> (c >= 0xd800 && c <= 0xdfff) || c == 0xfffd);
      }
    }
  }

  private static AlertEvent alert(String text) {
    Optional<String> identity = Optional.of(Truncation.marked(text, 250));
    return TestAlerts.firing()
        .title("x" + Truncation.marked(text, AlertEvent.MAX_TITLE_LENGTH - 1))
        .summary(Optional.of(Truncation.marked(text, AlertEvent.MAX_SUMMARY_LENGTH)))
        .description(Optional.of(Truncation.marked(text, AlertEvent.MAX_DESCRIPTION_LENGTH)))
        .reason(Optional.of("x" + Truncation.marked(text, AlertEvent.MAX_REASON_LENGTH - 1)))
        .providerVersion(Truncation.marked(text, AlertEvent.MAX_PROVIDER_VERSION_LENGTH))
        .resource(
            new Resource(
                Resource.Type.SERVICE, identity, identity, Optional.of(Map.of("x" + text, text))))
        .identity(new Identity(identity, identity, identity))
        .labels(Optional.of(attribute(text)))
        .annotations(Optional.of(attribute("x" + text)))
        .rawProvider(Optional.of(payload(text)))
        .build();
  }

  private static Map<String, String> attribute(String text) {
    return Map.of(
        "x" + Truncation.hard(text, AlertEvent.MAX_ATTRIBUTE_NAME_LENGTH - 1),
        Truncation.hard(text, AlertEvent.MAX_ATTRIBUTE_LENGTH));
  }

  private static JsonNode payload(String text) {
    return Json.mapper().createObjectNode().put("text", text).put(text, "x");
  }
}
