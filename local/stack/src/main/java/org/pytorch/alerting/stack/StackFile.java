package org.pytorch.alerting.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.pytorch.alerting.model.Json;

/**
 * The file that tells scripts where a running stack is. It is there exactly while the stack is
 * ready.
 */
public record StackFile(Path path) {

  /** Writes the file in one step, so that nobody reads half of it. */
  public void write(StackDescription description) {
    try {
      Path directory = path.toAbsolutePath().getParent();
      Files.createDirectories(directory);
      Path draft = Files.createTempFile(directory, "stack", ".json");
      Files.writeString(
          draft,
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(description) + "\n");
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the stack that the file describes, if there is one} */
  public Optional<StackDescription> read() {
    try {
      return Optional.of(Json.read(Files.readString(path), StackDescription.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the file, if it is there. */
  public void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
