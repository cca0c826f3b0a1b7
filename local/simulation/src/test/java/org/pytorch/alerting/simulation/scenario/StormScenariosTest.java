package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.fakegithub.call.LoggedRequest;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.SimulatedAlert.Report;
import org.pytorch.alerting.starter.workflow.WorkflowResult;

/** Many alerts at once: they are handled at GitHub's pace. */
final class StormScenariosTest {
  /** Ten requests a second, and practically no limit on writes. */
  private static final Budget TEN_A_SECOND = new Budget(10, 100_000, 1_000_000);

  private final List<WorkflowResult> results = new ArrayList<>();

  private Scene scene(Budget budget) {
    return new Scene(
        new Wiring()
            .budget(budget)
            .workflows(
                workflows ->
                    execution ->
                        workflows
                            .start(execution)
                            .thenApply(
                                result -> {
                                  results.add(result);
                                  return result;
                                })));
  }

  @Test
  @Scenario(
      row = 170,
      given = "100 alerts fire at once, at 10 requests a second",
      then =
          "100 issues within 20 s, with one request each besides the tokens; no delivery"
              + " fails, and no second has more than 10 requests.")
  void hundred_alerts_at_once() {
    Scene scene = scene(TEN_A_SECOND);
    IntStream.range(0, 100).forEach(alert -> scene.at(Duration.ZERO, () -> scene.fires(alert)));

    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(100);
    assertThat(duration(scene)).isLessThan(Duration.ofSeconds(20));
    assertThat(results).hasOnlyElementsOfType(WorkflowResult.Succeeded.class).hasSize(100);
    assertThat(requests(scene).filter(it -> it.path().contains("/issues"))).hasSize(100);
    assertThat(most(scene, Duration.ofSeconds(1), _ -> true)).isLessThanOrEqualTo(10);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 171,
      given = "A group of 100 alerts fires, at 10 requests a second",
      then = "The same: ten alerts of the message run at a time, and no delivery fails.")
  void group_of_a_hundred() {
    Scene scene = scene(TEN_A_SECOND);
    scene.at(
        Duration.ZERO,
        () -> scene.send(IntStream.range(0, 100).mapToObj(scene::firing).toArray(Report[]::new)));

    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(100);
    assertThat(results).hasOnlyElementsOfType(WorkflowResult.Succeeded.class).hasSize(1);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 172,
      given = "300 alerts fire at once, with the deployed limits",
      then =
          "No minute has more than 80 writes and no hour more than 500. Messages with a"
              + " distant turn are redelivered near that time, and none fails.")
  void three_hundred_at_githubs_pace() {
    Scene scene = scene(Budget.DEFAULT);
    IntStream.range(0, 300).forEach(alert -> scene.at(Duration.ZERO, () -> scene.fires(alert)));

    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(300);
    assertThat(results).noneMatch(WorkflowResult.Failed.class::isInstance);
    assertThat(results).hasAtLeastOneElementOfType(WorkflowResult.Postponed.class);
    assertThat(most(scene, Duration.ofMinutes(1), StormScenariosTest::isWrite))
        .isLessThanOrEqualTo(80);
    assertThat(most(scene, Duration.ofHours(1), StormScenariosTest::isWrite))
        .isLessThanOrEqualTo(500);
    assertThat(scene.pipeline().gitHub().limitBreaches()).isZero();
    assertThat(scene.pipeline().queue().deadLetters()).isEmpty();
    scene.expectAtRest();
  }

  /** Proves that the turns are needed: without them the same storm exceeds GitHub's limits. */
  @Test
  void same_storm_without_a_budget_exceeds_githubs_limits() {
    Scene scene = scene(new Budget(100, 100_000, 1_000_000));
    IntStream.range(0, 300).forEach(alert -> scene.at(Duration.ZERO, () -> scene.fires(alert)));

    scene.run();

    assertThat(scene.pipeline().gitHub().limitBreaches()).isPositive();
  }

  @Test
  @Scenario(
      row = 173,
      given = "60 P2 alerts are repeated at once, and then a new alert fires",
      then = "The new issue does not wait for the comments: it is opened within 30 s.")
  void new_issue_before_comments() {
    Scene scene = scene(Budget.DEFAULT);
    IntStream.range(0, 60)
        .forEach(alert -> scene.at(Duration.ofSeconds(alert * 10L), () -> scene.fires(alert)));
    IntStream.range(0, 60).forEach(alert -> scene.atMinute(60, () -> scene.repeats(alert)));
    Instant fired = VirtualPipeline.START.plus(Duration.ofMinutes(60)).plusSeconds(10);
    scene.at(Duration.between(VirtualPipeline.START, fired), () -> scene.fires(60));

    scene.run();

    Issue issue = scene.issuesOf(60).getFirst();
    assertThat(issue.origin().createdAt()).isBetween(fired, fired.plusSeconds(30));
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 174,
      given = "The budget's item in the table is deleted three times while 60 alerts fire",
      then = "The budget starts again; every issue is opened once.")
  void budget_lost() {
    Scene scene = scene(Budget.DEFAULT);
    IntStream.range(0, 60).forEach(alert -> scene.at(Duration.ZERO, () -> scene.fires(alert)));
    Stream.of(1, 5, 20)
        .forEach(
            second ->
                scene.at(
                    Duration.ofSeconds(second), () -> scene.pipeline().dynamoDb().loseTurns()));

    scene.run();

    assertThat(scene.pipeline().ourIssues()).hasSize(60);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 175,
      given = "GitHub rate-limits one instance for two minutes while 40 alerts fire",
      then = "All instances stop: no action starts before the limit ends, and nothing fails.")
  void rate_limit_stops_all_instances() {
    Scene scene = scene(TEN_A_SECOND);
    scene.faults(
        Fault.on("POST", "/issues$").answering(429, Map.of("retry-after", "120")).times(1));
    IntStream.range(0, 40)
        .forEach(alert -> scene.at(Duration.ofMillis(alert * 300L), () -> scene.fires(alert)));

    scene.run();

    Instant limited =
        requests(scene).filter(it -> it.status() == 429).findFirst().orElseThrow().time();
    // Requests in flight when the limit became known are not held back.
    assertThat(requests(scene))
        .noneMatch(
            it ->
                it.time().isAfter(limited.plusSeconds(8))
                    && it.time().isBefore(limited.plusSeconds(120)));
    assertThat(results).noneMatch(WorkflowResult.Failed.class::isInstance);
    assertThat(scene.pipeline().ourIssues()).hasSize(40);
    scene.expectAtRest();
  }

  private static boolean isWrite(LoggedRequest request) {
    return !request.method().equals("GET") && request.path().contains("/issues");
  }

  private static Stream<LoggedRequest> requests(Scene scene) {
    return scene.pipeline().gitHub().requests().stream();
  }

  private static Duration duration(Scene scene) {
    return Duration.between(
        VirtualPipeline.START,
        requests(scene).map(LoggedRequest::time).max(Instant::compareTo).orElseThrow());
  }

  /** {@return the largest number of requests of a kind within {@code window}} */
  private static long most(Scene scene, Duration window, Predicate<LoggedRequest> kind) {
    List<Instant> times = requests(scene).filter(kind).map(LoggedRequest::time).toList();
    return times.stream()
        .mapToLong(
            from ->
                times.stream()
                    .filter(time -> !time.isBefore(from) && time.isBefore(from.plus(window)))
                    .count())
        .max()
        .orElse(0);
  }
}
