package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.text.Truncation;

/** What GitHub takes at most, whatever an alert holds that its schema allows. */
class IssueSizeTest {
  private static final GitHubLinks GITHUB = new GitHubLinks("github.com");
  private static final IssueText ISSUES = new IssueText(IssueText.Settings.of(GITHUB));
  private static final CommentText COMMENTS = new CommentText(GITHUB);

  /** Each becomes longer when it is written: by escapes, code spans, indents or blank lines. */
  private static final List<String> PIECES =
      List.of(
          "x",
          "é",
          "🚢",
          "@",
          "#1",
          "<!",
          "_",
          "&",
          "`",
          "\\",
          "\u202e",
          "a:b:",
          "a@b.cd ",
          "- a\n",
          "a\n- b\n",
          "\t\t\t\ta\n",
          "0123456 ",
          "``a`",
          "`a" + "`".repeat(14) + "b`",
          "```\n@\n```\n",
          "http://a:b: ",
          "www.",
          "-\n",
          ":a ");

  private static final List<String> URL_PIECES = List.of("x", "&", "&amp;", "é", "%26", "'", "@");

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void any_alert_fits(long seed) {
    Random random = new Random(seed);
    check(event(random, random.nextBoolean() ? 1 : random.nextDouble(), random.nextBoolean()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void every_field_at_its_limit_fits_whatever_it_is_made_of(boolean raw) {
    PIECES.forEach(piece -> check(event(new Always(piece, "&"), 1, raw)));
    URL_PIECES.forEach(piece -> check(event(new Always("@", piece), 1, raw)));
  }

  private static void check(AlertEvent event) {
    ActionRequest request =
        TestAlerts.retry(TestAlerts.request(AlertAction.CREATE, event, Optional.empty()));
    Marker marker = Marker.ofIssue(request.decision().fingerprint(), 1);

    String body = ISSUES.draft(request, marker).body();

    assertThat(length(body)).isLessThanOrEqualTo(65_536);
    assertThat(marker.isOn(body)).isTrue();
    assertThat(length(IssueText.title(event))).isLessThanOrEqualTo(256);
    checkWithStatus(request, marker);
    // A comment is far below the limit: its texts are short.
    assertThat(length(COMMENTS.stillFiring(event))).isLessThanOrEqualTo(10_000);
    assertThat(length(COMMENTS.resolved(event))).isLessThanOrEqualTo(10_000);
  }

  private static void checkWithStatus(ActionRequest request, Marker marker) {
    List<PastIssue> many =
        LongStream.rangeClosed(1, 100)
            .mapToObj(
                number ->
                    new PastIssue(
                        new IssueRef("o".repeat(39) + "/" + "n".repeat(100), number),
                        VirtualTime.START))
            .toList();
    ActionRequest calm =
        TestAlerts.calm(
            request,
            ReasonCode.STILL_FIRING,
            TestAlerts.status(Integer.MAX_VALUE)
                .with()
                .flaps(Integer.MAX_VALUE)
                .flapping(true)
                .pastIssues(many)
                .build());
    StatusBlock block = ISSUES.block(calm, TestAlerts.REPO).orElseThrow();

    String body = ISSUES.draft(calm, marker).body();

    assertThat(length(block.text())).isLessThanOrEqualTo(6_000);
    // Whatever the block says later, it fits.
    assertThat(length(body) - length(block.text()) + 6_000).isLessThanOrEqualTo(65_536);
    assertThat(block.in(body)).contains(body);
    assertThat(length(COMMENTS.of(calm) + block.content())).isLessThanOrEqualTo(16_000);
  }

  /** Draws always the same pieces. */
  private static final class Always extends Random {
    private static final long serialVersionUID = 1L;
    private final transient String piece;
    private final transient String urlPiece;

    Always(String piece, String urlPiece) {
      super(1);
      this.piece = piece;
      this.urlPiece = urlPiece;
    }
  }

  private static String piece(Random random) {
    return random instanceof Always always
        ? always.piece
        : PIECES.get(random.nextInt(PIECES.size()));
  }

  private static AlertEvent event(Random random, double share, boolean raw) {
    Map<String, String> extra = new TreeMap<>();
    IntStream.range(0, 40)
        .forEach(i -> extra.put(i + text(random, 400, share), text(random, 2_000, share)));
    Optional<JsonNode> payload =
        raw
            ? Optional.of(Json.mapper().createObjectNode().put("x", text(random, 90_000, share)))
            : Optional.empty();
    return TestAlerts.firing()
        .title("t" + text(random, AlertEvent.MAX_TITLE_LENGTH - 1, share))
        .description(Optional.of(text(random, AlertEvent.MAX_DESCRIPTION_LENGTH, share)))
        .summary(Optional.of(text(random, AlertEvent.MAX_SUMMARY_LENGTH, share)))
        .reason(Optional.of(text(random, AlertEvent.MAX_REASON_LENGTH, share)))
        .providerVersion(text(random, AlertEvent.MAX_PROVIDER_VERSION_LENGTH, share))
        .teams(IntStream.range(0, 10).mapToObj(i -> i + "_".repeat(42) + "x").toList())
        .links(
            new Links(
                link(random, share), link(random, share), link(random, share), link(random, share)))
        .identity(
            new Identity(
                Optional.of(text(random, 500, share)),
                Optional.of(text(random, 500, share)),
                Optional.of(text(random, 500, share))))
        .resource(
            new Resource(
                Resource.Type.SERVICE,
                Optional.of(text(random, 500, share)),
                Optional.of(text(random, 500, share)),
                Optional.of(extra)))
        .labels(Optional.of(attributes(random, share)))
        .annotations(Optional.of(attributes(random, share)))
        .dimensions(Optional.of(attributes(random, share)))
        .rawProvider(payload)
        .build();
  }

  private static Map<String, String> attributes(Random random, double share) {
    Map<String, String> texts = new TreeMap<>();
    IntStream.range(0, AlertEvent.MAX_ATTRIBUTES)
        .forEach(
            i ->
                texts.put(
                    i + text(random, AlertEvent.MAX_ATTRIBUTE_NAME_LENGTH - 2, share),
                    text(random, AlertEvent.MAX_ATTRIBUTE_LENGTH, share)));
    return texts;
  }

  private static Optional<String> link(Random random, double share) {
    String start = "https://e.example/?";
    String piece =
        random instanceof Always always
            ? always.urlPiece
            : URL_PIECES.get(random.nextInt(URL_PIECES.size()));
    int room = (int) (share * (Links.MAX_LENGTH - start.length()));
    return Links.usable(start + piece.repeat(room / piece.length()));
  }

  private static String text(Random random, int maxLength, double share) {
    int length = (int) (share * maxLength);
    StringBuilder text = new StringBuilder();
    // Twice as many chars are enough code points.
    while (text.length() < 2 * length) {
      text.append(piece(random).repeat(random.nextInt(1, 50)));
    }
    return Truncation.hard(text.toString(), length);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
