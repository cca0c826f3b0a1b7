package org.pytorch.alerting.fakegithub.data;

import java.util.Locale;
import java.util.Optional;

/** A label of a repository; the colour is six hexadecimal digits without a number sign. */
public record Label(long id, String name, String color, Optional<String> description) {
  /** The colour of a label that was created by setting it on an issue. */
  static final String DEFAULT_COLOR = "ededed";

  static final int NAME_MAX = 50;
  static final int DESCRIPTION_MAX = 100;

  /** {@return a case-insensitive key for a label's name} */
  public static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
