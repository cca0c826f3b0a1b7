package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.pytorch.alerting.model.Log;

/**
 * The senders, read from the secret every five minutes. A proof that nobody could have given makes
 * us look again at once, so that a rotation works at once; but not more often than every 30 s, so
 * that a flood of wrong tokens cannot become a flood of calls to Secrets Manager.
 */
final class CachedSenders {
  static final Duration LIFETIME = Duration.ofMinutes(5);
  static final Duration REFRESH_INTERVAL = Duration.ofSeconds(30);

  /** After a failure everybody is turned away for so long without asking again. */
  static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

  private final SenderSecrets secrets;
  private final InstantSource clock;
  private final Log log;

  private Optional<Senders> senders = Optional.empty();
  private Instant expiresAt = Instant.MIN;
  private Instant refreshableAt = Instant.MIN;
  private Instant retryAt = Instant.MIN;

  CachedSenders(SenderSecrets secrets, InstantSource clock, Log log) {
    this.secrets = secrets;
    this.clock = clock;
    this.log = log;
  }

  /**
   * {@return who sent {@code request}, or nothing if it is nobody we know}
   *
   * @throws SecretsUnavailableException if the secret was needed and could not be had
   */
  Optional<Sender> authenticate(HttpRequest request) {
    Instant now = clock.instant();
    Known known = known(now);
    // Outside of the lock: signatures over large bodies take their time.
    Optional<Sender> sender = known.senders().authenticate(request, now);
    return sender.isPresent() || known.justRead()
        ? sender
        : refreshed(now).flatMap(fresh -> fresh.authenticate(request, now));
  }

  private record Known(Senders senders, boolean justRead) {}

  private synchronized Known known(Instant now) {
    return senders
        .filter(_ -> now.isBefore(expiresAt))
        .map(cached -> new Known(cached, false))
        .orElseGet(() -> new Known(read(now), true));
  }

  /** {@return the secret as it is now, or nothing if it was looked at a moment ago} */
  private synchronized Optional<Senders> refreshed(Instant now) {
    if (now.isBefore(refreshableAt)) {
      return Optional.empty();
    }
    refreshableAt = now.plus(REFRESH_INTERVAL);
    return Optional.of(read(now));
  }

  private Senders read(Instant now) {
    if (now.isBefore(retryAt)) {
      throw new SecretsUnavailableException("the secret could not be read a moment ago");
    }
    retryAt = now.plus(FAILURE_PAUSE);
    Senders read = SendersSecret.parse(secrets.read());
    senders = Optional.of(read);
    expiresAt = now.plus(LIFETIME);
    retryAt = Instant.MIN;
    read.problems()
        .forEach(
            problem ->
                log.error("Sender left out: mend its entry in the secret WEBHOOK_SECRET_ID")
                    .with("problem", problem)
                    .write());
    return read;
  }
}
