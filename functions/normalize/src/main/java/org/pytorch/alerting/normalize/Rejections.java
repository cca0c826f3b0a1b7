package org.pytorch.alerting.normalize;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.message.QueuedMessage;

/** Parts of a message that can never be normalized: alerts without an event, for quarantine. */
final class Rejections {
  private Rejections() {}

  /** {@return {@code rejected} as an alert, as it travels with the good alerts of its message} */
  static NormalizedAlert of(EventId eventId, RejectedAlerts rejected) {
    return new NormalizedAlert(
        eventId,
        Fingerprint.ofUnreadable(eventId),
        Optional.empty(),
        Optional.empty(),
        Optional.of(rejected));
  }

  /**
   * {@return {@code message} rejected as a whole: it goes to the dead-letter queue unchanged}
   *
   * @param attributes the message's attributes
   */
  static NormalizedMessage whole(
      QueuedMessage message, Map<String, String> attributes, String diagnosis) {
    EventId eventId = EventId.of(message.deliveryId(), 0);
    BodyEncoding encoding = message.bodyEncoding();
    return new NormalizedMessage(
        message.envelope(),
        List.of(of(eventId, new RejectedAlerts(diagnosis, message.body(), encoding, attributes))),
        List.of());
  }
}
