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

  /** {@return the name in deployments and logs} */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
