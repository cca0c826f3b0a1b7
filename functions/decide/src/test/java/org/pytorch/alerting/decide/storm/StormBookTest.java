package org.pytorch.alerting.decide.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.storm.Place.GRANTED;
import static org.pytorch.alerting.decide.storm.Place.REPOSITORY_FULL;
import static org.pytorch.alerting.decide.storm.Place.RULE_FULL;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;

class StormBookTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final Duration PER = Duration.ofMinutes(10);
  private static final Caps CAPS = new Caps(3, 5, PER);

  private StormBook book = StormBook.empty("harbor/alerts");

  private Place take(String episode, String rule, boolean bypasses, Instant now) {
    return take(new PlaceRequest("harbor/alerts", episode, rule, bypasses, CAPS), now);
  }

  private Place take(PlaceRequest request, Instant now) {
    StormBook.Taken taken = book.take(request, now);
    assertThat(taken.next().version())
        .as("a changed book has the next version")
        .isEqualTo(taken.next().equals(book) ? book.version() : book.version() + 1);
    book = taken.next();
    return taken.place();
  }

  @Test
  void rule_is_full_after_its_cap() {
    assertThat(IntStream.range(0, 5).mapToObj(i -> take("a" + i, "rule", false, NOW)))
        .containsExactly(GRANTED, GRANTED, GRANTED, RULE_FULL, RULE_FULL);
  }

  @Test
  void repository_is_full_after_its_cap_whatever_the_rules() {
    assertThat(IntStream.range(0, 7).mapToObj(i -> take("a" + i, "rule" + i, false, NOW)))
        .containsExactly(
            GRANTED, GRANTED, GRANTED, GRANTED, GRANTED, REPOSITORY_FULL, REPOSITORY_FULL);
  }

  @Test
  void urgent_alert_is_spared_by_the_repository_and_not_counted() {
    IntStream.range(0, 5).forEach(i -> take("a" + i, "rule" + i, false, NOW));

    assertThat(take("urgent", "other", true, NOW)).isEqualTo(GRANTED);
    assertThat(take("late", "other", false, NOW.plus(PER))).isEqualTo(GRANTED);
  }

  @Test
  void urgent_alert_is_not_spared_by_its_rule() {
    IntStream.range(0, 3).forEach(i -> take("a" + i, "rule", true, NOW));

    assertThat(take("urgent", "rule", true, NOW)).isEqualTo(RULE_FULL);
  }

  @Test
  void episode_that_asks_again_keeps_its_place_and_takes_no_second() {
    IntStream.range(0, 3).forEach(i -> take("a" + i, "rule", false, NOW));
    StormBook before = book;

    assertThat(take("a1", "rule", false, NOW.plusSeconds(60))).isEqualTo(GRANTED);
    assertThat(book).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"599999, RULE_FULL", "600000, GRANTED"})
  void places_are_free_again_after_the_window(long millis, Place place) {
    IntStream.range(0, 3).forEach(i -> take("a" + i, "rule", false, NOW));

    assertThat(take("later", "rule", false, NOW.plusMillis(millis))).isEqualTo(place);
  }

  @Test
  void book_is_bounded_even_for_those_that_bypass_the_cap() {
    Caps wide = new Caps(1_000, 1_000, PER);
    for (int i = 0; i < StormBook.MAX_ENTRIES; i++) {
      PlaceRequest request = new PlaceRequest("harbor/alerts", "a" + i, "rule" + i, true, wide);
      assertThat(take(request, NOW)).isEqualTo(GRANTED);
    }

    assertThat(take("one more", "rule", true, NOW)).isEqualTo(REPOSITORY_FULL);
    assertThat(book.entries()).hasSize(StormBook.MAX_ENTRIES);
  }

  /** Random alerts: no window has more than the caps, and none is refused below them. */
  @Test
  void no_window_has_more_places_than_the_caps() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      book = StormBook.empty("harbor/alerts");
      List<StormBook.Entry> granted = new ArrayList<>();
      Set<String> episodes = new HashSet<>();
      Instant now = NOW;
      for (int i = 0; i < 100; i++) {
        now = now.plusMillis(random.nextInt(60_000));
        String episode = "e" + random.nextInt(60);
        String rule = "r" + random.nextInt(3);
        boolean bypasses = random.nextInt(5) == 0;
        Instant from = now.minus(PER);
        boolean known =
            granted.stream().anyMatch(it -> it.at().isAfter(from) && it.episode().equals(episode));
        long ofRule =
            granted.stream().filter(it -> it.at().isAfter(from) && it.rule().equals(rule)).count();
        long counted =
            granted.stream().filter(it -> it.at().isAfter(from) && !it.bypasses()).count();
        Place expected =
            known
                ? GRANTED
                : ofRule >= 3 ? RULE_FULL : !bypasses && counted >= 5 ? REPOSITORY_FULL : GRANTED;

        assertThat(take(episode, rule, bypasses, now))
            .as("seed %d, %d", seed, i)
            .isEqualTo(expected);

        if (expected == GRANTED && !known) {
          granted.add(new StormBook.Entry(episode, rule, bypasses, now, now.plus(PER)));
          episodes.add(episode);
        }
      }
      assertThat(book.entries().size()).isLessThanOrEqualTo(episodes.size());
    }
  }

  @Test
  void rule_is_the_title_of_a_source_and_account() {
    AlertEvent event = Alerts.firing(NOW);
    String rule = PlaceRequest.rule(event);

    assertThat(PlaceRequest.rule(event.toBuilder().subject(Optional.of("port=4")).build()))
        .as("another instance")
        .isEqualTo(rule);
    assertThat(PlaceRequest.rule(event.toBuilder().title("Another").build())).isNotEqualTo(rule);
    assertThat(PlaceRequest.rule(event.toBuilder().source("alertmanager").build()))
        .isNotEqualTo(rule);
    assertThat(
            PlaceRequest.rule(
                event.toBuilder()
                    .identity(
                        new Identity(Optional.of("2"), Optional.empty(), Optional.of("04ae3ef0")))
                    .build()))
        .isNotEqualTo(rule);
  }

  @Test
  void request_has_the_caps_of_its_route_and_otherwise_the_built_in_ones() {
    AlertEvent event = Alerts.firing(NOW);

    assertThat(request(event, 1).caps()).isEqualTo(new Caps(10, 30, PER));
    assertThat(request(Alerts.living(event, "\"storm\":{\"per_rule\":2,\"per\":\"1h\"}"), 1).caps())
        .isEqualTo(new Caps(2, 30, Duration.ofHours(1)));
    assertThat(request(event, 1).bypasses()).isFalse();
    assertThat(request(event.toBuilder().priority(Priority.P0).build(), 1).bypasses()).isTrue();
    assertThat(request(event, 2).episode()).isNotEqualTo(request(event, 1).episode());
  }

  private static PlaceRequest request(AlertEvent event, int episode) {
    return PlaceRequest.of(new Fingerprint("a1".repeat(32)), episode, event, "harbor/alerts");
  }
}
