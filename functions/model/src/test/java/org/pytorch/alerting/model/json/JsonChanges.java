package org.pytorch.alerting.model.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;

/** Copies of a JSON text with one member changed. */
public final class JsonChanges {
  private JsonChanges() {}

  /**
   * {@return {@code json} with {@code value}, which is JSON, at {@code pointer}; unchanged if the
   * pointer's parent is no object}
   */
  public static String with(String json, String pointer, String value) {
    return changed(
        json, pointer, (parent, name) -> parent.set(name, Json.read(value, JsonNode.class)));
  }

  /** {@return {@code json} without the member at {@code pointer}} */
  public static String without(String json, String pointer) {
    return changed(json, pointer, ObjectNode::remove);
  }

  private static String changed(
      String json, String pointer, BiConsumer<ObjectNode, String> change) {
    JsonNode root = Json.read(json, JsonNode.class);
    int end = pointer.lastIndexOf('/');
    if (root.at(pointer.substring(0, end)) instanceof ObjectNode parent) {
      change.accept(parent, pointer.substring(end + 1));
    }
    return root.toString();
  }
}
