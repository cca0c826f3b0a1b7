package org.pytorch.alerting.policy.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.policy.rule.Maintenance;
import org.pytorch.alerting.policy.rule.Matcher;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;
import org.pytorch.alerting.policy.rule.Settings;

/** Reads the JSON form of a policy strictly: anything unknown is a mistake. */
public final class PolicyReader {
  public static final int MAX_ROUTES = 200;
  public static final int MAX_MAINTENANCES = 50;

  /** The name of a route is a metric's dimension and stands in logs. */
  private static final Pattern NAME =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,58}[\\x21-\\x7e])?");

  private static final String EXAMPLE = "a policy such as version: 1, defaults, routes";

  private final Problems problems = new Problems();

  private PolicyReader() {}

  /**
   * What was read.
   *
   * @param policy without what is wrong; only to be used if there are no problems
   */
  public record Result(Policy policy, List<Problem> problems) {}

  /** {@return the policy in {@code json}, and every mistake that its form has} */
  public static Result read(JsonNode json) {
    PolicyReader reader = new PolicyReader();
    Policy policy =
        new Value(json, "", reader.problems)
            .members(EXAMPLE)
            .map(reader::policy)
            .orElseGet(Policy::none);
    return new Result(policy, reader.problems.found());
  }

  private Policy policy(Members members) {
    if (!members.has("version")) {
      members.missing("version", "version: " + Policy.VERSION);
    }
    members
        .take("version")
        .filter(version -> !version.json().equals(IntNode.valueOf(Policy.VERSION)))
        .ifPresent(
            version -> version.wrong("%s is not a known version", String.valueOf(Policy.VERSION)));
    Settings defaults =
        members
            .take("defaults")
            .flatMap(value -> value.members("settings such as repository: acme/alerts"))
            .map(
                settings -> {
                  Settings read = SettingsReader.read(settings);
                  settings.reportOthers();
                  return read;
                })
            .orElseGet(Settings::none);
    List<Route> routes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    members
        .take("routes")
        .ifPresent(
            list ->
                list.elements(MAX_ROUTES, "a list of routes")
                    .forEach(value -> route(value, names).ifPresent(routes::add)));
    List<Maintenance> maintenances = new ArrayList<>();
    Set<String> windows = new HashSet<>();
    members
        .take("maintenance")
        .ifPresent(
            list ->
                list.elements(MAX_MAINTENANCES, "a list of windows")
                    .forEach(value -> maintenance(value, windows).ifPresent(maintenances::add)));
    members.reportOthers();
    return new Policy(defaults, routes, maintenances);
  }

  private Optional<Route> route(Value value, Set<String> names) {
    return value
        .members("a route such as name: harbor, match: {team: harbor}")
        .map(
            members -> {
              String name = name(members, "route", names);
              Matcher matcher = MatcherReader.read(members);
              Settings settings = SettingsReader.read(members);
              members.reportOthers();
              return new Route(name, matcher, settings);
            });
  }

  private Optional<Maintenance> maintenance(Value value, Set<String> names) {
    return value
        .members(
            "a window such as name: move, from: 2026-12-01T22:00:00Z, to: 2026-12-02T06:00:00Z")
        .flatMap(
            members -> {
              String name = name(members, "maintenance", names);
              Matcher matcher = MatcherReader.read(members);
              var window = WindowReader.read(members);
              members.reportOthers();
              return window.map(it -> new Maintenance(name, matcher, it));
            });
  }

  /** {@return the name; a mistake is reported, and the name then stands for the place} */
  private static String name(Members members, String what, Set<String> names) {
    if (!members.has("name")) {
      members.missing("name", "name: and a name of the " + what);
      return "?";
    }
    return members
        .take("name")
        .flatMap(
            value ->
                value
                    .text("a name of the " + what)
                    .filter(
                        name -> {
                          if (!NAME.matcher(name).matches()) {
                            value.wrong(
                                "%s is not a name",
                                "at most 60 letters, digits and signs of ASCII");
                            return false;
                          }
                          if (name.equals(Routing.DEFAULTS)) {
                            value.wrong(
                                "%s is reserved for alerts without a route", "another name");
                            return false;
                          }
                          if (!names.add(name)) {
                            value.wrong(
                                "%s is the name of an earlier " + what + ", too", "another name");
                            return false;
                          }
                          return true;
                        }))
        .orElse("?");
  }
}
