package org.pytorch.alerting.decide.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.pytorch.alerting.decide.turn.TurnBook;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The layout of the {@link TurnBook} in DynamoDB, beside the alerts' rows. */
final class TurnBookItems {
  /** Differs from every fingerprint. */
  static final String KEY = "github-turns";

  private TurnBookItems() {}

  static Map<String, AttributeValue> write(TurnBook book) {
    return Item.empty()
        .with("fingerprint", KEY)
        .with("version", book.version())
        .with("requests_until", book.paidUntil().requests())
        .with("minute_until", book.paidUntil().minute())
        .with("hour_until", book.paidUntil().hour())
        .with("urgent_returns_until", book.returns().urgent())
        .with("returns_until", book.returns().others())
        .with("silent_until", book.silence().until())
        .with("silence_ms", book.silence().length().toMillis())
        .attributes();
  }

  /**
   * {@return the book in {@code attributes}}
   *
   * @throws IllegalArgumentException if an attribute has another type
   * @throws java.time.DateTimeException if a time is not readable
   */
  static TurnBook read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return new TurnBook(
        item.number("version").orElse(0L),
        new TurnBook.PaidUntil(
            time(item, "requests_until"), time(item, "minute_until"), time(item, "hour_until")),
        new TurnBook.Returns(time(item, "urgent_returns_until"), time(item, "returns_until")),
        new TurnBook.Silence(
            time(item, "silent_until"), Duration.ofMillis(item.number("silence_ms").orElse(0L))));
  }

  private static Instant time(Item item, String name) {
    return item.time(name).orElse(Instant.EPOCH);
  }
}
