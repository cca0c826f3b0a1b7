package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.http.ApiCall;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.http.GitHubFailures;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.runtime.Log;

/**
 * Gives labels their color and description. If an issue is opened with a missing label, GitHub
 * creates the label, gray and without a description; the response shows which ones those are. So
 * existing labels cost nothing, and failures here do not affect the issue.
 */
final class Labels {
  /** For one request about a label. */
  static final Duration LABEL_TIMEOUT = Duration.ofSeconds(3);

  /** The color of a label that GitHub created. */
  private static final String DEFAULT_COLOR = "ededed";

  private final GitHubCalls calls;
  private final KnownLabels known;
  private final Log log;

  Labels(GitHubCalls calls, KnownLabels known, Log log) {
    this.calls = calls;
    this.known = known;
    this.log = log;
  }

  /**
   * Describes those of {@code labels} that are new.
   *
   * @param onIssue the labels in GitHub's response
   */
  void describe(String repo, List<Label> labels, JsonNode onIssue) {
    for (Label label : labels) {
      Optional<JsonNode> shown = shown(label, onIssue);
      // A label that GitHub dropped may be created later, and would then be gray.
      if (shown.isEmpty() || known.contains(repo, label.name())) {
        continue;
      }
      if (isNew(shown.get()) && !(calls.time().allows(LABEL_TIMEOUT) && describe(repo, label))) {
        // The next issue with this label will show that it is still gray.
        return;
      }
      known.add(repo, label.name());
    }
  }

  private static Optional<JsonNode> shown(Label label, JsonNode onIssue) {
    return onIssue
        .valueStream()
        .filter(it -> it.path("name").asText("").equalsIgnoreCase(label.name()))
        .findFirst();
  }

  private static boolean isNew(JsonNode shown) {
    return shown.path("color").asText("").equalsIgnoreCase(DEFAULT_COLOR)
        && shown.path("description").asText("").isEmpty();
  }

  /** {@return whether to continue with the next label} */
  private boolean describe(String repo, Label label) {
    ApiCall call =
        ApiCall.change(
                calls.uri("/repos/" + repo + "/labels/" + encode(label.name())),
                Map.of("color", label.color(), "description", label.description()))
            .within(LABEL_TIMEOUT);
    try {
      GitHubResponse response = calls.following(repo, call);
      if (!response.isSuccess()) {
        throw GitHubFailures.of(call, response);
      }
      return true;
    } catch (GitHubException e) {
      log.warn("Label not described")
          .with("repo", repo)
          .with("label", label.name())
          .with("error", String.valueOf(e.getMessage()))
          .write();
      return e instanceof GitHubRejectedException;
    }
  }

  /** {@return {@code name} as a part of a path} */
  static String encode(String name) {
    // Form encoding differs from a path's only for the space; a plus sign becomes %2B.
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
