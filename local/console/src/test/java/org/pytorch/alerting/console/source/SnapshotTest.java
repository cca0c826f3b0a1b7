package org.pytorch.alerting.console.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
  private Instant now = Instant.EPOCH.plusSeconds(1_000);
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private Duration takes = Duration.ZERO;
  private boolean isAway;

  private Integer read() {
    now = now.plus(takes);
    if (isAway) {
      throw AwayException.refused(Service.TABLE, "no");
    }
    return reads.incrementAndGet();
  }

  private final Snapshot<Integer> direct =
      new Snapshot<>(this::read, () -> now, Runnable::run, late::incrementAndGet);

  @Test
  void it_is_read_once_while_nothing_changes() {
    assertThat(direct.current()).isEqualTo(1);
    assertThat(direct.current()).isEqualTo(1);
  }

  @Test
  void a_change_is_seen_at_once() {
    direct.current();
    direct.changed();

    now = now.plusMillis(1);
    assertThat(direct.current()).isEqualTo(2);
  }

  @Test
  void it_is_read_again_after_a_while_without_a_change() {
    direct.current();

    now = now.plusSeconds(5);
    assertThat(direct.current()).isEqualTo(2);
  }

  @Test
  void where_changes_are_told_it_is_not_read_every_few_seconds() {
    direct.changed();
    direct.current();

    now = now.plusSeconds(59);
    assertThat(direct.current()).isEqualTo(1);
    now = now.plusSeconds(1);
    assertThat(direct.current()).isEqualTo(2);
  }

  @Test
  void what_is_slow_to_read_rests_although_it_changes_all_the_time() {
    takes = Duration.ofSeconds(1);
    direct.current();
    direct.changed();

    now = now.plusMillis(4_999);
    assertThat(direct.current()).isEqualTo(1);
    now = now.plusMillis(1);
    assertThat(direct.current()).isEqualTo(2);
    assertThat(late).as("pages that did not wait are told").hasValue(2);
  }

  @Test
  void an_older_state_is_shown_while_a_newer_one_is_read() {
    Snapshot<Integer> lazy =
        new Snapshot<>(
            this::read,
            () -> now,
            task -> {
              if (reads.get() == 0) {
                task.run();
              } else {
                waiting.add(task);
              }
            },
            late::incrementAndGet);
    lazy.current();
    lazy.changed();
    now = now.plusSeconds(1);

    assertThat(lazy.current()).isEqualTo(1);
    assertThat(lazy.current()).as("the same reading is waited for").isEqualTo(1);
    assertThat(waiting).hasSize(1);
    waiting.remove().run();
    assertThat(lazy.current()).isEqualTo(2);
  }

  @Test
  void a_service_that_is_away_is_asked_again_by_the_next_page() {
    isAway = true;
    assertThatThrownBy(direct::current)
        .isInstanceOf(AwayException.class)
        .hasMessage("DynamoDB refused the request: no");

    isAway = false;
    assertThat(direct.current()).isEqualTo(1);
  }
}
