package org.pytorch.alerting.webhook.sender;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The members of one object of the secret. A member that nobody reads is a misspelt one, which must
 * not make a sender's proof weaker than meant. No message quotes a name or a value of the secret:
 * whoever mixes them up must not find a token in the log.
 */
final class SecretMembers {
  private final JsonNode object;
  private final Set<String> unread = new HashSet<>();

  /**
   * @param what says what the object is
   * @throws IllegalArgumentException if it is not an object
   */
  SecretMembers(JsonNode object, String what) {
    if (!object.isObject()) {
      throw new IllegalArgumentException(what + " is not a JSON object");
    }
    this.object = object;
    object.fieldNames().forEachRemaining(unread::add);
  }

  /** {@return the member called {@code name}, if there is one} */
  Optional<JsonNode> get(String name) {
    unread.remove(name);
    return Optional.ofNullable(object.get(name));
  }

  /**
   * {@return the text called {@code name}, if there is one}
   *
   * @throws IllegalArgumentException if it is something else or blank
   */
  Optional<String> text(String name) {
    return get(name).map(value -> text(value, "its \"" + name + "\""));
  }

  /**
   * {@return the text or the list of texts called {@code name}}
   *
   * @throws IllegalArgumentException if it is missing, empty, something else, or one is blank
   */
  List<String> texts(String name) {
    return get(name)
        .map(value -> texts(value, "its \"" + name + "\""))
        .orElseThrow(() -> new IllegalArgumentException("it has no \"" + name + "\""));
  }

  /**
   * {@return the text, or the texts of the list, that {@code value} is}
   *
   * <p>Several are valid at once while one is rotated.
   */
  static List<String> texts(JsonNode value, String what) {
    List<JsonNode> nodes =
        value.isArray()
            ? StreamSupport.stream(value.spliterator(), false).toList()
            : List.of(value);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    return nodes.stream().map(node -> text(node, what)).toList();
  }

  /** An empty secret would let in whoever leaves the header out. */
  private static String text(JsonNode value, String what) {
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new IllegalArgumentException(what + " is not a text, or is blank");
    }
    return value.asText();
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException if there is a member that was not asked for
   */
  void end() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("it has a member that means nothing here: misspelt?");
    }
  }
}
