package org.pytorch.alerting.stack.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Says which process the stack is, from before it starts until it has stopped. */
record PidFile(Path path) {

  /** {@return the stack's process, if it is still there and its id not another's by now} */
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
        .orElse(true); // Not every system tells.
  }

  /** Names this process. */
  void write() {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the file, if it is there. */
  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
