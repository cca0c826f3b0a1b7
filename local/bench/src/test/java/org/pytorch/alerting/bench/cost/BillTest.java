package org.pytorch.alerting.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BillTest {
  private static final double CENT = 0.01;

  /** Measured for an earlier version of the documents: 125 kB, 8 write units, 0.8 GB-s. */
  private static final Bill EARLIER = new Bill(6, 0.795, 400, 124_600, 8_700, 2, 8, 1);

  /** 1.20 + 10.60 + 1.42 + 2.70 + 66.65 + 5.25 + 5.00. */
  @Test
  void bill_sums_the_cost_of_a_million_alerts() {
    assertThat(EARLIER.dollarsPerMillion()).isCloseTo(92.82, within(CENT));
  }

  @Test
  void execution_is_billed_in_steps_of_100_ms() {
    Bill shorter = new Bill(6, 0.795, 301, 124_600, 8_700, 2, 8, 1);
    Bill longer = new Bill(6, 0.795, 401, 124_600, 8_700, 2, 8, 1);

    assertThat(shorter.dollarsPerMillion()).isEqualTo(EARLIER.dollarsPerMillion());
    // 100 ms of 64 MB.
    assertThat(longer.dollarsPerMillion() - EARLIER.dollarsPerMillion())
        .isCloseTo(0.104, within(0.001));
  }

  @Test
  void log_of_the_executions_can_be_excluded() {
    assertThat(EARLIER.dollarsPerMillion() - EARLIER.withExpressLog(0).dollarsPerMillion())
        .isCloseTo(62.30, within(CENT));
  }
}
