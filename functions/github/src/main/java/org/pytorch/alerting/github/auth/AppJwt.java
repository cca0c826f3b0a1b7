package org.pytorch.alerting.github.auth;

import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** The short-lived token of the App itself, not of one of its installations. */
final class AppJwt {
  /** Into the past, so that a GitHub whose clock is slightly behind accepts it. */
  static final Duration BACKDATED = Duration.ofSeconds(60);

  /** GitHub allows 10 min by its own clock; with {@link #BACKDATED} the total is 9 min. */
  static final Duration LIFETIME = Duration.ofMinutes(8);

  private AppJwt() {}

  /** {@return a token signed with RS256, for immediate use} */
  static String sign(AppSecret secret, Instant now) {
    return Jwts.builder()
        .issuer(secret.issuer())
        .issuedAt(Date.from(now.minus(BACKDATED)))
        .expiration(Date.from(now.plus(LIFETIME)))
        .signWith(secret.key(), Jwts.SIG.RS256)
        .compact();
  }
}
