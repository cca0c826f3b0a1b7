package org.pytorch.alerting.github.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
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
}
