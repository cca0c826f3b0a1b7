package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.People;
import org.pytorch.alerting.simulation.world.SimulatedAlert;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;

/** A scenario for the virtual pipeline: actions at given times, and checks of the result. */
final class Scene {
  /**
   * Shows what happens to each event: each repeat is a comment, and each firing has its issue, even
   * in a storm.
   */
  private static final String LOUD =
      """
      {"version": 1, "defaults": {"repeats": "comment", "reopen": 0,
        "storm": {"per_rule": 1000, "issues": 1000}}}
      """;

  private final VirtualPipeline pipeline;
  private final Map<Integer, Instant> firingSince = new HashMap<>();

  Scene() {
    this(new Wiring());
  }

  Scene(Wiring wiring) {
    this(new VirtualPipeline(1, wiring));
    pipeline.policies(LOUD);
  }

  private Scene(VirtualPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** {@return a scenario without a policy: people are notified of news only} */
  static Scene calm() {
    return new Scene(new VirtualPipeline(1, new Wiring()));
  }

  VirtualPipeline pipeline() {
    return pipeline;
  }

  void at(Duration time, Runnable action) {
    pipeline.after(time, action);
  }

  void atMinute(long minute, Runnable action) {
    at(Duration.ofMinutes(minute), action);
  }

  /** Runs until nothing is left to do. */
  void run() {
    pipeline.runToRest();
  }

  /** {@return the report on an alert that starts to fire now} */
  Report firing(int alert) {
    firingSince.put(alert, pipeline.now());
    return repeated(alert);
  }

  /** {@return the report on an alert that still fires} */
  Report repeated(int alert) {
    Instant since = firingSince.get(alert);
    if (since == null) {
      throw new IllegalStateException("alert %d does not fire yet".formatted(alert));
    }
    return report(alert, true, since);
  }

  /** {@return the report on an alert that resolves now} */
  Report resolved(int alert) {
    return report(alert, false, pipeline.now());
  }

  static Report report(int alert, boolean firing, Instant since) {
    return new Report(
        new SimulatedAlert(alert, SimulatedAlert.Provider.GRAFANA),
        Duration.ZERO,
        firing,
        since,
        true);
  }

  static Report incomplete(int alert) {
    return new Report(
        new SimulatedAlert(alert, SimulatedAlert.Provider.GRAFANA),
        Duration.ZERO,
        true,
        VirtualPipeline.START,
        false);
  }

  /** Sends one message; {@return its id} */
  String send(Report... reports) {
    return pipeline.send(SimulatedAlert.payload(List.of(reports)));
  }

  String fires(int alert) {
    return send(firing(alert));
  }

  String repeats(int alert) {
    return send(repeated(alert));
  }

  String resolves(int alert) {
    return send(resolved(alert));
  }

  void faults(Fault... faults) {
    pipeline.gitHub().faults(List.of(faults));
  }

  /** Makes GitHub return 503 to every request. */
  void gitHubIsDown() {
    faults(
        Fault.on("GET", "").answering(503).forEver(),
        Fault.on("POST", "").answering(503).forEver(),
        Fault.on("PATCH", "").answering(503).forEver());
  }

  void clearFaults() {
    faults();
  }

  void personCloses(long issue) {
    request(VirtualPipeline.PERSON, "PATCH", "/issues/" + issue, "{\"state\":\"closed\"}");
  }

  void personReopens(long issue) {
    request(VirtualPipeline.PERSON, "PATCH", "/issues/" + issue, "{\"state\":\"open\"}");
  }

  void personLocks(long issue) {
    request(VirtualPipeline.PERSON, "PUT", "/issues/" + issue + "/lock", "{}");
  }

  void botCloses(long issue) {
    request(VirtualPipeline.BOT, "PATCH", "/issues/" + issue, "{\"state\":\"closed\"}");
  }

  /** Sends a request that must succeed. */
  void request(Person who, String method, String path, String body) {
    GitHubCall call =
        new GitHubCall(method, "/repos/" + pipeline.repo() + path, People.headers(who), body);
    int status = pipeline.gitHub().handle(call).status();
    assertThat(status).as("%s %s by %s", method, path, who.login()).isBetween(200, 299);
  }

  /** Redrives the dead-letter queue after an hour, and runs until nothing is left to do. */
  void redrive() {
    pipeline.after(Duration.ofHours(1), pipeline.queue()::redrive);
    run();
  }

  List<Issue> issuesOf(int alert) {
    List<Issue> found = new ArrayList<>();
    for (Issue issue : pipeline.ourIssues()) {
      if ((issue.title() + ":").contains("Alert " + alert + ":")) {
        found.add(issue);
      }
    }
    return found;
  }

  /** {@return the number of comments on an issue} */
  int comments(long issue) {
    return pipeline.gitHub().comments(pipeline.repo(), issue).size();
  }

  /**
   * Checks that the alert has one issue with this state and this number of comments, and that
   * nothing is left to do.
   */
  void expectOneIssue(int alert, boolean open, int comments) {
    List<Issue> issues = issuesOf(alert);
    assertThat(issues).as("issues of alert %d", alert).hasSize(1);
    assertThat(issues.getFirst().open()).as("alert %d has an open issue", alert).isEqualTo(open);
    assertThat(comments(issues.getFirst().number())).as("comments").isEqualTo(comments);
    expectAtRest();
  }

  String lastComment(long issue) {
    return pipeline.gitHub().comments(pipeline.repo(), issue).getLast().body();
  }

  /** {@return whether each issue of the alert is open, oldest first} */
  List<Boolean> open(int alert) {
    return issuesOf(alert).stream().map(Issue::open).toList();
  }

  /** {@return the number of requests that our App has sent to GitHub so far} */
  long requests() {
    return pipeline.gitHub().requests().stream()
        .filter(request -> request.actor().startsWith("alert-pipeline"))
        .count();
  }

  /** Checks that no message, dead letter or claim is left. */
  void expectAtRest() {
    assertThat(pipeline.queue().isEmpty()).as("the queue is empty").isTrue();
    assertThat(pipeline.queue().deadLetters()).as("dead letters").isEmpty();
    expectNothingPending();
  }

  void expectNothingPending() {
    assertThat(pipeline.dynamoDb().rows()).noneMatch(row -> row.containsKey("pending"));
  }
}
