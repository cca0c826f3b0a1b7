package org.pytorch.alerting.model.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * An enum whose constants have their lower-case names in JSON. It is read by exactly these names,
 * unless it has a creator of its own.
 */
public interface NamedInJson {
  /**
   * {@return the constant of {@code type} with that name, in any case}
   *
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E> & NamedInJson> E of(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }

  /** {@return the name of the constant} */
  String name();

  /** {@return the lower-case name used in JSON} */
  @JsonValue
  default String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
