package org.pytorch.alerting.console.story;

import java.util.List;
import java.util.Optional;

/** Says what would happen with a payload, without sending it. */
@FunctionalInterface
public interface Explainer {
  /**
   * {@return what would happen now}
   *
   * @param source the sender; empty for one that publishes to the topic
   */
  Explanation explain(String payload, Optional<String> source);

  /**
   * What would happen.
   *
   * @param ignored alerts that need no action, with the reason
   * @param rejected what the sender has to add
   */
  record Explanation(List<Alert> alerts, List<String> ignored, List<String> rejected) {
    public Explanation {
      alerts = List.copyOf(alerts);
      ignored = List.copyOf(ignored);
      rejected = List.copyOf(rejected);
    }
  }

  /**
   * What would happen with an alert about which nothing is known yet.
   *
   * @param route the policy's; absent without a policy
   * @param title of the issue; absent if none would be opened
   * @param body the Markdown
   */
  record Alert(
      String fingerprint,
      Optional<String> route,
      String repository,
      List<String> labels,
      List<String> assignees,
      String action,
      String reason,
      Optional<String> title,
      Optional<String> body) {
    public Alert {
      labels = List.copyOf(labels);
      assignees = List.copyOf(assignees);
    }
  }
}
