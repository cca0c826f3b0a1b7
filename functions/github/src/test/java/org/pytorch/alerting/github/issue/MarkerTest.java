package org.pytorch.alerting.github.issue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;

class MarkerTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("0a".repeat(32));
  private static final Marker MARKER = Marker.ofIssue(FINGERPRINT, 2);

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "  \n\n"})
  void a_signed_body_carries_its_marker_whatever_white_space_follows(String end) {
    assertThat(MARKER.isOn(MARKER.sign("text") + end)).isTrue();
    assertThat(MARKER.isOn("text\r\n" + MARKER.line() + end)).isTrue();
    assertThat(MARKER.isUnsureOn(MARKER.sign("text"))).isFalse();
    assertThat(MARKER.isOn(MARKER.signUnsure("text") + end)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\nI am on it.", "\r\n\r\ncc @octo", "\rmore", " \n\n---\n<!-- x -->"})
  void text_that_somebody_appends_does_no_harm(String appended) {
    assertThat(MARKER.isOn(MARKER.sign("text") + appended)).isTrue();
    assertThat(MARKER.isUnsureOn(MARKER.sign("text") + appended)).isFalse();
    assertThat(MARKER.isUnsureOn(MARKER.signUnsure("text") + appended)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"> %s", "    %s", "`%s`", "see %s", "%s it is", "- %s", ""})
  void marker_counts_on_a_line_of_its_own_only(String quoting) {
    assertThat(MARKER.isOn("text\n" + quoting.formatted(MARKER.line()) + "\nmore")).isFalse();
  }

  @Test
  void issue_of_any_episode_belongs_to_its_alert() {
    assertThat(Marker.isOfAlert(FINGERPRINT, MARKER.sign("text") + "\nmore")).isTrue();
    assertThat(Marker.isOfAlert(FINGERPRINT, MARKER.signUnsure("text"))).isTrue();
    assertThat(Marker.isOfAlert(FINGERPRINT, Marker.ofIssue(FINGERPRINT, 17).line())).isTrue();
    assertThat(Marker.isOfAlert(new Fingerprint("0b".repeat(32)), MARKER.sign("text"))).isFalse();
    assertThat(Marker.isOfAlert(FINGERPRINT, "> " + MARKER.line())).isFalse();
  }

  @Test
  void marker_is_the_last_line_of_what_we_write() {
    assertThat(MARKER.sign("text\n\n")).isEqualTo("text\n\n" + MARKER.line());
    assertThat(MARKER.signUnsure("text")).endsWith("episode=2 after-unknown-outcome -->");
  }

  @Test
  void another_episode_and_another_alert_have_other_markers() {
    assertThat(Marker.ofIssue(FINGERPRINT, 20).isOn(MARKER.sign("text"))).isFalse();
    assertThat(Marker.ofIssue(FINGERPRINT, 1).isOn(MARKER.sign("text"))).isFalse();
    assertThat(Marker.ofIssue(new Fingerprint("0b".repeat(32)), 2).isOn(MARKER.sign("x")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a --> b", "<!-- x", "a--b", "-->", "ü@octo", "a\nb", "%2d"})
  void no_event_id_gets_out_of_its_comment(String id) {
    String line = Marker.ofComment(new EventId(id)).line();

    assertThat(line).matches("<!-- alert-pipeline v1 comment event=[A-Za-z0-9._%-]+ -->");
    assertThat(line.substring(4, line.length() - 4)).doesNotContain("--");
  }

  @Test
  void different_event_ids_have_different_markers() {
    assertThat(Marker.ofComment(new EventId("a-#0")).line())
        .isEqualTo("<!-- alert-pipeline v1 comment event=a-%230 -->")
        .isNotEqualTo(Marker.ofComment(new EventId("a-%230")).line());
  }

  @Test
  void letters_digits_dots_and_underscores_of_an_event_id_stay_and_the_rest_is_encoded() {
    assertThat(Marker.ofComment(new EventId("azAZ09._")).content())
        .isEqualTo("comment event=azAZ09._");
    assertThat(Marker.ofComment(new EventId("`{@[/:^")).content())
        .isEqualTo("comment event=%60%7b%40%5b%2f%3a%5e");
  }
}
