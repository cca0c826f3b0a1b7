package org.pytorch.alerting.webhook.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageBatchesTest {
  @Test
  void a_batch_has_at_most_ten_messages_and_256_kib_and_none_is_lost() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int maxLength = random.nextBoolean() ? 1_000 : 200_000;
      List<AlertMessage> messages =
          IntStream.range(0, random.nextInt(40))
              .mapToObj(_ -> message(random.nextInt(maxLength)))
              .toList();

      List<AlertMessage> unpacked = new ArrayList<>();
      for (List<AlertMessage> batch : MessageBatches.of(messages)) {
        assertThat(batch).hasSizeBetween(1, 10);
        assertThat(batch.stream().mapToInt(AlertMessage::bytes).sum()).isLessThanOrEqualTo(262_144);
        unpacked.addAll(batch);
      }
      assertThat(unpacked).isEqualTo(messages);
    }
  }

  @Test
  void attributes_count_with_name_type_and_value() {
    assertThat(new AlertMessage("ä", Map.of("source", "grafana")).bytes())
        .isEqualTo(2 + "source".length() + "String".length() + "grafana".length());
  }

  private static AlertMessage message(int length) {
    return new AlertMessage("x".repeat(length), Map.of("source", "grafana"));
  }
}
