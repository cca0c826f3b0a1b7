package org.pytorch.alerting.github.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.VirtualTime;

class RequestRateTest {
  private static final int THREADS = 8;

  @RepeatedTest(50)
  void of_silences_asked_for_at_once_the_longest_holds() throws InterruptedException {
    VirtualTime time = new VirtualTime();
    RequestRate rate = new RequestRate(10, time, time);
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int seconds = 1; seconds <= THREADS; seconds++) {
        int silence = seconds;
        threads.execute(
            () -> {
              try {
                start.await();
                rate.silence(VirtualTime.START.plusSeconds(silence));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      }
      start.countDown();
      threads.shutdown();
      threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    assertThatThrownBy(() -> rate.acquire(Duration.ofSeconds(25)))
        .isInstanceOf(GitHubRateLimitedException.class)
        .hasMessageContaining("2026-03-04T07:13:08.000Z");
  }

  private static final Duration SECOND = Duration.ofSeconds(1);

  static Stream<Arguments> shares() {
    return Stream.of(1, 2, 10)
        .flatMap(share -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(share, seed)));
  }

  /** Callers come at random: all at once, in their turn, or after a pause. */
  @ParameterizedTest
  @MethodSource("shares")
  void in_no_second_are_more_requests_sent_than_the_share(int share, long seed) {
    List<Instant> sent = sent(share, new Random(seed));

    assertThat(most(sent)).isBetween(Math.max(1, share - 1), share);
  }

  /** A request may take up to 199 ms longer on its way than the one behind it. */
  @ParameterizedTest
  @MethodSource("shares")
  void in_no_second_do_more_requests_arrive_than_the_share(int share, long seed) {
    Random random = new Random(seed);
    List<Instant> arrived =
        sent(share, random).stream()
            .map(time -> time.plusMillis(random.nextInt(200)))
            .sorted()
            .toList();

    assertThat(most(arrived)).isBetween(Math.max(1, share - 1), share);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void whoever_keeps_asking_gets_ten_twelfths_of_the_share(int share) {
    VirtualTime time = new VirtualTime();
    RequestRate rate = new RequestRate(share, time, time);

    for (int i = 0; i <= 10 * share; i++) {
      rate.acquire(Duration.ofSeconds(25));
    }

    assertThat(time.paused()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void unused_time_is_not_saved_up() {
    VirtualTime time = new VirtualTime();
    RequestRate rate = new RequestRate(2, time, time);
    rate.acquire(Duration.ZERO);
    time.pass(Duration.ofHours(1));
    rate.acquire(Duration.ZERO);

    assertThatThrownBy(() -> rate.acquire(Duration.ofMillis(599)))
        .isInstanceOf(GitHubNotAskedException.class);
    rate.acquire(Duration.ofMillis(600));
  }

  /** {@return when 500 requests were sent} */
  private static List<Instant> sent(int share, Random random) {
    VirtualTime time = new VirtualTime();
    RequestRate rate = new RequestRate(share, time, time);
    List<Instant> sent = new ArrayList<>();
    while (sent.size() < 500) {
      // Most come while others wait.
      time.pass(Duration.ofMillis(random.nextInt(4) > 0 ? 0 : random.nextInt(2_000 / share)));
      rate.acquire(Duration.ofSeconds(25));
      sent.add(time.instant());
    }
    return sent;
  }

  /** {@return how many of {@code times}, which are sorted, one second holds at most} */
  private static int most(List<Instant> times) {
    int most = 0;
    for (int first = 0; first < times.size(); first++) {
      Instant end = times.get(first).plus(SECOND);
      int next = first;
      while (next < times.size() && times.get(next).isBefore(end)) {
        next++;
      }
      most = Math.max(most, next - first);
    }
    return most;
  }
}
