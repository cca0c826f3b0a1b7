package org.pytorch.alerting.github.auth;

import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The short-lived token of the App itself, not of one of its installations. It is kept for a
 * minute: an instance's first action needs it up to three times, and signing costs most of that
 * action's time.
 */
final class AppJwt {
  /** Into the past, so that a GitHub whose clock is slightly behind accepts it. */
  static final Duration BACKDATED = Duration.ofSeconds(60);

  /** GitHub allows 10 min by its own clock; with {@link #BACKDATED} the total is 9 min. */
  static final Duration LIFETIME = Duration.ofMinutes(8);

  /** Short: a kept token must still be valid for a GitHub whose clock is ahead. */
  static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  private record Kept(AppSecret secret, String token, Instant until) {
    @Override
    public String toString() {
      return "Kept[until=" + until + "]";
    }
  }

  /** {@return a token signed with RS256 by the key in {@code secret}, for immediate use} */
  String of(AppSecret secret, Instant now) {
    Kept last = kept.get();
    if (last != null && last.secret().equals(secret) && now.isBefore(last.until())) {
      return last.token();
    }
    String token = sign(secret, now);
    kept.set(new Kept(secret, token, now.plus(KEPT_FOR)));
    return token;
  }

  /** Forces a new token at the next use. */
  void forget() {
    kept.set(null);
  }

  private static String sign(AppSecret secret, Instant now) {
    return Jwts.builder()
        .issuer(secret.issuer())
        .issuedAt(Date.from(now.minus(BACKDATED)))
        .expiration(Date.from(now.plus(LIFETIME)))
        .signWith(secret.key(), Jwts.SIG.RS256)
        .compact();
  }
}
