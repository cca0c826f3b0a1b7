package org.pytorch.alerting.policy.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.route.Closing;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.OneShot;
import org.pytorch.alerting.model.route.Repeats;
import org.pytorch.alerting.model.route.Span;
import org.pytorch.alerting.policy.parse.Problem;
import org.pytorch.alerting.policy.rule.Maintenance;
import org.pytorch.alerting.policy.rule.Matcher;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;
import org.pytorch.alerting.policy.rule.Settings;
import org.pytorch.alerting.policy.rule.Weekly;

/** Finds parts of a policy that are well-formed and can never have an effect. */
public final class PolicyChecks {
  private final List<Problem> problems = new ArrayList<>();

  private PolicyChecks() {}

  /** {@return what is wrong with {@code policy}, which is well-formed} */
  public static List<Problem> of(Policy policy) {
    PolicyChecks checks = new PolicyChecks();
    checks.lifecycle("/defaults", policy.defaults().lifecycle());
    checks.routes(policy.routes());
    checks.maintenances(policy.maintenance());
    return List.copyOf(checks.problems);
  }

  private void routes(List<Route> routes) {
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      String place = "/routes/" + i;
      matcher(place, route.matcher());
      settings(place, route.settings());
      Optional<Route> earlier =
          routes.subList(0, i).stream()
              .filter(it -> it.matcher().covers(route.matcher()))
              .findFirst();
      earlier.ifPresent(
          it ->
              report(
                  place + "/name",
                  "route \"%s\" never matches: \"%s\" comes first and takes all of its alerts"
                      .formatted(route.name(), it.name()),
                  "it before \"%s\"".formatted(it.name())));
    }
  }

  private void maintenances(List<Maintenance> maintenances) {
    for (int i = 0; i < maintenances.size(); i++) {
      Maintenance maintenance = maintenances.get(i);
      String place = "/maintenance/" + i;
      matcher(place, maintenance.matcher());
      if (maintenance.window() instanceof Weekly weekly && weekly.isAlwaysOpen()) {
        report(
            place + "/weekly",
            "the window never closes, so its alerts never get an issue",
            "a route with drop: true");
      }
      maintenances.subList(0, i).stream()
          .filter(
              it ->
                  it.matcher().covers(maintenance.matcher())
                      && it.window().covers(maintenance.window()))
          .findFirst()
          .ifPresent(
              it ->
                  report(
                      place + "/name",
                      "maintenance \"%s\" changes nothing: \"%s\" is open for its alerts during all of it"
                          .formatted(maintenance.name(), it.name()),
                      "one of them"));
    }
  }

  private void matcher(String place, Matcher matcher) {
    if (matcher.takesNothing()) {
      report(
          place + "/not",
          "nothing matches: \"not\" excludes everything that \"match\" allows",
          "a narrower \"not\"");
    }
  }

  private void settings(String place, Settings settings) {
    lifecycle(place, settings.lifecycle());
    boolean dropped = settings.drop().orElse(false);
    if (dropped && !settings.equals(onlyDropped())) {
      report(
          place + "/drop",
          "a dropped alert gets no issue, so the other settings have no effect",
          "drop: true on its own");
    }
  }

  private void lifecycle(String place, Lifecycle lifecycle) {
    boolean oneShot = lifecycle.oneShot().filter(OneShot::isOne).isPresent();
    boolean neverClosed = lifecycle.close().filter(Closing.NEVER::equals).isPresent();
    if (oneShot && neverClosed) {
      report(
          place + "/close", "one_shot closes the issue, and close: never does not", "one of them");
    }
    if (lifecycle.repeats().filter(Repeats.SILENT::equals).isPresent()
        && lifecycle.reminder().filter(it -> !it.equals(Span.ZERO)).isPresent()) {
      report(place + "/reminder", "there is no reminder with repeats: silent", "one of them");
    }
    if (neverClosed && lifecycle.holdClose().filter(it -> !it.equals(Span.ZERO)).isPresent()) {
      report(place + "/hold_close", "there is no close to hold with close: never", "one of them");
    }
  }

  private static Settings onlyDropped() {
    Settings none = Settings.none();
    return new Settings(
        none.repository(),
        none.team(),
        none.priority(),
        none.severities(),
        none.labels(),
        none.assignees(),
        Optional.of(true),
        none.lifecycle());
  }

  private void report(String pointer, String what, String write) {
    problems.add(new Problem(pointer, false, what, write));
  }
}
