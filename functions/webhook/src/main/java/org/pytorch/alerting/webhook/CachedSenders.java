package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.pytorch.alerting.model.Log;

/**
 * The senders, read from the secret every five minutes. A token that nobody has makes us look again
 * at once, so that a rotation works at once; but not more often than every 30 s, so that a flood of
 * wrong tokens cannot become a flood of calls to Secrets Manager.
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
  synchronized Optional<Sender> authenticate(HttpRequest request) {
    Instant now = clock.instant();
    Optional<Senders> known = senders.filter(_ -> now.isBefore(expiresAt));
    if (known.isEmpty()) {
      return read(now).authenticate(request);
    }
    Optional<Sender> sender = known.get().authenticate(request);
    if (sender.isPresent() || now.isBefore(refreshableAt)) {
      return sender;
    }
    refreshableAt = now.plus(REFRESH_INTERVAL);
    return read(now).authenticate(request);
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
