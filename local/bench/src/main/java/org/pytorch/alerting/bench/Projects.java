package org.pytorch.alerting.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's root folder, found from any folder in it, and a null stream. */
final class Projects {
  private Projects() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("statemachine"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside the project");
      }
    }
    return folder;
  }

  static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
