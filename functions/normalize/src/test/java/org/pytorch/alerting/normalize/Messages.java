package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.PackedDetails;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.runtime.Environment;

/** Normalises payloads of {@code test-data} after a test changed something in them. */
public final class Messages {
  /** As they are without any variable. */
  private static final NormalizeSettings SETTINGS = NormalizeSettings.of(new Environment(Map.of()));

  static final Sources SOURCES = Sources.configured(SETTINGS);

  static final Normalizer NORMALIZER = new Normalizer(SETTINGS);

  private Messages() {}

  /** {@return a payload, changed} */
  public static ObjectNode payload(String name, Consumer<ObjectNode> change) {
    ObjectNode payload = (ObjectNode) Json.read(TestData.text(name), JsonNode.class);
    change.accept(payload);
    return payload;
  }

  /** {@return Grafana's payload with one alert, after {@code change} was done to that alert} */
  public static ObjectNode grafana(Consumer<ObjectNode> change) {
    return payload(
        "grafana/firing.json",
        payload -> {
          for (String common : new String[] {"commonLabels", "commonAnnotations", "groupLabels"}) {
            payload.putObject(common);
          }
          change.accept((ObjectNode) payload.get("alerts").get(0));
        });
  }

  /** {@return a group of three whose last two alerts are in a state that nobody knows} */
  public static ObjectNode groupWithBadAlerts() {
    return payload(
        "grafana/group-of-three.json",
        payload -> {
          for (int i = 1; i < 3; i++) {
            ((ObjectNode) payload.get("alerts").get(i)).put("status", "melting");
          }
        });
  }

  public static ObjectNode labels(ObjectNode alert) {
    return (ObjectNode) alert.get("labels");
  }

  public static ObjectNode annotations(ObjectNode alert) {
    return (ObjectNode) alert.get("annotations");
  }

  public static NormalizedMessage normalize(JsonNode payload) {
    return normalize(payload.toString(), Map.of());
  }

  public static NormalizedMessage normalize(String body, Map<String, String> attributes) {
    return normalize(TestData.message(body, attributes));
  }

  public static NormalizedMessage normalize(QueuedMessage message) {
    return NORMALIZER.normalize(message);
  }

  /** {@return what a function with these variables makes of the message} */
  public static NormalizedMessage normalizeWith(
      Map<String, String> variables, String body, Map<String, String> attributes) {
    return new Normalizer(NormalizeSettings.of(new Environment(variables)))
        .normalize(TestData.message(body, attributes));
  }

  /** {@return why the one alert of {@code payload} could open no issue} */
  public static String rejection(JsonNode payload) {
    NormalizedMessage message = normalize(payload);
    if (message.alerts().size() != 1) {
      throw new AssertionError("not one alert: " + message);
    }
    return message.alerts().getFirst().rejection().orElseThrow().diagnosis();
  }

  /** {@return the alerts of {@code message} that can be acted on} */
  public static List<NormalizedAlert> good(NormalizedMessage message) {
    return message.alerts().stream().filter(alert -> alert.event().isPresent()).toList();
  }

  /** {@return what can never be normalized of {@code message}} */
  public static Optional<RejectedAlerts> rejected(NormalizedMessage message) {
    return message.alerts().stream()
        .filter(alert -> alert.event().isEmpty())
        .map(alert -> alert.rejection().orElseThrow())
        .reduce(
            (one, other) -> {
              throw new AssertionError("rejected in two parts: " + one + other);
            });
  }

  /** {@return the provider's own payload of {@code alert}} */
  public static Optional<JsonNode> payload(NormalizedAlert alert) {
    return told(alert).rawProvider();
  }

  /** {@return the event of {@code alert} as it is told: with its details} */
  public static AlertEvent told(NormalizedAlert alert) {
    AlertEvent event = alert.event().orElseThrow();
    if (event.rawProvider().isPresent()) {
      throw new AssertionError("not packed: " + event);
    }
    return alert.payload().map(packed -> PackedDetails.addTo(event, packed)).orElse(event);
  }

  /** {@return the one event of {@code payload}, with its payload} */
  public static AlertEvent event(JsonNode payload) {
    NormalizedMessage message = normalize(payload);
    if (message.alerts().size() != 1) {
      throw new AssertionError("not one alert: " + message);
    }
    return told(message.alerts().getFirst());
  }
}
