package org.pytorch.alerting.stack.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a stack that remembers: the table, the queues, the fake GitHub, the executions. One
 * process at a time may use it; its lock ends with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String OWNER = "stack.about";

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Opens the folder; creates it if it is missing.
   *
   * @param gitHub names the GitHub that the data is about, in one line
   * @param fresh whether to forget what is in it
   * @throws IllegalStateException if another process uses it, if it is about another GitHub, or if
   *     it has files that no stack has written
   */
  public static DataFolder open(Path path, String gitHub, boolean fresh) {
    PrivateFiles.createFolder(path);
    requireOurs(path);
    DataFolder folder = new DataFolder(path, locked(path));
    try {
      if (fresh) {
        folder.forget();
      }
      requireAbout(path, gitHub);
      PrivateFiles.write(path.resolve(OWNER), gitHub + "\n");
      return folder;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Checks an existing folder like {@link #open}, and changes nothing.
   *
   * @throws IllegalStateException if it cannot be used; the message says what to do
   */
  public static void examine(Path path, String gitHub) {
    requireOurs(path);
    requireAbout(path, gitHub);
    if (!Files.isWritable(path)) {
      throw new IllegalStateException(
          "%s cannot be written: let its owner write to it (chmod u+w), or --data=DIR chooses another folder"
              .formatted(path));
    }
    new DataFolder(path, locked(path)).close();
  }

  private static FileChannel locked(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel).isEmpty()) {
        channel.close();
        throw new IllegalStateException(
            "%s is in use by another stack: stop that with `make down`, or choose another folder with --data=DIR"
                .formatted(path));
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + path, e);
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // this process has it
    }
  }

  private void forget() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(path) && !file.equals(path.resolve(LOCK))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + path, e);
    }
  }

  /** An empty folder is ours, too. Of any other, nothing is changed. */
  private static void requireOurs(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      if (!names.contains(OWNER) && !names.isEmpty() && !names.equals(List.of(LOCK))) {
        throw new IllegalStateException(
            "%s has files that no stack has written: --data=DIR names a new or an empty folder"
                .formatted(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static void requireAbout(Path path, String gitHub) {
    Optional<String> before = PrivateFiles.read(path.resolve(OWNER)).map(String::strip);
    if (before.filter(it -> !it.equals(gitHub)).isPresent()) {
      throw new IllegalStateException(
          "%s has the data of %s, not of %s: --data=DIR chooses another folder, --fresh forgets that data"
              .formatted(path, before.get(), gitHub));
    }
  }

  /** {@return the folder with the table} */
  public Path table() {
    Path folder = path.resolve("dynamodb");
    PrivateFiles.createFolder(folder);
    return folder;
  }

  /** {@return the file of the queues' database, without the ending that the database adds} */
  public Path queues() {
    return path.toAbsolutePath().resolve("queues");
  }

  /** {@return the journal of the fake GitHub's requests} */
  public Path gitHub() {
    return path.resolve("github.jsonl");
  }

  /** {@return the functions' log lines} */
  public Path journal() {
    return path.resolve("journal.jsonl");
  }

  /** {@return the journal of the ended executions} */
  public Path executions() {
    return path.resolve("executions.jsonl");
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
