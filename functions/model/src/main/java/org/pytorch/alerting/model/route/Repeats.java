package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.pytorch.alerting.model.json.NamedInJson;

/** What the repeat of a firing does to its issue. */
public enum Repeats implements NamedInJson {
  /** Only the status block is kept current. */
  QUIET,
  /** Each repeat is a comment. */
  COMMENT,
  /** Nothing is written. */
  SILENT;

  /**
   * {@return the value with that lower-case name}
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Repeats of(String name) {
    return NamedInJson.of(Repeats.class, name);
  }
}
