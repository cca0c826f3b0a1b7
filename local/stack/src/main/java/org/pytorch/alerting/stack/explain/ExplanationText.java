package org.pytorch.alerting.stack.explain;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.route.Routing;

/** An explanation as people read it. */
final class ExplanationText {
  private ExplanationText() {}

  static String of(
      List<Explained> alerts, List<Explanation.Ignored> ignored, List<String> rejected) {
    List<String> lines = new ArrayList<>();
    alerts.forEach(alert -> add(lines, alert));
    ignored.forEach(
        alert -> lines.add("ignored    %s: %s".formatted(alert.title(), alert.reason())));
    rejected.forEach(
        diagnosis -> {
          lines.add("rejected");
          diagnosis.lines().forEach(line -> lines.add("  " + line));
        });
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, Explained explained) {
    Explanation.Alert alert = explained.alert();
    lines.add("alert      %s (%s)".formatted(explained.event().title(), explained.event().state()));
    lines.add("identity   " + explained.identity());
    lines.add("           fingerprint " + alert.fingerprint().hex());
    explained.missed().forEach(miss -> lines.add("skipped    " + miss));
    lines.add(
        "route      "
            + alert
                .route()
                .map(
                    name ->
                        name.equals(Routing.DEFAULTS) ? "none; the policy's defaults apply" : name)
                .orElse("no policy"));
    lines.add("goes to    " + alert.repository());
    lines.add("new        %s: %s".formatted(alert.action(), alert.reason()));
    lines.add(
        "now        "
            + explained
                .withState()
                .map(Object::toString)
                .orElse("the same, as no running stack knows the alert"));
    alert
        .issue()
        .ifPresent(
            issue -> {
              lines.add("issue      " + when(alert.action()));
              lines.add("labels     " + String.join(", ", alert.labels()));
              lines.add(
                  "assignees  "
                      + (alert.assignees().isEmpty()
                          ? "none"
                          : String.join(", ", alert.assignees())));
              lines.add("title      " + issue.title());
              lines.add("body");
              issue.body().lines().forEach(line -> lines.add("  " + line));
            });
    lines.add("");
  }

  private static String when(AlertAction action) {
    return switch (action) {
      case JOIN -> "shared with other alerts; shown here with this alert alone";
      case SKIP_POLICY -> "opened when the maintenance ends, if the alert still fires then";
      default -> "opened immediately";
    };
  }
}
