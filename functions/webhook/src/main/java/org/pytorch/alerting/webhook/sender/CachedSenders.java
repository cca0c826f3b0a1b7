package org.pytorch.alerting.webhook.sender;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.webhook.http.WebhookRequest;

/**
 * The senders, read from the secret every five minutes. A proof that does not match triggers
 * another read, so that a rotation takes effect at once; but at most every 30 s, so that a flood of
 * wrong tokens does not become a flood of calls to Secrets Manager.
 *
 * <p>While the secret cannot be read or used, the last known senders stay valid for up to an hour
 * after they were read: an outage of Secrets Manager loses no alert.
 */
public final class CachedSenders {
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(30);

  /** The wait after a failed read before the next. */
  private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

  /** Since the last successful read; a removed token works that long while all reads fail. */
  private static final Duration OUTAGE_LIFETIME = Duration.ofHours(1);

  private static final String REMEDY =
      "Check the secret WEBHOOK_SECRET_ID and the right to secretsmanager:GetSecretValue:"
          + " at used_until every sender gets 503; until then a removed token still works.";

  private final SenderSecrets secrets;
  private final InstantSource clock;
  private final Log log;

  private Optional<Known> known = Optional.empty();
  private Instant refreshableAt = Instant.MIN;
  private Instant retryAt = Instant.MIN;

  public CachedSenders(SenderSecrets secrets, InstantSource clock, Log log) {
    this.secrets = secrets;
    this.clock = clock;
    this.log = log;
  }

  /**
   * {@return the sender of {@code request}, or empty if no sender's proof matches}
   *
   * @throws SecretsUnavailableException if the secret was needed and could not be read, or if a
   *     proof that does not match may be newer than the known senders
   */
  public Optional<Sender> authenticate(WebhookRequest request) {
    Instant now = clock.instant();
    Current current = current(now);
    // Outside the lock: signatures over large bodies take time.
    Optional<Sender> sender = current.senders().authenticate(request, now);
    return sender.isPresent() || current.justRead()
        ? sender
        : refreshed(now).flatMap(fresh -> fresh.authenticate(request, now));
  }

  /**
   * {@return the sources of the last known senders whose headers {@code request} has, whatever
   * their values}
   */
  public synchronized List<String> resembled(WebhookRequest request) {
    return known.map(last -> last.senders().resembled(request)).orElse(List.of());
  }

  private record Current(Senders senders, boolean justRead) {}

  private record Known(Senders senders, Instant readAt) {
    boolean isFresh(Instant now) {
      return now.isBefore(readAt.plus(LIFETIME));
    }

    boolean outlastsOutage(Instant now) {
      return now.isBefore(usedUntil());
    }

    Instant usedUntil() {
      return readAt.plus(OUTAGE_LIFETIME);
    }
  }

  private synchronized Current current(Instant now) {
    if (isFresh(now)) {
      return new Current(known.orElseThrow().senders(), false);
    }
    try {
      return new Current(read(now), true);
    } catch (SecretsUnavailableException e) {
      return known
          .filter(last -> last.outlastsOutage(now))
          .map(last -> new Current(last.senders(), false))
          .orElseThrow(() -> e);
    }
  }

  /** {@return the current senders; empty if they were just read} */
  private synchronized Optional<Senders> refreshed(Instant now) {
    if (isFresh(now) && now.isBefore(refreshableAt)) {
      return Optional.empty();
    }
    Senders read = read(now);
    // Only now: while every read fails, the response to a new token is 503, not 401.
    refreshableAt = now.plus(REFRESH_INTERVAL);
    return Optional.of(read);
  }

  private boolean isFresh(Instant now) {
    return known.filter(last -> last.isFresh(now)).isPresent();
  }

  private Senders read(Instant now) {
    if (now.isBefore(retryAt)) {
      throw new SecretsUnavailableException("the last read of the secret has just failed");
    }
    retryAt = now.plus(FAILURE_PAUSE);
    try {
      Senders read = SendersSecret.parse(secrets.read());
      known = Optional.of(new Known(read, now));
      retryAt = Instant.MIN;
      read.problems().forEach(this::report);
      return read;
    } catch (SecretsUnavailableException e) {
      log.count("SecretReadFailures", 1, Map.of());
      known.filter(last -> last.outlastsOutage(now)).ifPresent(last -> report(e, last));
      throw e;
    }
  }

  private void report(String problem) {
    log.error("Sender left out: fix its entry in the secret WEBHOOK_SECRET_ID")
        .with("problem", problem)
        .write();
  }

  private void report(SecretsUnavailableException failure, Known last) {
    log.error("Secret of the senders not read; the last known one is used")
        .with("problem", failure.toString())
        .with("read_at", last.readAt())
        .with("used_until", last.usedUntil())
        .with("remedy", REMEDY)
        .write();
  }
}
