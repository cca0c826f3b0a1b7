package org.pytorch.alerting.console.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The payloads of the project's test data. */
public final class Samples {
  private static final String EXPECTED = ".expected.json";

  private final Optional<Path> folder;

  public Samples(Optional<Path> folder) {
    this.folder = folder;
  }

  /** {@return the names, such as "grafana/firing.json"} */
  public List<String> names() {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return List.of();
    }
    Path root = folder.get();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.contains("/") && name.endsWith(".json") && !name.endsWith(EXPECTED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the payload; empty if there is none of this name} */
  public Optional<String> text(String name) {
    return names().contains(name) ? folder.map(root -> read(root.resolve(name))) : Optional.empty();
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
