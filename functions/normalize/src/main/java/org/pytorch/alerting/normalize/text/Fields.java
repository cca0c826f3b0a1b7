package org.pytorch.alerting.normalize.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object by name, in any case. Anything but an object has no members, so a
 * payload with an unexpected shape is one with missing fields. If names differ only in case, the
 * lower-case one wins, then the first; a blank value never hides another.
 */
public final class Fields {
  private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
  private final Map<String, String> lowerTexts = new HashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  private Fields() {}

  public static Fields of(@Nullable JsonNode node) {
    Fields fields = new Fields();
    if (node != null && node.isObject()) {
      node.properties().forEach(member -> fields.add(member.getKey(), member.getValue()));
    }
    return fields;
  }

  /**
   * {@return the member called {@code lowerName} as text, or empty if it is absent, blank, null or
   * an object; a list as JSON}
   */
  public Optional<String> get(String lowerName) {
    JsonNode node = node(lowerName);
    if (node.isArray()) {
      // Cached: a thousand alerts may read the same long list from their group.
      return Optional.of(lowerTexts.computeIfAbsent(lowerName, _ -> node.toString()));
    }
    return Optional.ofNullable(lowerTexts.get(lowerName));
  }

  /** {@return the member called {@code lowerName} if it is a JSON string that is not blank} */
  public Optional<String> string(String lowerName) {
    return node(lowerName).isTextual() ? get(lowerName) : Optional.empty();
  }

  /** {@return the members of the object called {@code lowerName}} */
  public Fields object(String lowerName) {
    return of(node(lowerName));
  }

  /** {@return the member called {@code lowerName}, or a missing node} */
  public JsonNode node(String lowerName) {
    return nodes.getOrDefault(lowerName, MissingNode.getInstance());
  }

  /** {@return whether no member has a value} */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** {@return all members that are text or numbers, by their original names, in order} */
  public Map<String, String> texts() {
    return texts;
  }

  private void add(String name, JsonNode value) {
    Optional<String> text =
        value.isValueNode() && !value.isNull()
            ? Optional.of(Text.strip(value.asText())).filter(stripped -> !stripped.isEmpty())
            : Optional.empty();
    text.ifPresent(found -> texts.put(name, found));
    String lowerName = name.toLowerCase(Locale.ROOT);
    boolean present = text.isPresent() || value.isContainerNode();
    if (present && (name.equals(lowerName) || !nodes.containsKey(lowerName))) {
      nodes.put(lowerName, value);
      lowerTexts.remove(lowerName);
      text.ifPresent(found -> lowerTexts.put(lowerName, found));
    }
  }
}
