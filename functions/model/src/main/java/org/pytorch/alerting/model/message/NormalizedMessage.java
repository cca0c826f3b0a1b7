package org.pytorch.alerting.model.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.PackedPayload;

/**
 * The result of normalizing one message.
 *
 * @param alerts alerts to act on or to quarantine, in the payload's order
 * @param ignored alerts that were understood and need no action
 */
public record NormalizedMessage(
    Envelope envelope, List<NormalizedAlert> alerts, List<IgnoredAlert> ignored) {
  public NormalizedMessage {
    alerts = List.copyOf(alerts);
    ignored = List.copyOf(ignored);
  }

  /**
   * One alert, or a part of the payload that cannot be read as alerts: the id of this delivery of
   * it, and the identity of the alert itself. The state machine reads each member, so an absent one
   * is null in JSON.
   *
   * @param event absent if it can never be normalized
   * @param payload the provider's own text about the alert, {@linkplain PackedPayload packed}
   * @param rejection sent to the dead-letter queue: at once if there is no {@code event}, otherwise
   *     only if the alert needs an issue; present also for a FIRING that is not {@linkplain
   *     AlertEvent#isComplete complete}. Only decide knows whether it is a repeat, which needs
   *     neither team nor priority.
   * @param check why the alert is checked, for a check, which has no event
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record NormalizedAlert(
      EventId eventId,
      Fingerprint fingerprint,
      Optional<AlertEvent> event,
      Optional<String> payload,
      Optional<RejectedAlerts> rejection,
      Optional<CheckReason> check) {
    /** {@return the part of a message that is a check} */
    public static NormalizedAlert of(EventId eventId, Check check) {
      return new NormalizedAlert(
          eventId,
          check.fingerprint(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(check.reason()));
    }

    /** A provider's alert, or a part of the payload that cannot be read. */
    public NormalizedAlert(
        EventId eventId,
        Fingerprint fingerprint,
        Optional<AlertEvent> event,
        Optional<String> payload,
        Optional<RejectedAlerts> rejection) {
      this(eventId, fingerprint, event, payload, rejection, Optional.empty());
    }

    public NormalizedAlert {
      if (check.isPresent() && event.isPresent()) {
        throw new IllegalArgumentException("a check has no event: " + eventId);
      }
      boolean rejectable =
          event
              .map(it -> it.state() == AlertState.FIRING && !it.isComplete())
              .orElse(check.isEmpty());
      if (rejectable != rejection.isPresent()) {
        throw new IllegalArgumentException(
            "a rejection belongs to a FIRING without team or priority, and to a part that is not an alert: "
                + eventId);
      }
    }
  }

  /** One alert that needs no action, and why. */
  public record IgnoredAlert(EventId eventId, String reason, String title) {}

  /**
   * Alerts that cannot be acted on, as a separate message.
   *
   * @param diagnosis what the sender has to fix
   * @param body a payload of the same provider that holds these alerts only, in {@code
   *     bodyEncoding}
   * @param messageAttributes the message's attributes; {@code body} can be replayed with them
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
