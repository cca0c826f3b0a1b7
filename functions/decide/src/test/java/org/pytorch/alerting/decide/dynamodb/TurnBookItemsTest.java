package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.NOW;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.turn.TurnBook;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TurnBookItemsTest {
  private static final TurnBook BOOK =
      new TurnBook(
          4,
          new TurnBook.PaidUntil(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(3)),
          new TurnBook.Returns(NOW.plusSeconds(4), NOW.plusSeconds(5)),
          new TurnBook.Silence(NOW.plusSeconds(6), Duration.ofSeconds(7)));

  @Test
  void book_survives_writing_and_reading() {
    assertThat(TurnBookItems.read(TurnBookItems.write(BOOK))).isEqualTo(BOOK);
    assertThat(TurnBookItems.write(BOOK))
        .containsOnlyKeys(
            "fingerprint",
            "version",
            "requests_until",
            "minute_until",
            "hour_until",
            "urgent_returns_until",
            "returns_until",
            "silent_until",
            "silence_ms")
        .containsEntry("fingerprint", AttributeValue.fromS("github-turns"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "requests_until",
        "minute_until",
        "hour_until",
        "urgent_returns_until",
        "returns_until",
        "silent_until",
        "silence_ms"
      })
  void book_that_lacks_an_attribute_or_has_an_unknown_one_is_read(String attribute) {
    Map<String, AttributeValue> item = new HashMap<>(TurnBookItems.write(BOOK));
    item.remove(attribute);
    item.put("of_a_newer_version", AttributeValue.fromBool(true));

    TurnBook read = TurnBookItems.read(item);

    item.remove("of_a_newer_version");
    item.put(attribute, TurnBookItems.write(TurnBook.EMPTY).get(attribute));
    assertThat(TurnBookItems.write(read)).isEqualTo(item);
    assertThat(read.version()).isEqualTo(attribute.equals("version") ? 0 : 4);
  }
}
