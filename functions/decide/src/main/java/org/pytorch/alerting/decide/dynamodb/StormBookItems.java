package org.pytorch.alerting.decide.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.storm.StormBook;
import org.pytorch.alerting.model.json.BodyEncoding;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The layout of a {@link StormBook} in DynamoDB, beside the alerts' rows. */
final class StormBookItems {
  /** Before the repository's name in lower case; differs from every fingerprint. */
  static final String PREFIX = "storm#";

  private StormBookItems() {}

  static String key(String repository) {
    return PREFIX + repository.toLowerCase(Locale.ROOT);
  }

  static Map<String, AttributeValue> write(StormBook book) {
    return Item.empty()
        .with("fingerprint", key(book.repository()))
        .with("version", book.version())
        .with("repository", book.repository())
        .with(
            "places",
            BodyEncoding.GZIP_BASE64.encode(
                book.entries().stream()
                    .map(StormBookItems::line)
                    .collect(Collectors.joining("\n"))))
        .attributes();
  }

  /**
   * {@return the book of {@code repository} in {@code attributes}}
   *
   * @throws IllegalArgumentException if an attribute has another type or form
   */
  static StormBook read(String repository, Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    List<StormBook.Entry> entries =
        item.text("places")
            .map(BodyEncoding.GZIP_BASE64::decode)
            .orElse("")
            .lines()
            .map(StormBookItems::entry)
            .toList();
    return new StormBook(
        repository,
        item.number("version").orElse(0L),
        StoredAlert.newest(entries, StormBook.MAX_ENTRIES));
  }

  private static String line(StormBook.Entry entry) {
    return "%s %s %d %d %s"
        .formatted(
            entry.episode(),
            entry.rule(),
            entry.at().toEpochMilli(),
            entry.until().toEpochMilli(),
            entry.bypasses() ? "bypasses" : "counts");
  }

  private static StormBook.Entry entry(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException("places has another form");
    }
    return new StormBook.Entry(
        parts[0],
        parts[1],
        parts[4].equals("bypasses"),
        Instant.ofEpochMilli(Long.parseLong(parts[2])),
        Instant.ofEpochMilli(Long.parseLong(parts[3])));
  }
}
