package org.pytorch.alerting.github.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.VirtualTime;

class RateLimitTest {
  private static final Instant NOW = VirtualTime.START;
  private static final long RESET = NOW.getEpochSecond();

  private final VirtualTime time = new VirtualTime();

  @ParameterizedTest
  @CsvSource({
    // status, retry-after, remaining, reset in s from now, message, silence in s (-1: no limit)
    "429, , , , , 60",
    "429, 30, , , , 30",
    "403, 120, 4999, , , 120",
    "403, , 0, 900, , 900",
    "403, , 0, , , 60",
    "403, , 0, 9000, , 3600",
    "403, , 0, -5, , 1",
    "403, 5, 0, 900, , 5",
    "403, , 4000, 900, You have exceeded a secondary rate limit, 60",
    "403, , , , API Rate Limit Exceeded for installation, 60",
    "403, , , , You have triggered an abuse detection mechanism, 60",
    "403, 'Wed, 4 Mar 2026 07:14:30 GMT', , , , 90",
    "403, soon, , , , 60",
    "429, 999999999999, , , , 3600",
    "403, , 4999, 900, Resource not accessible by integration, -1",
    "403, , , , issue is locked, -1",
    "422, , , , was submitted too quickly, 60",
    "422, 5, , , Spam, 5",
    "422, , , , Body is too long, -1",
    "404, 60, 0, , , -1",
    "200, , 0, 900, , -1"
  })
  void a_limit_and_its_end_are_read_from_the_answer(
      int status, String retryAfter, String remaining, Long reset, String message, long seconds) {
    Map<String, String> headers = new HashMap<>();
    if (retryAfter != null) {
      headers.put("retry-after", retryAfter);
    }
    if (remaining != null) {
      headers.put("X-RateLimit-Remaining", remaining);
    }
    if (reset != null) {
      headers.put("X-RateLimit-Reset", String.valueOf(RESET + reset));
    }
    GitHubResponse answer =
        new GitHubResponse(status, headers, "{\"message\":\"" + message + "\"}");

    assertThat(RateLimit.until(answer, NOW).map(until -> Duration.between(NOW, until).toSeconds()))
        .isEqualTo(seconds < 0 ? Optional.empty() : Optional.of(seconds));
  }

  @Test
  void requests_wait_for_their_turn() {
    RequestRate rate = new RequestRate(10, time, time);

    for (int i = 0; i < 30; i++) {
      rate.acquire(Duration.ofSeconds(25));
    }

    // The first goes at once, and the others 120 ms apart.
    assertThat(time.paused()).isEqualTo(Duration.ofMillis(29 * 120));
  }

  @Test
  void a_share_below_one_request_a_second_is_kept() {
    RequestRate rate = new RequestRate(0.5, time, time);

    rate.acquire(Duration.ofSeconds(25));
    rate.acquire(Duration.ofSeconds(25));

    assertThat(time.paused()).isEqualTo(Duration.ofMillis(2_400));
  }

  @ParameterizedTest
  @CsvSource({"0.1, 25, 5", "1, 0, 1"})
  void wait_that_would_be_too_long_is_refused_with_its_end(double perSecond, int left, int most) {
    RequestRate rate = new RequestRate(perSecond, time, time);
    rate.acquire(Duration.ofSeconds(25));

    assertThatThrownBy(() -> rate.acquire(Duration.ofSeconds(left)))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("GITHUB_REQUESTS_PER_SECOND")
        .hasMessageContaining("2026-03-04T07:13:");
    assertThat(time.paused()).isLessThanOrEqualTo(Duration.ofSeconds(most));
  }

  @Test
  void request_waits_for_5_s_and_no_longer() {
    RequestRate every5s = new RequestRate(0.24, time, time);
    every5s.acquire(Duration.ofSeconds(25));
    every5s.acquire(Duration.ofSeconds(25));
    assertThat(time.paused()).isEqualTo(Duration.ofSeconds(5));

    RequestRate slower = new RequestRate(0.239, time, time);
    slower.acquire(Duration.ofSeconds(25));
    assertThatThrownBy(() -> slower.acquire(Duration.ofSeconds(25)))
        .isInstanceOf(GitHubNotAskedException.class);
  }

  @Test
  void a_shorter_silence_does_not_end_a_longer_one() {
    RequestRate rate = new RequestRate(10, time, time);
    rate.silence(NOW.plusSeconds(60));
    rate.silence(NOW.plusSeconds(5));
    time.pass(Duration.ofSeconds(30));

    assertThatThrownBy(() -> rate.acquire(Duration.ofSeconds(25)))
        .isInstanceOf(GitHubRateLimitedException.class)
        .hasMessageContaining("2026-03-04T07:14:00.000Z")
        .extracting(e -> ((GitHubRateLimitedException) e).retryAt())
        .isEqualTo(NOW.plusSeconds(60));
  }
}
