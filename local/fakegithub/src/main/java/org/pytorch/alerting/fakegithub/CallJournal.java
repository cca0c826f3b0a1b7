package org.pytorch.alerting.fakegithub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.model.json.Json;

/**
 * Keeps the fake GitHub over a restart. The fake is deterministic, so the requests that change
 * something, with their times, are all of its state: they are written to a file before they are
 * answered, and handled again at the next start. Only limits and faults that were used up by reads
 * are forgotten.
 *
 * <p>A line that a dying process did not finish had no response, and is dropped.
 */
final class CallJournal implements InstantSource, AutoCloseable {
  private final InstantSource clock;
  private final FileChannel file;
  private volatile Optional<Instant> fixed = Optional.empty();

  private record Entry(Instant at, GitHubCall call) {}

  private record Head(String app) {}

  private CallJournal(InstantSource clock, FileChannel file) {
    this.clock = clock;
    this.file = file;
  }

  /** Opens or creates the journal; {@link #replay} must come before {@link #record}. */
  static CallJournal open(InstantSource clock, Path path) {
    try {
      FileChannel file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new CallJournal(clock, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + path, e);
    }
  }

  /**
   * Handles the requests of the journal, each at its own time.
   *
   * @param app identifies the App's key: with another one, the requests would be refused
   * @throws IllegalStateException if the journal belongs to another key
   */
  synchronized void replay(Path path, String app, Function<GitHubCall, CallResponse> handler) {
    try {
      String text = Files.readString(path);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
      file.position(file.size());
      if (whole.isEmpty()) {
        write(new Head(app));
        return;
      }
      boolean first = true;
      for (String line : whole.lines().toList()) {
        if (first) {
          requireApp(path, Json.read(line, Head.class), app);
          first = false;
        } else {
          Entry entry = Json.read(line, Entry.class);
          at(entry.at(), () -> handler.apply(entry.call()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static void requireApp(Path path, Head head, String app) {
    if (!head.app().equals(app)) {
      throw new IllegalStateException(
          "%s was written with another key of the App: --fresh forgets it".formatted(path));
    }
  }

  /** {@return the response of {@code handler}; a request that can change something is kept} */
  CallResponse record(GitHubCall call, Function<GitHubCall, CallResponse> handler) {
    return switch (call.method().toUpperCase(Locale.ROOT)) {
      case "GET", "HEAD" -> handler.apply(call);
      default -> kept(call, handler);
    };
  }

  /** One at a time: the order of the journal is the order of the effects. */
  private synchronized CallResponse kept(
      GitHubCall call, Function<GitHubCall, CallResponse> handler) {
    Instant now = clock.instant();
    write(new Entry(now, call));
    return at(now, () -> handler.apply(call));
  }

  private CallResponse at(Instant time, Supplier<CallResponse> action) {
    fixed = Optional.of(time);
    try {
      return action.get();
    } finally {
      fixed = Optional.empty();
    }
  }

  /** To the operating system, which a killed process does not take with it. */
  private void write(Object line) {
    ByteBuffer bytes = ByteBuffer.wrap((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the fake GitHub cannot write its journal", e);
    }
  }

  @Override
  public Instant instant() {
    return fixed.orElseGet(clock::instant);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
