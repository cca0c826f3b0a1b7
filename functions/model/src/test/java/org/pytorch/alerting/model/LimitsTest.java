package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.text.Truncation;

/** What the records take at most, as numbers: README and the schema promise most of them. */
class LimitsTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        text("title", 500, text -> AlertEvents.firing().title(text).build()),
        text("summary", 1_500, text -> AlertEvents.firing().summary(Optional.of(text)).build()),
        text("reason", 1_000, text -> AlertEvents.firing().reason(Optional.of(text)).build()),
        text(
            "description",
            4_096,
            text -> AlertEvents.firing().description(Optional.of(text)).build()),
        text("provider_version", 50, text -> AlertEvents.firing().providerVersion(text).build()));
  }

  private static Arguments text(String name, int longest, Function<String, AlertEvent> event) {
    return Arguments.of(name, longest, event);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void longest_text_is_taken_and_one_more_character_is_not(
      String name, int longest, Function<String, AlertEvent> event) {
    assertThat(event.apply("x".repeat(longest))).isNotNull();
    assertThatThrownBy(() -> event.apply("x".repeat(longest + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name, "longer than " + longest);
  }

  @Test
  void ten_teams_are_taken_and_eleven_are_not() {
    assertThat(AlertEvents.firing().teams(teams(10)).build().teams()).hasSize(10);
    assertThatThrownBy(() -> AlertEvents.firing().teams(teams(11)).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"43, true", "44, true", "45, false"})
  void slug_of_a_team_has_at_most_44_characters(int length, boolean valid) {
    assertThat(TeamSlug.isValid("x".repeat(length))).isEqualTo(valid);
    assertThat(TeamSlug.of("x".repeat(length)).orElseThrow()).hasSize(Math.min(length, 44));
  }

  @ParameterizedTest
  @CsvSource({"20, true", "21, false"})
  void text_of_a_priority_has_at_most_20_characters(int length, boolean priority) {
    assertThat(Priority.parse("P1" + " ".repeat(length - 2)).isPresent()).isEqualTo(priority);
  }

  @ParameterizedTest
  @CsvSource({"2000, true", "2001, false"})
  void link_has_at_most_2000_characters(int length, boolean usable) {
    String link = "https://h/" + "x".repeat(length - 10);

    assertThat(Links.usable(link).isPresent()).isEqualTo(usable);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3", "4"})
  void every_link_of_an_event_has_to_be_usable(int bad) {
    List<Optional<String>> links =
        IntStream.range(0, 5)
            .mapToObj(i -> Optional.of(i == bad ? "no link" : "http://h"))
            .toList();

    assertThatThrownBy(
            () -> new Links(links.get(0), links.get(1), links.get(2), links.get(3), links.get(4)))
        .hasMessageContaining(
            List.of("runbook_url", "panel_url", "dashboard_url", "source_url", "silence_url")
                .get(bad));
  }

  @Test
  void event_id_has_at_most_200_characters() {
    assertThat(new EventId("x".repeat(200))).hasToString("x".repeat(200));
    assertThatThrownBy(() -> new EventId("x".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventId(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void issues_are_numbered_from_1() {
    assertThat(new IssueRef("tidewater/alerts", 1)).hasToString("tidewater/alerts#1");
    assertThatThrownBy(() -> new IssueRef("tidewater/alerts", 0))
        .hasMessageContaining("not positive: 0");
  }

  @Test
  void claim_token_is_not_blank() {
    assertThat(new ClaimToken("x#0")).hasToString("x#0");
    assertThat(
            ClaimToken.ofIteration(
                "arn:aws-cn:states:cn-north-1:123456789012:express:alerts-dev:m-1:6f1c#12"))
        .hasToString("m-1:6f1c#12");
    assertThat(
            ClaimToken.ofIteration(
                "arn:aws:states:us-east-1:123456789012:execution:alerts-dev:m-1#0"))
        .hasToString("m-1#0");
    assertThat(ClaimToken.ofIteration("x#0")).hasToString("x#0");
    assertThatThrownBy(() -> new ClaimToken(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(AlertAction.class)
  void claim_belongs_to_the_actions_that_are_recorded(AlertAction action) {
    boolean recorded =
        switch (action) {
          case CREATE, COMMENT, UPDATE, REOPEN, CLOSE, GIVE_UP -> true;
          case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, POSTPONE -> false;
        };

    assertThat(action.isClaimed()).isEqualTo(recorded);
    if (recorded) {
      assertThat(act(action, Optional.of(EVENT)).action()).isEqualTo(action);
      assertThatThrownBy(() -> skip(action)).hasMessageContaining("not a skip: " + action);
    } else {
      assertThatThrownBy(() -> act(action, Optional.of(EVENT)))
          .hasMessageContaining("not claimed: " + action);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"COUNT", "JOIN", "SKIP_STALE", "SKIP_MANUAL_CLOSE", "SKIP_POLICY", "REJECT"})
  void skip_is_one_of_three(AlertAction action) {
    assertThat(skip(action).action()).isEqualTo(action);
  }

  @Test
  void postponement_is_no_skip() {
    assertThatThrownBy(() -> skip(AlertAction.POSTPONE))
        .hasMessageContaining("not a skip: POSTPONE");
  }

  @Test
  void giving_up_names_the_event_that_is_quarantined() {
    assertThat(act(AlertAction.CREATE, Optional.empty()).action()).isEqualTo(AlertAction.CREATE);
    assertThatThrownBy(() -> act(AlertAction.GIVE_UP, Optional.empty()))
        .hasMessageContaining("nothing to quarantine");
  }

  private static final AlertEvent EVENT = AlertEvents.firing().build();
  private static final Fingerprint FINGERPRINT = new Fingerprint("a1".repeat(32));

  private static Decision act(AlertAction action, Optional<AlertEvent> event) {
    return new Decision.Act(
        action,
        ReasonCode.FIRST_FIRING,
        "test",
        FINGERPRINT,
        1,
        false,
        new Claim(
            EventId.of("m", 0),
            EVENT.occurredAt(),
            new ClaimToken("x#0"),
            1,
            EVENT.occurredAt(),
            Optional.empty(),
            "tidewater/alerts"),
        event,
        Optional.empty(),
        Optional.empty(),
        false,
        EVENT.occurredAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Decision skip(AlertAction action) {
    return new Decision.Skip(action, ReasonCode.STALE, "test", FINGERPRINT, 1, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Outcome.Result.class)
  void time_to_come_back_belongs_to_a_limit_only(Outcome.Result result) {
    boolean limited = result == Outcome.Result.RATE_LIMITED;
    Optional<Instant> time = Optional.of(EVENT.occurredAt());

    assertThat(outcome(result, limited ? time : Optional.empty()).result()).isEqualTo(result);
    assertThatThrownBy(() -> outcome(result, limited ? Optional.empty() : time))
        .hasMessageContaining("retry_at belongs to rate_limited");
  }

  private static Outcome outcome(Outcome.Result result, Optional<Instant> retryAt) {
    return new Outcome(result, Optional.empty(), Optional.empty(), false, retryAt);
  }

  /** Step Functions' 262,144 bytes less what a Catch adds; the front door leaves 4 KiB of it. */
  @Test
  void execution_s_input_is_at_most_204800_bytes_and_a_body_at_the_door_4096_less() {
    assertThat(EncodedBody.MAX_INPUT_BYTES).isEqualTo(204_800);
    assertThat(EncodedBody.MAX_JSON_BYTES).isEqualTo(200_704);
  }

  @Test
  void body_that_takes_exactly_what_there_is_stays_as_it_is_and_one_byte_more_is_compressed() {
    String body = "x".repeat(998);

    assertThat(EncodedBody.fitting(body, 1_000).orElseThrow().encoding())
        .isEqualTo(BodyEncoding.IDENTITY);
    EncodedBody compressed = EncodedBody.fitting(body, 999).orElseThrow();
    assertThat(compressed.encoding()).isEqualTo(BodyEncoding.GZIP_BASE64);
    assertThat(EncodedBody.fitting(body, compressed.jsonBytes())).contains(compressed);
    assertThat(EncodedBody.fitting(body, compressed.jsonBytes() - 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"identity, IDENTITY", "gzip+base64, GZIP_BASE64"})
  void body_encodings_have_the_agreed_names(String name, BodyEncoding encoding) {
    assertThat(BodyEncoding.of(name)).isEqualTo(encoding);
    assertThat(encoding.jsonName()).isEqualTo(name);
    assertThatThrownBy(() -> BodyEncoding.of("rot13")).hasMessageContaining("rot13");
  }

  @ParameterizedTest
  @CsvSource({
    "done, DONE",
    "manually_closed, MANUALLY_CLOSED",
    "gone, GONE",
    "disabled, DISABLED",
    "given_up, GIVEN_UP",
    "rate_limited, RATE_LIMITED"
  })
  void outcomes_have_the_agreed_names(String name, Outcome.Result result) {
    assertThat(Outcome.Result.of(name)).isEqualTo(result);
    assertThat(result.jsonName()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"7, … [cut], abcdefg", "8, abcdefgh, abcdefgh", "9, abcdefgh, abcdefgh"})
  void text_is_marked_only_when_it_was_cut(int maxCodePoints, String marked, String hard) {
    assertThat(Truncation.marked("abcdefgh", maxCodePoints)).isEqualTo(marked);
    assertThat(Truncation.hard("abcdefgh", maxCodePoints)).isEqualTo(hard);
  }

  @Test
  void text_is_not_cut_to_less_than_the_mark() {
    assertThatThrownBy(() -> Truncation.marked("abcdefgh", 6)).hasMessageContaining("no room");
  }

  private static List<String> teams(int count) {
    return IntStream.range(0, count).mapToObj(i -> "team-" + i).toList();
  }
}
