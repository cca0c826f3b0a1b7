package org.pytorch.alerting.normalize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.normalize.message.QueuedMessage;

/** The payloads in {@code test-data}, and messages that carry them. */
public final class TestData {
  /** When all test messages were sent: after everything that the payloads tell of. */
  public static final Instant SENT_AT = Instant.parse("2026-03-10T00:00:00Z");

  private static final Path ROOT = root();

  private TestData() {}

  /** {@return all payloads, by {@code <folder>/<name>}} */
  public static List<String> names() {
    return files()
        .filter(file -> !isExpectation(file))
        .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  /** {@return all files that say what a payload gives, in the order of the payloads' names} */
  public static List<Path> expectations() {
    return files()
        .filter(TestData::isExpectation)
        .sorted(Comparator.comparing(file -> file.toString().replace(".expected", "")))
        .toList();
  }

  private static boolean isExpectation(Path file) {
    return file.toString().endsWith(".expected.json");
  }

  private static Stream<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted(Comparator.comparing(Path::toString))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    try {
      return Files.readString(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path expected(String name) {
    return ROOT.resolve(name.replace(".json", ".expected.json"));
  }

  /**
   * {@return the attributes with which the payload arrives: the webhook says who sent it, a
   * CloudWatch alarm says nothing}
   */
  public static Map<String, String> attributes(String name) {
    String folder = name.substring(0, name.indexOf('/'));
    return switch (folder) {
      case "grafana", "alertmanager", "normalized" -> Map.of("source", folder);
      default -> Map.of();
    };
  }

  /** {@return a message with {@code body} as the starter would hand it over} */
  public static QueuedMessage message(String body, Map<String, String> attributes) {
    return new QueuedMessage(
        "the-queues-own-id",
        "5f1d3c2e-0000-4000-8000-000000000001",
        body,
        BodyEncoding.IDENTITY,
        SENT_AT,
        1,
        attributes);
  }

  /** Looks upwards, so that tests find it from the module's folder and from the project's. */
  private static Path root() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("test-data"))) {
        return folder.resolve("test-data");
      }
    }
    throw new IllegalStateException("test-data is not above the working directory");
  }
}
