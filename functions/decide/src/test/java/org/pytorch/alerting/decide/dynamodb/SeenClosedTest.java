package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.EventId;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which events have found the issue closed, and are to be decided again. */
class SeenClosedTest {
  private static final EventId FIRST = EventId.of("message", 0);
  private static final EventId SECOND = EventId.of("message", 1);

  @Test
  void each_event_is_remembered_until_it_is_decided_again() {
    StoredAlert both = seenClosedBy(FIRST, SECOND, FIRST);

    assertThat(both.isSeenClosedBy(FIRST)).isTrue();
    assertThat(both.isSeenClosedBy(SECOND)).isTrue();
    assertThat(both.seenClosedByWithout(FIRST)).containsExactly(SECOND);
  }

  @Test
  void of_too_many_the_oldest_are_forgotten() {
    StoredAlert row =
        seenClosedBy(
            IntStream.range(0, 25)
                .mapToObj(index -> EventId.of("message", index))
                .toArray(EventId[]::new));

    assertThat(row.seenClosedBy())
        .hasSize(20)
        .startsWith(EventId.of("message", 5))
        .endsWith(EventId.of("message", 24));
  }

  @Test
  void row_of_a_version_that_remembered_one_event_is_read() {
    Map<String, AttributeValue> item =
        new HashMap<>(StoredAlertItems.write(Alerts.manuallyClosed().build()));
    item.put("seen_closed_by", AttributeValue.fromS(FIRST.value()));

    assertThat(StoredAlertItems.read(item).seenClosedBy()).isEqualTo(List.of(FIRST));
  }

  private static StoredAlert seenClosedBy(EventId... events) {
    StoredAlert row = Alerts.manuallyClosed().build();
    for (EventId event : events) {
      row = row.withSeenClosedBy(row.seenClosedByWith(event));
    }
    return row;
  }
}
