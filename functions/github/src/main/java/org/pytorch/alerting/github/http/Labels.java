package org.pytorch.alerting.github.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.Label;
import org.pytorch.alerting.github.TimeBudget;
import org.pytorch.alerting.model.Log;

/**
 * Ensures that labels exist before an issue uses them. GitHub would create a missing one itself,
 * but grey and without a description, so nothing that goes wrong here is worth an alert.
 */
final class Labels {
  /** For one request about a label. */
  static final Duration LABEL_TIMEOUT = Duration.ofSeconds(3);

  private final GitHubCalls calls;
  private final KnownLabels known;
  private final Log log;

  Labels(GitHubCalls calls, KnownLabels known, Log log) {
    this.calls = calls;
    this.known = known;
    this.log = log;
  }

  void ensure(String repo, List<Label> labels) {
    for (Label label : labels) {
      if (known.contains(repo, label.name())) {
        continue;
      }
      try {
        ensure(repo, label);
        known.add(repo, label.name());
      } catch (GitHubRejectedException e) {
        warn(repo, label, e);
      } catch (GitHubNotAskedException e) {
        // The others would only use up the time that the issue needs.
        warn(repo, label, e);
        return;
      }
    }
  }

  private void ensure(String repo, Label label) {
    String path = "/repos/" + repo + "/labels";
    ApiCall look = ApiCall.get(calls.uri(path + "/" + encode(label.name())));
    HttpAnswer answer = calls.following(repo, look.within(timeout()));
    if (answer.isSuccess()) {
      return;
    }
    if (answer.status() != 404) {
      throw Refusal.of(look, answer);
    }
    ApiCall post =
        ApiCall.post(
            calls.uri(path),
            Map.of(
                "name", label.name(), "color", label.color(), "description", label.description()));
    HttpAnswer created = calls.following(repo, post.within(timeout()));
    // Another instance was faster, or the label is there in another case.
    boolean exists = created.status() == 422 && Refusal.message(created).contains("already_exists");
    if (!created.isSuccess() && !exists) {
      throw Refusal.of(post, created);
    }
  }

  /** What may be spent and still leaves the time to write the issue. */
  private Duration timeout() {
    calls.time().require(TimeBudget.TO_WRITE.plus(LABEL_TIMEOUT), "ensure labels");
    return LABEL_TIMEOUT;
  }

  private void warn(String repo, Label label, RuntimeException e) {
    log.warn("Label not ensured")
        .with("repo", repo)
        .with("label", label.name())
        .with("error", String.valueOf(e.getMessage()))
        .write();
  }

  private static String encode(String name) {
    // Form encoding differs from a path's in the space only; a plus sign comes out as %2B.
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
