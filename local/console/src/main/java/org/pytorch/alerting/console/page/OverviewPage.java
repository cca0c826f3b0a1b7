package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.source.AlertRow;
import org.pytorch.alerting.console.source.AlertTable;
import org.pytorch.alerting.console.source.Queues;
import org.pytorch.alerting.console.source.StepFunctions.Summary;
import org.pytorch.alerting.console.story.Delivery;
import org.pytorch.alerting.console.story.Stories;
import org.pytorch.alerting.console.text.Words;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** Everything at a glance. */
public final class OverviewPage {
  private static final int CHART_MINUTES = 30;
  private static final int LATEST = 8;
  private static final int MAX_TEAMS = 12;

  /** After this many attempts a person should look. */
  private static final int MANY_ATTEMPTS = 3;

  private static final Budget FREE =
      new Budget("Free: the next action goes to GitHub at once", false);

  private final PageData data;

  OverviewPage(PageData data) {
    this.data = data;
  }

  /** What the page shows. */
  public record Model(
      Part<Alerts> alerts,
      Part<Long> openIssues,
      Part<Queues.Counts> queues,
      Part<Chart> chart,
      Part<Budget> budget,
      List<Todo> todo,
      List<Delivery> latest) {
    public Model {
      todo = List.copyOf(todo);
      latest = List.copyOf(latest);
    }
  }

  /** Numbers of alerts. */
  public record Alerts(int firing, int closedByPerson, int resolved, List<Team> teams) {
    public Alerts {
      teams = List.copyOf(teams);
    }
  }

  /** A team's numbers of alerts. */
  public record Team(String name, String href, int firing, int all) {}

  /**
   * Executions a minute.
   *
   * @param minutes the oldest first
   * @param median how long an execution takes; absent without one
   */
  public record Chart(
      List<Minute> minutes, int most, int all, int failed, String median, String slowest) {
    public Chart {
      minutes = List.copyOf(minutes);
    }
  }

  public record Minute(int succeeded, int failed) {}

  /**
   * @param text the state of the turns at GitHub, in a sentence
   */
  public record Budget(String text, boolean waiting) {}

  /** What a person has to do. */
  public record Todo(String text, String href) {}

  void show(Context context) {
    if (!data.sources().hasAlerts()) {
      context.redirect("/executions");
      return;
    }
    Instant now = data.now();
    Part<List<AlertRow>> rows = Part.of(data::alerts);
    Part<Queues.Counts> queues = Part.of(() -> data.sources().queues().counts());
    Part<List<Summary>> executions = executions();
    Model model =
        new Model(
            rows.map(OverviewPage::alerts),
            Part.of(() -> data.sources().gitHub().openIssues()),
            queues,
            executions.map(all -> chart(all, now)),
            Part.of(() -> data.sources().table().turns().map(it -> budget(it, now)).orElse(FREE)),
            todo(rows, queues, executions, now),
            latest(executions));
    data.page(context, new Html.About("Overview", "Overview", true), "overview.jte", model);
  }

  private Part<List<Summary>> executions() {
    Optional<Stories> stories = data.newestStories();
    if (stories.isEmpty()) {
      return new Part<>(Optional.empty(), "No state machine is named as the pipeline.");
    }
    return stories
        .get()
        .away()
        .<Part<List<Summary>>>map(text -> new Part<>(Optional.empty(), text))
        .orElseGet(() -> Part.of(stories.get()::executions));
  }

  private static Alerts alerts(List<AlertRow> rows) {
    int firing = 0;
    int closed = 0;
    Map<String, int[]> teams = new LinkedHashMap<>();
    for (AlertRow row : rows) {
      boolean fires = row.open() && !row.closedByPerson();
      firing += fires ? 1 : 0;
      closed += row.open() && row.closedByPerson() ? 1 : 0;
      for (String team : row.teams().isEmpty() ? List.of("") : row.teams()) {
        int[] counts = teams.computeIfAbsent(team, _ -> new int[2]);
        counts[0] += fires ? 1 : 0;
        counts[1]++;
      }
    }
    List<Team> sorted =
        teams.entrySet().stream()
            .map(
                entry ->
                    new Team(
                        entry.getKey().isEmpty() ? "no team" : entry.getKey(),
                        Query.of("/alerts").with("team", entry.getKey()).href(),
                        entry.getValue()[0],
                        entry.getValue()[1]))
            .sorted(
                Comparator.comparingInt(Team::firing)
                    .thenComparingInt(Team::all)
                    .reversed()
                    .thenComparing(Team::name))
            .limit(MAX_TEAMS)
            .toList();
    return new Alerts(firing, closed, rows.size() - firing - closed, sorted);
  }

