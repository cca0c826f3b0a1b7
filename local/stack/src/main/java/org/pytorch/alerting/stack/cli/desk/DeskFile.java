package org.pytorch.alerting.stack.cli.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stack.storage.PrivateFiles;

/** Where the desk of the running stack is. Only its owner can read the file. */
record DeskFile(Path path) {
  /**
   * The content, one line each. The script {@code scripts/stack} reads the third.
   *
   * @param token has to come with each request
   * @param javaHome of the stack's own Java
   */
  record Address(String url, String token, String javaHome) {
    private static final int LINES = 3;

    private String text() {
      return String.join("\n", url, token, javaHome) + "\n";
    }

    private static Optional<Address> parse(List<String> lines) {
      return lines.size() < LINES
          ? Optional.empty()
          : Optional.of(new Address(lines.get(0), lines.get(1), lines.get(2)));
    }
  }

  void write(Address address) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrivateFiles.write(path, address.text());
  }

  /** {@return the address, if a stack has written one} */
  Optional<Address> read() {
    return PrivateFiles.read(path).flatMap(text -> Address.parse(text.lines().toList()));
  }

  void remove() {
    PrivateFiles.remove(path);
  }
}
