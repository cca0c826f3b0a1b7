package org.pytorch.alerting.decide.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.retry.Backoff;

class PlacesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final Caps CAPS = new Caps(2, 3, Duration.ofMinutes(10));

  private final Store store = new Store();
  private final Places places = places();

  private Places places() {
    return new Places(store, () -> NOW, new Backoff(new SplittableRandom(1), _ -> {}));
  }

  /** The books in memory; a rival may be faster. */
  private static final class Store implements StormStore {
    private final Map<String, StormBook> books = new HashMap<>();
    private int reads;
    private int writes;
    private int rivals;

    @Override
    public StormBook findStorm(String repository) {
      reads++;
      return books.getOrDefault(repository, StormBook.empty(repository));
    }

    @Override
    public Optional<StormBook> moveStorm(long expectedVersion, StormBook next) {
      writes++;
      StormBook there = books.getOrDefault(next.repository(), StormBook.empty(next.repository()));
      if (rivals > 0) {
        rivals--;
        there = new StormBook(there.repository(), there.version() + 1, there.entries());
        books.put(there.repository(), there);
      }
      if (there.version() != expectedVersion) {
        return Optional.of(there);
      }
      books.put(next.repository(), next);
      return Optional.empty();
    }
  }

  private static PlaceRequest request(String episode) {
    return new PlaceRequest("harbor/alerts", episode, "rule", false, CAPS);
  }

  private Place take(Places from, String episode) {
    return from.take(request(episode), NOW.plusSeconds(4));
  }

  @Test
  void place_in_quiet_times_costs_one_write_and_no_read() {
    assertThat(take(places, "a")).isEqualTo(Place.GRANTED);
    assertThat(take(places, "b")).isEqualTo(Place.GRANTED);

    assertThat(store.reads).isZero();
    assertThat(store.writes).isEqualTo(2);
  }

  @Test
  void alert_without_a_place_costs_a_read_and_no_write() {
    take(places, "a");
    take(places, "b");
    store.writes = 0;

    assertThat(take(places, "c")).isEqualTo(Place.RULE_FULL);

    assertThat(store.reads).isEqualTo(1);
    assertThat(store.writes).isZero();
  }

  @Test
  void place_that_another_instance_gave_is_found() {
    Places other = places();
    take(places, "a");
    take(other, "b");
    take(places, "x");

    assertThat(take(places, "b")).isEqualTo(Place.GRANTED);
    assertThat(take(other, "c")).isEqualTo(Place.RULE_FULL);
  }

  @Test
  void each_repository_has_its_own_places() {
    take(places, "a");
    take(places, "b");
    PlaceRequest elsewhere = new PlaceRequest("harbor/other", "c", "rule", false, CAPS);

    assertThat(places.take(elsewhere, NOW.plusSeconds(4))).isEqualTo(Place.GRANTED);
  }

  @Test
  void lost_race_is_decided_again_on_the_book_that_won() {
    store.rivals = 3;

    assertThat(take(places, "a")).isEqualTo(Place.GRANTED);
    assertThat(store.books.get("harbor/alerts")).extracting(StormBook::version).isEqualTo(4L);
  }

  @Test
  void too_many_lost_races_are_contention() {
    store.rivals = Places.MAX_MOVES;

    assertThatThrownBy(() -> take(places, "a")).isInstanceOf(StateContentionException.class);
  }
}
