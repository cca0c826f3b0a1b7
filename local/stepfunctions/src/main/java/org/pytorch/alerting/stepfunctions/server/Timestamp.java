package org.pytorch.alerting.stepfunctions.server;

import java.math.BigDecimal;
import java.time.Instant;

/** Times in AWS JSON 1.0: seconds since 1970, with three decimal places. */
final class Timestamp {
  private static final int MILLIS = 3;

  private Timestamp() {}

  static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), MILLIS);
  }
}
