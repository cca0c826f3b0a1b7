package org.pytorch.alerting.github.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubException;

/** The App's secret, cached so that not every token costs a read of it. */
final class AppSecrets {
  /** After a rotation the old key is used for at most this long, if GitHub still accepts it. */
  static final Duration KEPT_FOR = Duration.ofMinutes(5);

  private final SecretStore store;
  private final String id;
  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  AppSecrets(SecretStore store, String id) {
    this.store = store;
    this.id = id;
  }

  /** A secret, and whether it was just read: then another read would not help. */
  record Current(AppSecret secret, boolean fresh) {}

  private record Kept(AppSecret secret, Instant until) {}

  /**
   * {@return the secret}
   *
   * @throws GitHubException if it cannot be read and none is cached, or if it is missing or
   *     malformed
   */
  Current current(Instant now) {
    Optional<Kept> last = Optional.ofNullable(kept.get());
    if (last.isPresent() && now.isBefore(last.get().until())) {
      return new Current(last.get().secret(), false);
    }
    Optional<String> text;
    try {
      text = store.read(id);
    } catch (GitHubException e) {
      // The old one is better than none: it is probably still valid.
      return new Current(last.map(Kept::secret).orElseThrow(() -> e), true);
    }
    AppSecret secret = AppSecret.parse(id, text.orElseThrow(this::missing));
    kept.set(new Kept(secret, now.plus(KEPT_FOR)));
    return new Current(secret, true);
  }

  /** Forces the next {@link #current} to read the secret again. */
  void forget() {
    kept.set(null);
  }

  private GitHubAccessException missing() {
    return new GitHubAccessException(
        "there is no secret %s with text; create it, or fix GITHUB_APP_SECRET_ID".formatted(id));
  }
}
