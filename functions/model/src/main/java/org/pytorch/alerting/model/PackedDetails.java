package org.pytorch.alerting.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;

/**
 * What travels beside an event for people to read: the provider's own text, and the event's labels,
 * annotations and dimensions. Every state logs them. Labels, annotations and dimensions are mostly
 * a part of the text, so packing all of it together costs little.
 */
public final class PackedDetails {
  private PackedDetails() {}

  /** {@return the details of {@code event}, packed; absent if it has none} */
  public static Optional<String> of(AlertEvent event) {
    boolean bare =
        event.labels().isEmpty() && event.annotations().isEmpty() && event.dimensions().isEmpty();
    if (bare) {
      return event.rawProvider().map(PackedPayload::pack);
    }
    ArrayNode list = Json.mapper().createArrayNode();
    event.rawProvider().ifPresentOrElse(list::add, list::addNull);
    list.add(tree(event.labels().orElse(Map.of())));
    list.add(tree(event.annotations().orElse(Map.of())));
    list.add(tree(event.dimensions().orElse(Map.of())));
    return Optional.of(PackedPayload.pack(list));
  }

  /**
   * {@return {@code event} with the details in {@code packed}}
   *
   * @throws IllegalArgumentException if they are not packed by {@link #of}
   */
  public static AlertEvent addTo(AlertEvent event, String packed) {
    JsonNode details = PackedPayload.unpack(packed);
    if (!details.isArray()) {
      return event.toBuilder().rawProvider(Optional.of(details)).build();
    }
    return event.toBuilder()
        .rawProvider(Optional.of(details.path(0)))
        .labels(texts(details.path(1)))
        .annotations(texts(details.path(2)))
        .dimensions(texts(details.path(3)))
        .build();
  }

  private static JsonNode tree(Map<String, String> texts) {
    return Json.mapper().valueToTree(texts);
  }

  private static Optional<Map<String, String>> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return Optional.of(texts);
  }
}
