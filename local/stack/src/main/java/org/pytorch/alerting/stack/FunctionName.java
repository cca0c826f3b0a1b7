package org.pytorch.alerting.stack;

import java.util.Locale;

/** The pipeline's functions. */
public enum FunctionName {
  WEBHOOK,
  STARTER,
  NORMALIZE,
  DECIDE,
  GITHUB,
  RECORD;

  /** {@return the name it is deployed and logs under} */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
