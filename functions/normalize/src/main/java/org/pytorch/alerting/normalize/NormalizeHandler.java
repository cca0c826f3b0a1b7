package org.pytorch.alerting.normalize;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.SourceDimension;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.normalize.message.AlertIndexes;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Priming;

/**
 * The Lambda function that turns a message into alert events. Its input is the state machine's
 * input, its output is a {@link NormalizedMessage}.
 */
public final class NormalizeHandler implements RequestStreamHandler {
  /** The message of log lines with the full event; saved queries search for it. */
  static final String NORMALIZED_ALERT = "NORMALIZED_ALERT";

  /** The message of log lines about our own checks; saved queries search for it. */
  static final String NORMALIZED_CHECK = "NORMALIZED_CHECK";

  private final Normalizer normalizer;
  private final InstantSource clock;
  private final RouteDimension routes;
  private final Log log;

  /** Reads the variables and prepares for a snapshot of the process, which keeps their values. */
  public NormalizeHandler() {
    this(Host.system());
    Priming.beforeSnapshot(new NormalizeRehearsal(), Log.of("normalize", Host.system()));
  }

  /**
   * @throws IllegalStateException if a variable is malformed, or if the policy that one names
   *     cannot be read or has a mistake
   */
  public NormalizeHandler(Host host) {
    NormalizeSettings settings = NormalizeSettings.of(host.environment());
    normalizer = new Normalizer(settings);
    routes = RouteDimension.of(settings.policy());
    clock = host.clock();
    log = Log.of("normalize", host);
  }

  /**
   * @throws InvalidAlertException if the input is not a message
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) {
    JsonNode json = json(input);
    QueuedMessage message = QueuedMessage.read(json, clock.instant());
    Json.write(output, normalize(message, json));
  }

  private NormalizedMessage normalize(QueuedMessage message, JsonNode json) {
    try {
      NormalizedMessage normalized = normalizer.normalize(message);
      report(message, normalized);
      return normalized;
    } catch (InvalidAlertException e) {
      log.error("Message cannot be normalized: its sender has to fix it")
          .with("message_id", message.messageId())
          .with("delivery_id", message.deliveryId())
          .with("diagnosis", String.valueOf(e.getMessage()))
          .write();
      log.count("AlertsRejected", e.alerts(), Map.of());
      return Rejections.whole(message, attributes(json), String.valueOf(e.getMessage()));
    }
  }

  /** As received: dropped attributes could be exactly those that the sender looks for. */
  private static Map<String, String> attributes(JsonNode input) {
    Map<String, String> attributes = new TreeMap<>();
    input.path("message_attributes").properties().stream()
        .filter(attribute -> attribute.getValue().isTextual())
        .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().textValue()));
    return attributes;
  }

  private static JsonNode json(InputStream input) {
    try {
      return Json.read(input, JsonNode.class);
    } catch (IllegalArgumentException e) {
      throw new InvalidAlertException("the function's input is not a JSON object");
    }
  }

  private void report(QueuedMessage message, NormalizedMessage normalized) {
    normalized.alerts().forEach(alert -> report(message, alert));
    if (!normalized.ignored().isEmpty()) {
      log.count("AlertsIgnored", normalized.ignored().size(), Map.of());
    }
    log.info("Message normalized")
        .with("message_id", message.messageId())
        .with("delivery_id", message.deliveryId())
        .with("receive_count", message.receiveCount())
        .with("alerts", normalized.alerts().stream().filter(it -> it.event().isPresent()).count())
        .with("ignored", normalized.ignored())
        .write();
  }

  private void report(QueuedMessage message, NormalizedAlert alert) {
    alert.check().ifPresent(reason -> report(message, alert, reason));
    alert.event().ifPresent(event -> report(message, alert, event));
    alert.rejection().ifPresent(rejection -> report(message, alert, rejection));
  }

  private void report(QueuedMessage message, NormalizedAlert alert, AlertEvent event) {
    log.info(NORMALIZED_ALERT)
        .with("message_id", message.messageId())
        .with("delivery_id", message.deliveryId())
        .with("event_id", alert.eventId())
        .with("fingerprint", alert.fingerprint())
        .with("source", event.source())
        .with("state", event.state())
        .with("title", event.title())
        .with("priority", event.priority())
        .with("team", event.team())
        .with("route", event.routing().map(Routing::route))
        .with("event", event)
        .write();
    log.count(
        "AlertsNormalized",
        1,
        Map.of(
            "source",
            SourceDimension.of(event.source()),
            "priority",
            event.priority().map(Priority::name).orElse("none")));
    event
        .routing()
        .ifPresent(
            routing -> log.count("AlertsRouted", 1, Map.of("route", routes.of(routing.route()))));
  }

  private void report(QueuedMessage message, NormalizedAlert alert, CheckReason reason) {
    log.info(NORMALIZED_CHECK)
        .with("message_id", message.messageId())
        .with("delivery_id", message.deliveryId())
        .with("event_id", alert.eventId())
        .with("fingerprint", alert.fingerprint())
        .with("check", reason)
        .write();
    log.count("Checks", 1, Map.of("reason", reason.jsonName()));
  }

  private void report(QueuedMessage message, NormalizedAlert alert, RejectedAlerts rejected) {
    boolean incomplete = alert.event().isPresent();
    if (!incomplete) {
      log.count("AlertsRejected", AlertIndexes.count(rejected.messageAttributes()), Map.of());
    }
    (incomplete
            ? log.warn("Alert incomplete")
            : log.error("Alerts of a group cannot be normalized: their sender has to fix them"))
        .with("message_id", message.messageId())
        .with("delivery_id", message.deliveryId())
        .with("event_id", alert.eventId())
        .with("fingerprint", alert.fingerprint())
        .with("diagnosis", rejected.diagnosis())
        .write();
  }
}
