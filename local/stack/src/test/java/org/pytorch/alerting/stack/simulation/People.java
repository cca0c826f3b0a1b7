package org.pytorch.alerting.stack.simulation;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.stack.github.FakeGitHub;
import org.pytorch.alerting.stack.github.Fault;
import org.pytorch.alerting.stack.github.GitHubCall;
import org.pytorch.alerting.stack.github.Issue;
import org.pytorch.alerting.stack.virtual.VirtualPipeline;

/** People at work on GitHub's web pages; remembers what they had their hands on. */
final class People {
  /** What a person's requests carry. */
  static final Map<String, String> BROWSER =
      Map.of("Authorization", "token person-token", "User-Agent", "browser");

  private final RandomGenerator random;
  private final Set<String> touchedMarkers = new HashSet<>();
  private final Set<Long> deleted = new HashSet<>();
  private final Map<Long, Instant> closed = new HashMap<>();

  People(RandomGenerator random) {
    this.random = random;
  }

  /** Does something to one issue, if there is any; {@return what} */
  String act(FakeGitHub gitHub, Instant now) {
    List<Issue> issues = gitHub.issues(VirtualPipeline.REPO);
    if (issues.isEmpty()) {
      return "finds no issue";
    }
    Issue issue = issues.get(random.nextInt(issues.size()));
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> close(gitHub, issue, now);
      case 4, 5 -> reopen(gitHub, issue);
      case 6 -> delete(gitHub, issue);
      // The last line of the text stays: without its marker an issue is nobody's.
      default -> {
        change(gitHub, issue, "{\"title\":\"Looking into it\"}");
        yield "retitles #" + issue.number();
      }
    };
  }

  private String close(FakeGitHub gitHub, Issue issue, Instant now) {
    touchedMarkers.add(Markers.of(issue));
    if (issue.open()) {
      closed.put(issue.number(), now);
    }
    change(gitHub, issue, "{\"state\":\"closed\"}");
    return "closes #" + issue.number();
  }

  private String reopen(FakeGitHub gitHub, Issue issue) {
    touchedMarkers.add(Markers.of(issue));
    closed.remove(issue.number());
    change(gitHub, issue, "{\"state\":\"open\"}");
    return "reopens #" + issue.number();
  }

  private String delete(FakeGitHub gitHub, Issue issue) {
    touchedMarkers.add(Markers.of(issue));
    deleted.add(issue.number());
    gitHub.deleteIssue(VirtualPipeline.REPO, issue.number());
    return "deletes #" + issue.number();
  }

  /** What goes wrong in a world goes wrong with the App's requests; a person sees to it. */
  private static void change(FakeGitHub gitHub, Issue issue, String json) {
    List<Fault> faults = gitHub.faults();
    gitHub.faults(List.of());
    int status = gitHub.handle(new GitHubCall("PATCH", path(issue), BROWSER, json)).status();
    gitHub.faults(faults);
    if (status != 200) {
      throw new IllegalStateException("GitHub answered a person with " + status);
    }
  }

  /** {@return whether anyone closed, reopened or deleted an issue of this alert} */
  boolean touched(String fingerprint) {
    return touchedMarkers.stream().anyMatch(marker -> marker.contains(fingerprint));
  }

  /** {@return whether anyone closed, reopened or deleted an issue with this marker} */
  boolean touchedIssue(String marker) {
    return touchedMarkers.contains(marker);
  }

  /** {@return when a person closed an open issue that nobody has reopened since} */
  Optional<Instant> closedAt(long number) {
    return Optional.ofNullable(closed.get(number));
  }

  /** {@return whether anyone has deleted an issue, and its comments with it} */
  boolean deletedAny() {
    return !deleted.isEmpty();
  }

  private static String path(Issue issue) {
    return "/repos/" + VirtualPipeline.REPO + "/issues/" + issue.number();
  }
}
