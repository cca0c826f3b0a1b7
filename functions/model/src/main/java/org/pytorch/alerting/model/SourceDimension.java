package org.pytorch.alerting.model;

import java.util.Set;

/**
 * The value of the metric dimension {@code source}. A relay may name any source, and every value is
 * a metric that is paid for, so unknown sources share one.
 */
public final class SourceDimension {
  /** All sources that are not ours. */
  public static final String OTHER = "other";

  private static final Set<String> KNOWN =
      Set.of("grafana", "alertmanager", "cloudwatch", "normalized");

  private SourceDimension() {}

  /** {@return {@code source} if this project reads its format, else {@link #OTHER}} */
  public static String of(String source) {
    return KNOWN.contains(source) ? source : OTHER;
  }
}
