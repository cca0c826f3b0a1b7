package org.pytorch.alerting.stack.cli.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.Json;

/** Files with payloads. Each mistake is answered by a sentence that says what to do. */
public final class PayloadFile {
  private static final String SEND = "make send";
  private static final String EXAMPLE = "test-data/grafana/firing.json";

  /** What normalize makes of a payload; it is no payload itself. */
  private static final String EXPECTED = ".expected.json";

  private PayloadFile() {}

  /** {@return the answer to a command that names no file} */
  public static IllegalStateException missing() {
    return new IllegalStateException(
        "Which file? For example: make send FILE=%s (or a folder: make send DIR=test-data/grafana)"
            .formatted(EXAMPLE));
  }

  /**
   * {@return the payload in {@code file}}
   *
   * @param shown how messages name the file
   * @param raw whether the content may be anything; otherwise it has to be JSON
   * @throws IllegalStateException if there is no such payload
   */
  public static Payload read(Path file, String shown, boolean raw) {
    String name = String.valueOf(file.getFileName());
    String body = content(file, shown, SEND);
    if (raw) {
      return new Payload(name, body, Optional.empty());
    }
    requireJson(shown, body);
    return Payload.of(name, body);
  }

  /**
   * {@return the payload in {@code file}, which may be anything, for {@code make explain}}
   *
   * @throws IllegalStateException if there is none
   */
  public static Payload toExplain(String file) {
    if (file.isBlank()) {
      throw new IllegalStateException(
          "Which file? For example: make explain FILE=%s".formatted(EXAMPLE));
    }
    Path path = Path.of(file);
    return Payload.of(String.valueOf(path.getFileName()), content(path, file, "make explain"));
  }

  private static String content(Path file, String shown, String command) {
    if (Files.isDirectory(file)) {
      throw new IllegalStateException(
          command.equals(SEND)
              ? "%s is a folder: make send DIR=%s sends every .json file in it"
                  .formatted(shown, shown)
              : "%s is a folder: %s takes one file of it".formatted(shown, command));
    }
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "%s does not exist. For example: %s FILE=%s".formatted(shown, command, EXAMPLE));
    }
    String body = text(file);
    if (body.isBlank()) {
      throw new IllegalStateException(
          "%s is empty. Payloads to try are in test-data, for example: %s FILE=%s"
              .formatted(shown, command, EXAMPLE));
    }
    return body;
  }

  /**
   * {@return the payloads' files in {@code folder}, by name}
   *
   * @throws IllegalStateException if there are none
   */
  public static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "%s is not a folder. For example: make send DIR=test-data/grafana".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(PayloadFile::isPayload).sorted().toList();
      if (found.isEmpty()) {
        throw new IllegalStateException(
            "%s has no .json file. For example: make send DIR=test-data/grafana".formatted(folder));
      }
      return found;
    } catch (IOException e) {
      throw notReadable(folder, e);
    }
  }

  private static boolean isPayload(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".json") && !name.endsWith(EXPECTED) && Files.isRegularFile(file);
  }

  /** As the webhook reads it: malformed UTF-8 becomes U+FFFD, a byte order mark is dropped. */
  private static String text(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw notReadable(file, e);
    }
  }

  private static void requireJson(String shown, String body) {
    try {
      Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s is not JSON%s: %s. RAW=1 sends it anyway, through SNS."
              .formatted(shown, place(e), reason(e)),
          e);
    }
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** Jackson appends remarks about its own settings. */
  private static String reason(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deeply, or has a number or a name that is too long; README, Limits";
    }
    return e.getOriginalMessage().lines().findFirst().orElse("").split("[:(]", 2)[0].strip();
  }

  private static IllegalStateException notReadable(Path file, IOException e) {
    return new IllegalStateException(
        "%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()), e);
  }
}
