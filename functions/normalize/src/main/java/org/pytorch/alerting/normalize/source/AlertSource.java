package org.pytorch.alerting.normalize.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.normalize.InvalidAlertException;

/**
 * One provider's payload format. An implementation is stateless, accepts any JSON object, throws
 * only {@link InvalidAlertException}, and builds its events with {@link EventDraft}, which applies
 * the rules that all sources share.
 */
public interface AlertSource {
  /** {@return the {@code source} of its events, and the value of the message attribute} */
  String name();

  /** {@return whether {@code payload} has a shape that only this provider sends} */
  boolean recognizes(ObjectNode payload);

  /**
   * {@return the parts of {@code payload} that are one alert each; the payload itself for a
   * provider that sends one alert at a time}
   *
   * @throws InvalidAlertException if the payload lists no alerts
   */
  default List<JsonNode> alerts(ObjectNode payload) {
    return List.of(payload);
  }

  /** {@return a copy of {@code payload} with only {@code alerts}} */
  default ObjectNode withAlerts(ObjectNode payload, List<JsonNode> alerts) {
    return payload;
  }

  /**
   * {@return each of {@code alerts}, in their order}
   *
   * @param alerts the result of {@link #alerts} for {@code payload}
   * @param sentAt when the message was sent; the default for a missing time
   */
  List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt);
}
