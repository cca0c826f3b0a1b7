package org.pytorch.alerting.stack.cli.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

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
      Path folder = path.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "stack", ".draft", ownerOnly(path.getFileSystem()));
      Files.writeString(draft, address.text());
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(FileSystem files) {
    return files.supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** {@return the address, if a stack has written one} */
  Optional<Address> read() {
    try {
      return Address.parse(Files.readAllLines(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
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
