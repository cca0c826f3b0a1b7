package org.pytorch.alerting.stack.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.Json;

/**
 * Keeps the functions' log lines in a file, so that they outlive the stack. A full file becomes the
 * previous one, which is deleted when the next is full. Thread-safe.
 */
public final class JournalFile implements Consumer<StackEvent>, AutoCloseable {
  /** In characters; about 40,000 lines. */
  private static final long MAX_SIZE = 32L * 1024 * 1024;

  private final Path path;
  private final long maxSize;
  private BufferedWriter writer;
  private long size;

  /** Opens the file at {@code path}; what is in it stays. */
  public JournalFile(Path path) {
    this(path, MAX_SIZE);
  }

  JournalFile(Path path, long maxSize) {
    this.path = path;
    this.maxSize = maxSize;
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      this.writer = open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + path, e);
    }
  }

  private BufferedWriter open() throws IOException {
    BufferedWriter opened =
        Files.newBufferedWriter(
            path,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND);
    size = Files.size(path);
    if (size > 0) {
      // After a crash the last line may have no end.
      opened.newLine();
    }
    return opened;
  }

  @Override
  public synchronized void accept(StackEvent event) {
    if (event instanceof StackEvent.LogLine line) {
      String text = Json.write(line.line());
      try {
        if (size > maxSize) {
          writer.close();
          Files.move(path, previous(path), StandardCopyOption.REPLACE_EXISTING);
          writer = open();
        }
        writer.write(text);
        writer.newLine();
        // A crash of this process loses no line.
        writer.flush();
        size += text.length();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + path, e);
      }
    }
  }

  /** {@return the lines whose text is {@code wanted}, oldest first; none if there is no file} */
  public static List<JsonNode> lines(Path path, Predicate<String> wanted) {
    List<JsonNode> lines = new ArrayList<>();
    for (Path file : List.of(previous(path), path)) {
      if (Files.exists(file)) {
        try (Stream<String> texts = Files.lines(file, StandardCharsets.UTF_8)) {
          texts.filter(wanted).forEach(text -> add(text, lines));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot read " + file, e);
        }
      }
    }
    return lines;
  }

  private static void add(String text, List<JsonNode> lines) {
    try {
      JsonNode line = Json.mapper().readTree(text);
      if (line.isObject()) {
        lines.add(line);
      }
    } catch (JsonProcessingException e) {
      // A line that a crash has cut.
    }
  }

  private static Path previous(Path path) {
    return path.resolveSibling(path.getFileName() + ".1");
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + path, e);
    }
  }
}
