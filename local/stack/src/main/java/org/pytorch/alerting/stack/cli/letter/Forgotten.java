package org.pytorch.alerting.stack.cli.letter;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;

/** Keeps what was deleted, so that a typo loses nothing. */
final class Forgotten {
  private final Path folder;

  Forgotten(Path folder) {
    this.folder = folder;
  }

  /** Writes the payload, and beside it the attributes; {@return the payload's file} */
  Path keep(Letter letter) {
    String name = letter.queueId().replaceAll("[^A-Za-z0-9-]", "-");
    Path file = folder.resolve(name + ".json");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, letter.text());
      Files.writeString(
          folder.resolve(name + ".attributes"),
          Json.mapper()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(new TreeMap<>(letter.attributes()))
              + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("attributes that are no text", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    return file;
  }
}
