package org.pytorch.alerting.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.pytorch.alerting.model.json.Json;

/** The CPU time of the last passing {@code make test}, which writes it to a file. */
final class TestCpu {
  private TestCpu() {}

  /**
   * {@return the row}
   *
   * @param file {@code target/test-cpu.json}; may be missing
   */
  static Row row(Path file) {
    return new Row("last passing make test", seconds(file), "CPU s", 600);
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
