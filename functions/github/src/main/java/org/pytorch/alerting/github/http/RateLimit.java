package org.pytorch.alerting.github.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads from a response whether a rate limit is reached, and until when. GitHub reports limits as
 * 403 or 429, and as 422 for content that comes too fast; many a 403 or 422 is not a limit.
 */
final class RateLimit {
  /** The pause if GitHub does not say how long: its documentation asks for a minute. */
  static final Duration UNSTATED_WAIT = Duration.ofMinutes(1);

  /** The primary limit is hourly; longer waits are not believed. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Pattern MESSAGE =
      Pattern.compile("secondary rate limit|rate limit exceeded|abuse detection");
  private static final Pattern TOO_FAST =
      Pattern.compile("submitted too quickly|abuse|spam|secondary rate limit");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private RateLimit() {}

  /** {@return when GitHub's rate limit ends, or empty if {@code response} is not about a limit} */
  static Optional<Instant> until(GitHubResponse response, Instant now) {
    boolean used = response.header("x-ratelimit-remaining").map("0"::equals).orElse(false);
    boolean limited =
        response.status() == 429
            || (response.status() == 403
                && (used
                    || response.header("retry-after").isPresent()
                    || MESSAGE.matcher(response.body().toLowerCase(Locale.ROOT)).find()))
            || (response.status() == 422
                && TOO_FAST.matcher(GitHubFailures.reasons(response)).find());
    if (!limited) {
      return Optional.empty();
    }
    Instant until =
        response
            .header("retry-after")
            .flatMap(text -> retryAfter(text, now))
            .or(
                () ->
                    used
                        ? response.header("x-ratelimit-reset").flatMap(RateLimit::reset)
                        : Optional.empty())
            .orElse(now.plus(UNSTATED_WAIT));
    return Optional.of(within(until, now));
  }

  private static Optional<Instant> retryAfter(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(now.plusSeconds(Long.parseLong(text)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> reset(String text) {
    return SECONDS.matcher(text).matches()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
        : Optional.empty();
  }

  /** Clocks differ: a time that is already past here still asks for a short pause. */
  private static Instant within(Instant until, Instant now) {
    Instant earliest = now.plusSeconds(1);
    Instant latest = now.plus(LONGEST_WAIT);
    return until.isBefore(earliest) ? earliest : until.isAfter(latest) ? latest : until;
  }
}
