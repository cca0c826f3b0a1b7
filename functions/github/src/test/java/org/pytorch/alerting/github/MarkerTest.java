package org.pytorch.alerting.github;

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

  @Test
  void only_the_last_line_counts() {
    assertThat(MARKER.isOn(MARKER.sign("text") + "\nmore")).isFalse();
    assertThat(MARKER.isOn("> " + MARKER.line())).isFalse();
    assertThat(MARKER.isOn("")).isFalse();
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
}
