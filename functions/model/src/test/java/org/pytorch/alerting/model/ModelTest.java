package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.model.text.Truncation;

class ModelTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");

  @ParameterizedTest
  @CsvSource({"P1, P1", "p1, P1", "1, P1", "' P0 ', P0", "3, P3"})
  void a_priority_is_read_in_any_spelling(String text, Priority priority) {
    assertThat(Priority.parse(text)).contains(priority);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P4", "P", "11", "high", "P1x"})
  void what_is_no_priority_is_none(String text) {
    assertThat(Priority.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Dev Infra, dev-infra",
    "'  harbor ', harbor",
    "@pytorch/dev-infra, pytorch-dev-infra",
    "a<b>c, a-b-c",
    "ops_1.x, ops_1.x",
    "İstanbul, i̇stanbul",
    "Команда А, команда-а"
  })
  void a_team_becomes_a_slug(String name, String slug) {
    assertThat(TeamSlug.of(name)).contains(slug);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "--", "@", "💥"})
  void a_team_without_a_letter_is_none(String name) {
    assertThat(TeamSlug.of(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u3164",
        "\u115f\u1160",
        "\uffa0\u3164",
        "\u2800",
        "\u200b",
        "\u00ad \u2060",
        "\ufe0f",
        "\u00a0",
        "\udb40\udc41\udb40\udc42"
      })
  void a_team_of_nothing_visible_is_none(String name) {
    assertThat(TeamSlug.of(name)).isEmpty();
    assertThat(TeamSlug.isValid(name)).isFalse();
    assertThat(TeamSlug.of("Dev" + name + "Infra").orElseThrow().replace("-", ""))
        .isEqualTo("devinfra");
    assertThat(TeamSlug.isValid("dev" + name + "infra")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"infra ❤\ufe0f, infra", "❤\ufe0f infra, infra", "a❤\ufe0fb, a-b", "te\u200bam, team"})
  void a_slug_has_nothing_invisible_in_it(String name, String slug) {
    assertThat(TeamSlug.of(name)).contains(slug);
  }

  @Test
  void a_long_team_still_fits_a_label() {
    assertThat(TeamSlug.of("x".repeat(500)).orElseThrow()).hasSize(44);
    // Two characters each, which a cut never parts.
    assertThat(TeamSlug.of("\ud801\udc28".repeat(30)).orElseThrow())
        .isEqualTo("\ud801\udc28".repeat(22));
    assertThat(TeamSlug.of("x" + "\ud801\udc28".repeat(30)).orElseThrow())
        .isEqualTo("x" + "\ud801\udc28".repeat(21));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 42, 43, 44, 45})
  void the_slug_of_a_slug_is_the_slug_itself(int length) {
    String slug = TeamSlug.of("x".repeat(length) + " - y z").orElseThrow();

    assertThat(TeamSlug.of(slug)).contains(slug);
  }

  @Test
  void a_cut_text_says_so_and_is_never_cut_inside_a_character() {
    assertThat(Truncation.marked("short", 7)).isEqualTo("short");
    assertThat(Truncation.marked("🚢".repeat(20), 10)).isEqualTo("🚢🚢🚢… [cut]");
    assertThat(Truncation.hard("🚢🚢🚢", 2)).isEqualTo("🚢🚢");
  }

  @ParameterizedTest
  @CsvSource({
    "https://wiki.example/a?b=1&c=2, true",
    "http://h, true",
    "http://localhost:3000/alerting/grafana/x/view, true",
    "http://127.0.0.1:9090/graph, true",
    "http://[::1]/, true",
    "http://169.254.169.254/latest/meta-data, true",
    "javascript:alert(1), false",
    "//h/x, false",
    "https:///x, false",
    "https://u:p@h/, false",
    "http://u@localhost/, false",
    "file:///etc/passwd, false",
    "ftp://h/, false",
    "https://h/a b, false",
    "'', false"
  })
  void only_a_web_link_is_usable(String link, boolean usable) {
    assertThat(Links.usable(link).isPresent()).isEqualTo(usable);
  }

  @Test
  void an_event_refuses_what_breaks_its_rules() {
    assertThatThrownBy(() -> AlertEvents.firing().title(" ").build()).hasMessageContaining("title");
    assertThatThrownBy(() -> AlertEvents.firing().title("x".repeat(501)).build())
        .hasMessageContaining("title is longer than 500");
    assertThatThrownBy(() -> AlertEvents.firing().source("Graf ana").build())
        .hasMessageContaining("source");
    assertThatThrownBy(() -> AlertEvents.firing().teams(List.of("A b")).build())
        .hasMessageContaining("team is not a slug");
    assertThatThrownBy(() -> AlertEvents.firing().teams(Collections.nCopies(11, "harbor")).build())
        .hasMessageContaining("teams has more than 10 entries");
  }

  @Test
  void an_event_is_complete_with_a_team_and_a_priority() {
    assertThat(AlertEvents.firing().build().isComplete()).isTrue();
    assertThat(AlertEvents.firing().teams(List.of()).build().isComplete()).isFalse();
    assertThat(AlertEvents.firing().priority(Optional.empty()).build().isComplete()).isFalse();
    assertThat(AlertEvents.firing().teams(List.of()).build().team()).isEmpty();
  }

  @Test
  void a_rejection_travels_with_an_incomplete_firing_and_with_what_is_no_alert() {
    RejectedAlerts rejection =
        new RejectedAlerts("no team", "e30=", BodyEncoding.IDENTITY, Map.of());
    AlertEvent complete = AlertEvents.firing().build();
    AlertEvent incomplete = AlertEvents.firing().teams(List.of()).build();
    AlertEvent resolved = incomplete.toBuilder().state(AlertState.RESOLVED).build();

    assertThat(alert(complete, Optional.empty()).rejection()).isEmpty();
    assertThat(alert(incomplete, Optional.of(rejection)).rejection()).contains(rejection);
    assertThat(alert(resolved, Optional.empty()).rejection()).isEmpty();
    assertThat(unreadable(Optional.of(rejection)).rejection()).contains(rejection);
    for (AlertEvent event : List.of(complete, resolved)) {
      assertThatThrownBy(() -> alert(event, Optional.of(rejection)))
          .hasMessageContaining("rejection");
    }
    assertThatThrownBy(() -> alert(incomplete, Optional.empty())).hasMessageContaining("rejection");
    assertThatThrownBy(() -> unreadable(Optional.empty())).hasMessageContaining("rejection");
  }

  private static NormalizedAlert alert(AlertEvent event, Optional<RejectedAlerts> rejection) {
    return new NormalizedAlert(
        EventId.of("m", 0), Fingerprint.of(event), Optional.of(event), Optional.empty(), rejection);
  }

  private static NormalizedAlert unreadable(Optional<RejectedAlerts> rejection) {
    EventId id = EventId.of("m", 0);
    return new NormalizedAlert(
        id, Fingerprint.ofUnreadable(id), Optional.empty(), Optional.empty(), rejection);
  }

  @Test
  void what_cannot_be_read_is_nobodys_alert_and_always_the_same() {
    Fingerprint fingerprint = Fingerprint.ofUnreadable(EventId.of("m", 0));

    assertThat(fingerprint).isEqualTo(Fingerprint.ofUnreadable(EventId.of("m", 0)));
    assertThat(fingerprint).isNotEqualTo(Fingerprint.ofUnreadable(EventId.of("m", 1)));
    assertThat(fingerprint).isNotEqualTo(Fingerprint.of(AlertEvents.firing().build()));
  }

  @Test
  void an_event_is_stored_without_the_providers_payload() {
    AlertEvent bare = AlertEvents.firing().build();
    AlertEvent full =
        bare.toBuilder()
            .rawProvider(Optional.of(Json.mapper().createObjectNode().put("status", "firing")))
            .build();

    assertThat(full.withoutRawProvider()).isEqualTo(bare);
    assertThat(bare.withoutRawProvider()).isSameAs(bare);
  }

  @Test
  void a_window_covers_what_was_known_and_what_is_new() {
    SentWindow known = new SentWindow(NOW, NOW.plusSeconds(1));
    SentWindow more = new SentWindow(NOW.minusSeconds(1), NOW);

    for (List<SentWindow> both : List.of(List.of(known, more), List.of(more, known))) {
      assertThat(both.getFirst().covering(both.getLast()))
          .isEqualTo(new SentWindow(NOW.minusSeconds(1), NOW.plusSeconds(1)));
    }
    assertThatThrownBy(() -> new SentWindow(NOW, NOW.minusMillis(1)))
        .hasMessageContaining("ends before it begins");
  }

  @Test
  void lengths_count_code_points() {
    assertThat(AlertEvents.firing().title("🚢".repeat(500)).build().title()).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "with \"quotes\" and ünïcode 🚢"})
  void a_body_survives_its_encoding(String body) {
    for (BodyEncoding encoding : BodyEncoding.values()) {
      assertThat(encoding.decode(encoding.encode(body))).isEqualTo(body);
    }
  }

  @Test
  void a_compressed_body_may_not_unfold_without_end() {
    String bomb = BodyEncoding.GZIP_BASE64.encode("0".repeat(1_048_577));

    assertThat(
            BodyEncoding.GZIP_BASE64.decode(BodyEncoding.GZIP_BASE64.encode("0".repeat(1 << 20))))
        .hasSize(1_048_576);
    assertThatThrownBy(() -> BodyEncoding.GZIP_BASE64.decode(bomb))
        .hasMessageContaining("expands to more than 1048576 bytes");
    assertThatThrownBy(() -> BodyEncoding.GZIP_BASE64.decode("no base64!"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BodyEncoding.GZIP_BASE64.decode("bm90IGd6aXA="))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
