package org.pytorch.alerting.stack.cli.send;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.stack.cli.desk.Options;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.payload.PayloadFile;
import org.pytorch.alerting.stack.cli.payload.PayloadIdentity;
import org.pytorch.alerting.stack.cli.payload.PayloadTimes;

/**
 * What to send, and how.
 *
 * @param directory where the command was called
 * @param folder all payloads in it; empty for {@code files}
 * @param now whether the payloads' times are moved to now
 * @param name gives the alerts an identity of their own
 * @param raw whether the content may be anything
 * @param waits whether to wait for what becomes of it
 */
record SendOptions(
    Path directory,
    List<Path> files,
    Optional<Path> folder,
    boolean now,
    Optional<String> name,
    boolean raw,
    boolean waits) {
  static final String USAGE =
      "usage: make send FILE=… or DIR=… [AT=now] [AS=name] [RAW=1] [ARGS=--no-wait]";

  private static final Set<String> VALUED = Set.of("file", "dir", "at", "as");
  private static final Set<String> FLAGS = Set.of("raw", "no-wait");

  /**
   * {@return the options in {@code arguments}}
   *
   * @param directory files are named from there
   * @throws IllegalArgumentException if they are wrong
   * @throws IllegalStateException if nothing is named
   */
  static SendOptions parse(List<String> arguments, Path directory) {
    Options options;
    try {
      options = Options.parse(arguments, VALUED, FLAGS);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "\n" + USAGE, e);
    }
    Optional<String> at = options.get("at");
    if (at.filter(text -> !text.equals("now")).isPresent()) {
      throw new IllegalArgumentException(
          "AT=%s is not known: AT=now moves the payload's times to now".formatted(at.get()));
    }
    Optional<Path> folder = options.get("dir").map(directory::resolve);
    List<Path> files =
        options.get("file").map(List::of).orElse(options.rest()).stream()
            .map(directory::resolve)
            .toList();
    if (folder.isPresent() && !files.isEmpty()) {
      throw new IllegalArgumentException(
          "FILE sends one payload, DIR a folder of them: leave one out");
    }
    if (options.get("file").isPresent()) {
      options.alone();
    }
    if (files.isEmpty() && folder.isEmpty()) {
      throw PayloadFile.missing();
    }
    return new SendOptions(
        directory,
        files,
        folder,
        at.isPresent(),
        options.get("as"),
        options.has("raw"),
        !options.has("no-wait"));
  }

  List<Path> all() {
    return folder.map(PayloadFile::in).orElse(files);
  }

  /**
   * {@return the payload in {@code file}, with the changes asked for}
   *
   * @throws IllegalStateException if there is none, or it cannot be changed so
   */
  Payload payload(Path file, Instant time) {
    Payload payload = PayloadFile.read(file, shown(file), raw);
    String body = now ? PayloadTimes.movedTo(payload.body(), time) : payload.body();
    if (name.isPresent()) {
      try {
        body = PayloadIdentity.named(body, name.get());
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            "AS=%s cannot be used for %s: %s".formatted(name.get(), shown(file), e.getMessage()),
            e);
      }
    }
    return new Payload(payload.name(), body, payload.source());
  }

  /** {@return {@code file} as somebody in {@code directory} would name it} */
  private String shown(Path file) {
    return (file.startsWith(directory) ? directory.relativize(file) : file).toString();
  }
}
