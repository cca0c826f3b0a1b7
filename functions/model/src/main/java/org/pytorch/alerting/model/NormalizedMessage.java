package org.pytorch.alerting.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What normalize makes of one message.
 *
 * @param alerts what has to be acted on, in the payload's order
 * @param ignored what was understood and asks for nothing
 * @param rejected what can never be normalised, while siblings could; the state machine quarantines
 *     it
 */
public record NormalizedMessage(
    Envelope envelope,
    List<NormalizedAlert> alerts,
    List<IgnoredAlert> ignored,
    Optional<RejectedAlerts> rejected) {
  public NormalizedMessage {
    alerts = List.copyOf(alerts);
    ignored = List.copyOf(ignored);
  }

  /**
   * One alert: the id of this delivery of it, and the identity of the alert itself.
   *
   * @param rejection what goes to the dead-letter queue should the alert need an issue; present
   *     exactly for a FIRING that is not {@linkplain AlertEvent#isComplete complete}. Only decide
   *     knows whether it is a repeat, which needs neither team nor priority.
   */
  public record NormalizedAlert(
      EventId eventId,
      Fingerprint fingerprint,
      AlertEvent event,
      Optional<RejectedAlerts> rejection) {
    public NormalizedAlert {
      boolean rejectable = event.state() == AlertState.FIRING && !event.isComplete();
      if (rejectable != rejection.isPresent()) {
        throw new IllegalArgumentException(
            "a rejection belongs to a FIRING without team or priority only: " + eventId);
      }
    }
  }

  /** One alert that asks for nothing, and why. */
  public record IgnoredAlert(EventId eventId, String reason, String title) {}

  /**
   * The alerts of a message that can never be normalised, as a message of their own.
   *
   * @param diagnosis what their sender has to mend
   * @param body a payload of the same provider that holds these alerts only, in {@code
   *     bodyEncoding}
   * @param messageAttributes the message's attributes, with which {@code body} can be replayed
   */
  public record RejectedAlerts(
      String diagnosis,
      String body,
      BodyEncoding bodyEncoding,
      Map<String, String> messageAttributes) {
    public RejectedAlerts {
      messageAttributes = Collections.unmodifiableMap(new TreeMap<>(messageAttributes));
    }
  }
}
