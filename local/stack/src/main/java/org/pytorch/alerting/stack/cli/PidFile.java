package org.pytorch.alerting.stack.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Holds the id of the stack's process, from before its start until after its stop. */
record PidFile(Path path) {

  /** {@return the stack's process, if it still runs and its id was not reused} */
  Optional<ProcessHandle> process() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(path).strip()))
          .filter(PidFile::isStack);
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStack(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .map(line -> line.contains(Main.class.getName()))
        // A process that was killed and that nobody waited for has none, nor does every system
        // report it.
        .orElse(!Files.isDirectory(Path.of("/proc")));
  }

  /** Writes the id of this process. */
  void write() {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
