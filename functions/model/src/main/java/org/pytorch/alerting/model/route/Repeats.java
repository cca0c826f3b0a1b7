package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the repeat of a firing does to its issue. */
public enum Repeats {
  /** Only the status block is kept current. */
  QUIET,
  /** Each repeat is a comment. */
  COMMENT,
  /** Nothing is written. */
  SILENT;

  /** {@return the lower-case name used in JSON} */
  @JsonValue
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the value with that lower-case name}
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Repeats of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
