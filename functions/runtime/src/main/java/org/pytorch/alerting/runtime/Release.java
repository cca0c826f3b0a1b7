package org.pytorch.alerting.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The release that a function was deployed from, as the build wrote it to the function's zip. */
final class Release {
  private static final String FILE = "/META-INF/org.pytorch.alerting.properties";

  private Release() {}

  /** {@return the version, such as {@code 1.2.3}; empty if the classes are not from a zip} */
  static Optional<String> version() {
    try (InputStream file = Release.class.getResourceAsStream(FILE)) {
      if (file == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(file);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }
}
