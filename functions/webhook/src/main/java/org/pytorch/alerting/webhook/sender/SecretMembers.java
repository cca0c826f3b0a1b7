package org.pytorch.alerting.webhook.sender;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The members of one object of the secret. A member that is never read is taken as misspelt: a typo
 * must not weaken a sender's proof. No message quotes a name or a value of the secret: if an
 * operator confuses them, the log must not contain a token.
 */
final class SecretMembers {
  private final JsonNode object;
  private final Set<String> unread = new HashSet<>();

  /**
   * @param what names the object in messages
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
   * @throws IllegalArgumentException if it is not text, or blank
   */
  Optional<String> text(String name) {
    return get(name).map(value -> text(value, "its \"" + name + "\""));
  }

  /**
   * {@return the text or the list of texts called {@code name}}
   *
   * @throws IllegalArgumentException if it is missing, empty, of another type, or one is blank
   */
  List<String> texts(String name) {
    return get(name)
        .map(value -> texts(value, "its \"" + name + "\""))
        .orElseThrow(() -> new IllegalArgumentException("it has no \"" + name + "\""));
  }

  /**
   * {@return the texts in {@code value}, which is one text or a list}
   *
   * <p>Several are valid at once during a rotation.
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

  /** An empty secret would accept requests without the header. */
  private static String text(JsonNode value, String what) {
    if (!value.isTextual() || value.asText().isBlank()) {
      throw new IllegalArgumentException(what + " is not a text, or is blank");
    }
    return value.asText();
  }

  /**
   * Checks that every member was read.
   *
   * @throws IllegalArgumentException if one was not
   */
  void end() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("it has an unknown member: misspelt?");
    }
  }
}
