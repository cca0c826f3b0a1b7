package org.pytorch.alerting.model;

import java.util.Set;

/**
 * The value of the metric dimension {@code source}. A relay may name any source, and every value is
 * a metric that costs money, so all unknown sources share one.
 */
public final class SourceDimension {
  /** Stands for every source whose format this project does not read. */
  public static final String OTHER = "other";

  private static final Set<String> KNOWN =
      Set.of("grafana", "alertmanager", "cloudwatch", "normalized");

  private SourceDimension() {}

  /** {@return {@code source} if this project reads its format, else {@link #OTHER}} */
  public static String of(String source) {
    return KNOWN.contains(source) ? source : OTHER;
  }
}
