package org.pytorch.alerting.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The definition of the state machine; its placeholders are replaced on deployment. */
public record StateMachineFile(Path path) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  /** {@return the folder of the project's documents, which is beside the definition's} */
  Path docs() {
    return path.toAbsolutePath().resolveSibling("../docs").normalize();
  }

  /**
   * {@return the definition with its placeholders replaced}
   *
   * @throws IllegalStateException if {@code values} lacks a placeholder
   */
  public String with(Map<String, String> values) {
    try {
      return PLACEHOLDER
          .matcher(Files.readString(path))
          .replaceAll(placeholder -> Matcher.quoteReplacement(value(values, placeholder.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException("the state machine cannot be read: " + path, e);
    }
  }

  private String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("%s has an unknown placeholder: %s".formatted(path, name));
    }
    return value;
  }
}
