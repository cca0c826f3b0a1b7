package org.pytorch.alerting.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.pytorch.alerting.model.json.Json;

/** What the last {@code make test} took, as it noted itself. */
final class TestCpu {
  private TestCpu() {}

  /**
   * {@return the row}
   *
   * @param file {@code target/test-cpu.json}; need not be there
   */
  static Row row(Path file) {
    return new Row("make test, the last one that passed", seconds(file), "CPU s", 600);
  }

  private static OptionalDouble seconds(Path file) {
    try {
      return Files.exists(file)
          ? OptionalDouble.of(
              Json.read(Files.readString(file), JsonNode.class).required("cpu_seconds").asDouble())
          : OptionalDouble.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
