package org.pytorch.alerting.endtoend;

import org.pytorch.alerting.stack.Project;

/** Grafana's payloads of {@code test-data}, with the given alert name. */
public final class GrafanaAlerts {
  private GrafanaAlerts() {}

  /** {@return the alert {@code name} starting to fire} */
  public static String firing(String name) {
    return named(name, "grafana/firing.json");
  }

  /** {@return the alert still firing, some hours later} */
  public static String repeat(String name) {
    return named(name, "grafana/repeat.json");
  }

  /** {@return the alert still firing, some hours later, with a lower priority} */
  public static String changed(String name) {
    return repeat(name).replace("P1", "P2");
  }

  /** {@return the alert resolved} */
  public static String resolved(String name) {
    return named(name, "grafana/resolved.json");
  }

  /** {@return the alert firing again the next day} */
  public static String firingNextDay(String name) {
    return firing(name).replace("2026-03-04", "2026-03-05");
  }

  private static String named(String name, String file) {
    return Project.payload(file)
        .replace("04ae3ef017b5425f", "%016x".formatted(name.hashCode() & 0xffff_ffffL))
        .replace("Queue age too high", name);
  }
}
