package org.pytorch.alerting.starter.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pytorch.alerting.starter.queue.SqsMessages;

class ExecutionNameTest {
  @Test
  void a_name_is_the_message_id_and_the_receive_count() {
    assertThat(ExecutionName.of(SqsMessages.message("059f36b4-87a3-44ab-83d2-661975830a7d", 12)))
        .isEqualTo("059f36b4-87a3-44ab-83d2-661975830a7d-12");
  }

  @Test
  void characters_that_a_name_may_not_have_become_dashes() {
    assertThat(ExecutionName.of(SqsMessages.message("a/b c:ıÄ_9", 1))).isEqualTo("a-b-c---_9-1");
  }

  @Test
  void a_long_id_is_cut_and_the_count_is_kept() {
    assertThat(ExecutionName.of(SqsMessages.message("x".repeat(200), Integer.MAX_VALUE)))
        .hasSize(80)
        .endsWith("x-2147483647");
  }
}
