package org.pytorch.alerting.simulation.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.world.Violations;

/** What holds whatever the policy is, and what the policies of a world say. */
final class PolicyInvariants {
  private static final Pattern ISSUE =
      Pattern.compile("issue fingerprint=[0-9a-f]{64} episode=\\d+");
  private static final Pattern COMMENT = Pattern.compile("comment event=\\S+");

  /** An invocation of normalize that began with the policy before may still be running. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final VirtualPipeline pipeline;
  private final List<Deployed> policies = new ArrayList<>();
  private final Map<RoutedAlert, List<Sent>> events = new HashMap<>();
  private final Violations violations = new Violations();

  PolicyInvariants(VirtualPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** A policy and when it was deployed; it is in force until the next one is. */
  private record Deployed(KnownPolicy policy, Instant at) {}

  /** An event of an alert. */
  private record Sent(boolean firing, Instant saidAt) {}

  /** An issue and its repository. */
  private record Located(String repository, Issue issue) {}

  void deployed(List<KnownPolicy> sideBySide) {
    sideBySide.forEach(policy -> policies.add(new Deployed(policy, pipeline.now())));
  }

  void sent(RoutedAlert alert, boolean firing) {
    events.computeIfAbsent(alert, _ -> new ArrayList<>()).add(new Sent(firing, pipeline.now()));
  }

  List<String> violations() {
    return violations.list();
  }

  /** Checks what must hold after each write to GitHub. */
  void checkAfterWrite() {
    Set<String> issues = new HashSet<>();
    Set<String> comments = new HashSet<>();
    Set<String> open = new HashSet<>();
    for (Located ours : ours()) {
      Issue issue = ours.issue();
      String marker = marker(ISSUE, issue.body().orElse(""));
      if (!issues.add(marker)) {
        violation("two issues have the marker " + marker);
      }
      if (issue.open() && !open.add(marker.replaceFirst(" episode=.*", ""))) {
        violation("two open issues of one alert, the second in " + ours.repository());
      }
      for (Comment comment : pipeline.gitHub().comments(ours.repository(), issue.number())) {
        if (!comments.add(marker(COMMENT, comment.body()))) {
          violation("two comments have one marker, the second in " + ours.repository());
        }
      }
    }
  }

  /** Checks the world when all faults have ended and nothing is left to do. */
  void checkAtRest() {
    checkAfterWrite();
    if (pipeline.dynamoDb().rows().stream().anyMatch(row -> row.containsKey("pending"))) {
      violation("a claim is left pending");
    }
    if (!pipeline.queue().isEmpty()) {
      violation("messages are left: " + pipeline.queue().receiveCounts());
    }
    // Every policy of these worlds has a default team and priority.
    pipeline.queue().deadLetters().forEach(letter -> violation("a dead letter: " + letter));
    events.forEach(this::check);
  }

  private void check(RoutedAlert alert, List<Sent> sent) {
    List<Located> issues =
        ours().stream().filter(ours -> ours.issue().title().contains(alert.title())).toList();
    issues.forEach(issue -> checkPlace(alert, sent, issue));
    issues.forEach(issue -> checkTime(alert, sent, issue));
    Sent last = sent.getLast();
    boolean isOpen = issues.stream().map(Located::issue).anyMatch(Issue::open);
    if (last.firing()
        && !isOpen
        && since(last.saidAt()).stream().noneMatch(it -> it.drops(alert))) {
      violation("%s fires, and no issue is open".formatted(alert));
    }
    if (!last.firing() && isOpen && ever(sent, policy -> !policy.target(alert).neverCloses())) {
      violation("%s has resolved, and an issue is open".formatted(alert));
    }
    if (!issues.stream().map(Located::issue).allMatch(Issue::open)
        && ever(sent, policy -> policy.target(alert).neverCloses())) {
      violation("%s has a closed issue, which the policy leaves to people".formatted(alert));
    }
  }

  /** An issue is where a policy says that was in force from the event to the issue. */
  private void checkPlace(RoutedAlert alert, List<Sent> sent, Located located) {
    Instant opened = opened(located);
    List<KnownPolicy> possible =
        sent.stream()
            .filter(event -> event.firing() && !event.saidAt().isAfter(opened))
            .flatMap(event -> inForce(event.saidAt(), opened).stream())
            .distinct()
            .toList();
    if (possible.stream()
        .noneMatch(policy -> policy.target(alert).repository().equals(located.repository()))) {
      violation("%s has an issue in %s".formatted(alert, located.repository()));
    }
    List<String> labels = located.issue().labels();
    if (possible.stream()
        .noneMatch(
            policy ->
                labels.contains("Team: " + policy.team(alert))
                    && labels.contains("Pri: " + policy.priority(alert)))) {
      violation("%s has an issue with the labels %s".formatted(alert, labels));
    }
  }

  /** An issue is not opened while the policy withholds it, and never if it drops the alert. */
  private void checkTime(RoutedAlert alert, List<Sent> sent, Located located) {
    Instant opened = opened(located);
    if (sent.stream()
        .filter(event -> event.firing() && !event.saidAt().isAfter(opened))
        .allMatch(
            event ->
                inForce(event.saidAt(), opened).stream()
                    .allMatch(
                        policy ->
                            policy.drops(alert)
                                || policy.withholdsUntil(alert, event.saidAt(), opened)))) {
      violation("%s has an issue, which the policy withholds or drops".formatted(alert));
    }
  }

  /** {@return when the issue was opened, at the latest} GitHub's times have whole seconds. */
  private static Instant opened(Located located) {
    return located.issue().origin().createdAt().plusSeconds(1);
  }

  /** {@return whether all policies since the alert's first event have {@code property}} */
  private boolean ever(List<Sent> sent, Predicate<KnownPolicy> property) {
    return since(sent.getFirst().saidAt()).stream().allMatch(property);
  }

  /** {@return the policies by which an event of this time may have been read, however late} */
  private List<KnownPolicy> since(Instant from) {
    return inForce(from, Instant.MAX);
  }

  private List<KnownPolicy> inForce(Instant from, Instant to) {
    List<KnownPolicy> found = new ArrayList<>();
    for (Deployed deployed : policies) {
      Optional<Instant> replaced =
          policies.stream().map(Deployed::at).filter(deployed.at()::isBefore).findFirst();
      boolean over = replaced.filter(at -> at.plus(OVERLAP).isBefore(from)).isPresent();
      if (!over && !deployed.at().isAfter(to)) {
        found.add(deployed.policy());
      }
    }
    return found;
  }

  private List<Located> ours() {
    return KnownPolicy.REPOSITORIES.stream()
        .flatMap(
            repository ->
                pipeline.ourIssues(repository).stream()
                    .map(issue -> new Located(repository, issue)))
        .toList();
  }

  private static String marker(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group() : "none in: " + text;
  }

  private void violation(String text) {
    violations.add(text);
  }
}