  private static Chart chart(List<Summary> executions, Instant now) {
    int[] succeeded = new int[CHART_MINUTES];
    int[] failed = new int[CHART_MINUTES];
    List<Duration> took = new ArrayList<>();
    for (Summary execution : executions) {
      long age = Math.max(0, Duration.between(execution.startedAt(), now).toMinutes());
      if (age >= CHART_MINUTES) {
        break; // The newest are first.
      }
      int minute = CHART_MINUTES - 1 - (int) age;
      if (isFailed(execution)) {
        failed[minute]++;
      } else {
        succeeded[minute]++;
      }
      execution.took().ifPresent(took::add);
    }
    List<Minute> minutes = new ArrayList<>();
    int most = 1;
    int all = 0;
    int allFailed = 0;
    for (int i = 0; i < CHART_MINUTES; i++) {
      minutes.add(new Minute(succeeded[i], failed[i]));
      most = Math.max(most, succeeded[i] + failed[i]);
      all += succeeded[i] + failed[i];
      allFailed += failed[i];
    }
    took.sort(Comparator.naturalOrder());
    return new Chart(
        minutes,
        most,
        all,
        allFailed,
        took.isEmpty() ? "none" : Words.duration(took.get((took.size() - 1) / 2)),
        took.isEmpty() ? "none" : Words.duration(took.getLast()));
  }

  private static boolean isFailed(Summary execution) {
    return switch (execution.status()) {
      case FAILED, TIMED_OUT, ABORTED -> true;
      case RUNNING, CAUGHT, SUCCEEDED -> false;
    };
  }

  private static Budget budget(AlertTable.Turns turns, Instant now) {
    Optional<Instant> silent = turns.silentUntil().filter(until -> until.isAfter(now));
    if (silent.isPresent()) {
      return new Budget(
          "GitHub has asked for a pause: the pipeline continues " + Words.ago(silent.get(), now),
          true);
    }
    Optional<Instant> paid = turns.paidUntil().filter(until -> until.isAfter(now));
    return paid.map(
            until ->
                new Budget(
                    "Turns are given out for the next "
                        + Words.duration(Duration.between(now, until)),
                    true))
        .orElse(FREE);
  }

  private static List<Todo> todo(
      Part<List<AlertRow>> rows,
      Part<Queues.Counts> queues,
      Part<List<Summary>> executions,
      Instant now) {
    List<Todo> todo = new ArrayList<>();
    queues
        .value()
        .filter(counts -> counts.dead() > 0)
        .ifPresent(
            counts ->
                todo.add(
                    new Todo(
                        Words.count(counts.dead(), "message")
                            + " in the dead-letter queue: each says what its sender has to add",
                        "/dead-letters")));
    long stuck = rows.value().orElse(List.of()).stream().filter(row -> isStuck(row, now)).count();
    if (stuck > 0) {
      todo.add(
          new Todo(
              Words.count(stuck, "alert")
                  + " with an action that GitHub refuses or that failed often",
              "/alerts?state=stuck"));
    }
    long failed =
        executions.value().orElse(List.of()).stream()
            .takeWhile(run -> run.startedAt().plus(Duration.ofMinutes(15)).isAfter(now))
            .filter(run -> run.status() == Status.FAILED || run.status() == Status.TIMED_OUT)
            .count();
    if (failed > 0) {
      todo.add(
          new Todo(
              Words.count(failed, "execution")
                  + " failed in the last 15 minutes; their messages are redelivered",
              "/executions?status=FAILED"));
    }
    return todo;
  }

  /** {@return whether an action is refused or has failed so often that a person should look} */
  static boolean isStuck(AlertRow row, Instant now) {
    return row.claim()
        .filter(
            claim ->
                claim.refused()
                    || (claim.attempt() >= MANY_ATTEMPTS
                        && claim.leaseExpiresAt().map(now::isAfter).orElse(true)))
        .isPresent();
  }

  private List<Delivery> latest(Part<List<Summary>> executions) {
    return executions.value().orElse(List.of()).stream()
        .flatMap(run -> data.stories().flatMap(it -> it.delivery(run.arn())).stream())
        .limit(LATEST)
        .toList();
  }
}
