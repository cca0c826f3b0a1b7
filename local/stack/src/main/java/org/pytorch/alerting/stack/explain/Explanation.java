package org.pytorch.alerting.stack.explain;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;

/**
 * What would happen with a payload. This is also the JSON that programs read.
 *
 * @param ignored alerts that need no action
 * @param rejected what senders have to fix, or the policy has to add
 */
public record Explanation(List<Alert> alerts, List<Ignored> ignored, List<String> rejected) {
  public Explanation {
    alerts = List.copyOf(alerts);
    ignored = List.copyOf(ignored);
    rejected = List.copyOf(rejected);
  }

  /**
   * What would happen with one alert about which nothing is known yet.
   *
   * @param route the policy's; absent without a policy
   * @param issue as it would be opened, now or when the maintenance that withholds it is over, or
   *     the one that it shares with others; absent if none would be
   */
  public record Alert(
      Fingerprint fingerprint,
      Optional<String> route,
      String repository,
      List<String> labels,
      List<String> assignees,
      AlertAction action,
      String reason,
      Optional<RenderedIssue> issue) {}

  /** An issue's texts in Markdown. */
  public record RenderedIssue(String title, String body) {}

  /** An alert that was understood and needs no action. */
  public record Ignored(String title, String reason) {}
}
