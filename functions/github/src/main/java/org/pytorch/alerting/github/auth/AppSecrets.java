package org.pytorch.alerting.github.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubException;

/** The App's secret, kept for a while so that not every token costs a read of it. */
final class AppSecrets {
  /** After a rotation the old key is used this long at most, if GitHub still takes it. */
  static final Duration KEPT_FOR = Duration.ofMinutes(5);

  private final SecretStore store;
  private final String id;
  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  AppSecrets(SecretStore store, String id) {
    this.store = store;
    this.id = id;
  }

  /** A secret, and whether it has just been read: then reading it again would not help. */
  record Current(AppSecret secret, boolean fresh) {}

  private record Kept(AppSecret secret, Instant until) {}

  /**
   * {@return the secret}
   *
   * @throws GitHubException if it cannot be read and none is kept, or if it is missing or malformed
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
      // The old one is better than none: most probably it is still the current one.
      return new Current(last.map(Kept::secret).orElseThrow(() -> e), true);
    }
    AppSecret secret = AppSecret.parse(id, text.orElseThrow(this::missing));
    kept.set(new Kept(secret, now.plus(KEPT_FOR)));
    return new Current(secret, true);
  }

  /** Makes the next {@link #current} read the secret again. */
  void forget() {
    kept.set(null);
  }

  private GitHubAccessException missing() {
    return new GitHubAccessException(
        "there is no secret %s with a text; create it, or fix GITHUB_APP_SECRET_ID".formatted(id));
  }
}
