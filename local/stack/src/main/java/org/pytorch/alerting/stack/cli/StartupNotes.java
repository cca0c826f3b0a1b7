package org.pytorch.alerting.stack.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody who starts the stack in the background should read: {@code scripts/stack up} prints
 * the file, while the rest of the output is in the log.
 */
final class StartupNotes {
  private final Path file;
  private final PrintStream log;
  private final List<String> lines = new ArrayList<>();

  StartupNotes(Path file, PrintStream log) {
    this.file = file;
    this.log = log;
  }

  void add(String line) {
    lines.add(line);
    log.println(line);
  }

  void write() {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
