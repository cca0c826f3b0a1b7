package org.pytorch.alerting.stack.cli.why;

import java.util.List;
import java.util.Optional;

/**
 * The lines about one alert of a delivery.
 *
 * @param all oldest first
 */
record AlertLines(List<LogLine> all) {
  /** Attempts that are shown; an alert that fails for hours has many. */
  private static final int MAX_SHOWN = 6;

  AlertLines {
    all = List.copyOf(all);
  }

  /** {@return how normalize read it} */
  Optional<LogLine> read() {
    return all.stream().filter(line -> line.is("normalize", "NORMALIZED_ALERT")).findFirst();
  }

  /** {@return how normalize read it, if it is our own message to look at the alert again} */
  Optional<LogLine> check() {
    return all.stream().filter(line -> line.is("normalize", "NORMALIZED_CHECK")).findFirst();
  }

  /** {@return what its sender left out} */
  Optional<String> incomplete() {
    return all.stream()
        .filter(line -> line.isFrom("normalize"))
        .flatMap(line -> line.get("diagnosis").stream())
        .findFirst();
  }

  List<LogLine> decisions() {
    return latest(all.stream().filter(line -> line.is("decide", "Alert decided")).toList());
  }

  /** {@return what was done and tried on GitHub} */
  List<LogLine> gitHub() {
    return latest(
        all.stream()
            .filter(line -> line.isFrom("github") && line.get("outcome").isPresent())
            .toList());
  }

  /** {@return failures of our own steps} */
  List<LogLine> problems() {
    return latest(
        all.stream()
            .filter(
                line ->
                    line.is("decide", "Alert not decided")
                        || line.is("record", "Outcome not recorded"))
            .toList());
  }

  private static List<LogLine> latest(List<LogLine> lines) {
    return lines.subList(Math.max(0, lines.size() - MAX_SHOWN), lines.size());
  }
}
