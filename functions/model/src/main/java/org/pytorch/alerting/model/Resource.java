package org.pytorch.alerting.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.NamedInJson;

/** What the alert is about. {@code extra} holds further labels or dimensions, sorted by name. */
public record Resource(
    Type type, Optional<String> id, Optional<String> region, Optional<Map<String, String>> extra) {

  public Resource {
    requireNonNull(type, "type is null");
    extra = extra.map(names -> Collections.unmodifiableMap(new TreeMap<>(names)));
  }

  /** {@return a resource about which nothing is known} */
  public static Resource generic() {
    return new Resource(Type.GENERIC, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The kinds of resource that issues distinguish. */
  public enum Type implements NamedInJson {
    RUNNER,
    INSTANCE,
    JOB,
    SERVICE,
    GENERIC;

    /**
     * {@return the type that {@code name} names, in any case}
     *
     * @throws IllegalArgumentException if there is no such type
     */
    @JsonCreator
    public static Type of(String name) {
      return NamedInJson.of(Type.class, name);
    }
  }
}
