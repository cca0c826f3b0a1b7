package org.pytorch.alerting.policy.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of an object, each of which is either taken or reported as unknown. */
final class Members {
  /** The key that merges groups of settings in YAML 1.1. */
  private static final String MERGE = "<<";

  private final Value object;
  private final Set<String> known = new LinkedHashSet<>();

  Members(Value object) {
    this.object = object;
  }

  /** {@return the value of the member {@code name}; no value at all is reported} */
  Optional<Value> take(String name) {
    known.add(name);
    Optional<Value> value =
        Optional.ofNullable(object.json().get(name)).map(json -> value(name, json));
    if (value.isPresent() && value.get().json().isNull()) {
      object.problems().atName(value.get().pointer(), name + " has no value", "a value");
      return Optional.empty();
    }
    return value;
  }

  /** {@return every member with its name} */
  List<Map.Entry<String, Value>> all() {
    return object.json().properties().stream()
        .map(member -> Map.entry(member.getKey(), value(member.getKey(), member.getValue())))
        .toList();
  }

  /** Reports that the member {@code name} is missing. */
  void missing(String name, String write) {
    object.problem(name + " is missing", write);
  }

  boolean has(String name) {
    return object.json().has(name);
  }

  /** Reports every member that was not taken, with the known one that was probably meant. */
  void reportOthers() {
    for (Map.Entry<String, Value> member : all()) {
      String name = member.getKey();
      if (!known.contains(name)) {
        object
            .problems()
            .atName(
                member.getValue().pointer(),
                "unknown key \"%s\"".formatted(Value.shortened(name)),
                name.equals(MERGE)
                    ? "each setting itself, since nothing is merged,"
                    : Nearest.of(name, known).orElseGet(() -> Words.or(List.copyOf(known))));
      }
    }
  }

  private Value value(String name, JsonNode json) {
    String token = name.replace("~", "~0").replace("/", "~1");
    return new Value(json, object.pointer() + "/" + token, object.problems());
  }
}
