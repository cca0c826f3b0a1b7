package org.pytorch.alerting.console.story;

import java.util.List;
import java.util.Optional;

/** Says what would happen with a payload, without sending it. */
@FunctionalInterface
public interface Explainer {
  /** {@return what would happen now} */
  Explanation explain(Payload payload);

  /**
   * A payload to explain.
   *
   * @param source the sender; empty for one that publishes to the topic
   */
  record Payload(String text, Optional<String> source) {}

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
   * What would happen with an alert.
   *
   * @param says what it is about and whether it fires
   * @param identity what makes two alerts the same
   * @param route the policy's; absent without a policy
   * @param missed each earlier route, with the first reason why it is not the alert's
   * @param decision if nothing were known about the alert
   * @param withState with what the stack knows about it; absent if that is nothing
   * @param issue as it would be opened; absent if none would be
   */
  record Alert(
      String fingerprint,
      String says,
      String identity,
      Optional<String> route,
      List<String> missed,
      String repository,
      Decision decision,
      Optional<Decision> withState,
      Optional<Issue> issue) {
    public Alert {
      missed = List.copyOf(missed);
    }
  }

  /** An action and the reason for it. */
  record Decision(String action, String reason) {}

  /**
   * An issue before it is opened.
   *
   * @param body Markdown
   */
  record Issue(String title, String body, List<String> labels, List<String> assignees) {
    public Issue {
      labels = List.copyOf(labels);
      assignees = List.copyOf(assignees);
    }
  }
}
