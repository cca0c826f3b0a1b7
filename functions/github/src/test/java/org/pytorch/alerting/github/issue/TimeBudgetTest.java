package org.pytorch.alerting.github.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.VirtualTime;

class TimeBudgetTest {
  @Test
  void budget_of_25_s_that_is_used_up_is_zero_and_never_negative() {
    VirtualTime time = new VirtualTime();
    TimeBudget budget = TimeBudget.start(time, time);
    assertThat(budget.left()).isEqualTo(Duration.ofSeconds(25));

    time.pass(Duration.ofSeconds(25));
    assertThat(budget.left()).isEqualTo(Duration.ZERO);
    time.pass(Duration.ofMillis(1));
    assertThat(budget.left()).isEqualTo(Duration.ZERO);
    assertThat(budget.allows(Duration.ofMillis(1))).isFalse();
  }
}
