package org.pytorch.alerting.fakegithub.auth;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;

/** Verifies an App's JWTs. */
public final class AppTokens {
  /** GitHub refuses a token with a longer lifetime, by GitHub's clock. */
  static final Duration LIFETIME_MAX = Duration.ofMinutes(10);

  private static final String ALGORITHM = "RS256";

  private final GitHubApp app;
  private final InstantSource clock;
  private final List<JwtParser> parsers = new ArrayList<>();

  public AppTokens(GitHubApp app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
    keys(List.of(app.publicKey()));
  }

  /** Replaces the keys; an App may have several, and a token must be signed by one of them. */
  public void keys(List<PublicKey> keys) {
    parsers.clear();
    for (PublicKey key : keys) {
      parsers.add(
          Jwts.parser()
              .json(new ClaimsReader())
              .verifyWith(key)
              .clock(() -> Date.from(clock.instant()))
              .build());
    }
  }

  /**
   * Checks signature, algorithm, times and issuer of {@code token}.
   *
   * @throws Refusal with GitHub's message, if it is not valid now
   */
  void verify(String token) {
    Jws<Claims> jws = parse(token);
    if (!ALGORITHM.equals(jws.getHeader().getAlgorithm())) {
      throw notDecodable();
    }
    requireTimes(jws.getPayload(), clock.instant());
    if (!app.isIssuer(Optional.ofNullable(jws.getPayload().getIssuer()).orElse(""))) {
      throw Refusal.of(404, "Integration not found");
    }
  }

  static Refusal notDecodable() {
    return Refusal.of(401, "A JSON web token could not be decoded");
  }

  private Jws<Claims> parse(String token) {
    for (JwtParser parser : parsers) {
      try {
        return parser.parseSignedClaims(token);
      } catch (ExpiredJwtException e) {
        throw Refusal.of(
            401,
            "'Expiration time' claim ('exp') must be a numeric value representing the future time"
                + " at which the assertion expires");
      } catch (JwtException | IllegalArgumentException _) {
        // Not signed with this key; tries the next.
      }
    }
    throw notDecodable();
  }

  private static void requireTimes(Claims claims, Instant now) {
    Optional<Instant> issuedAt = Optional.ofNullable(claims.getIssuedAt()).map(Date::toInstant);
    if (issuedAt.isEmpty() || issuedAt.get().isAfter(now)) {
      throw Refusal.of(
          401,
          "'Issued at' claim ('iat') must be an Integer representing the time that the assertion"
              + " was issued");
    }
    Optional<Instant> expires = Optional.ofNullable(claims.getExpiration()).map(Date::toInstant);
    if (expires.isEmpty()) {
      throw Refusal.of(401, "Missing 'expiration time' claim ('exp') in assertion");
    }
    if (expires.get().isAfter(now.plus(LIFETIME_MAX))) {
      throw Refusal.of(401, "'Expiration time' claim ('exp') is too far in the future");
    }
  }
}
