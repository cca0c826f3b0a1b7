package org.pytorch.alerting.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.policy.rule.Condition;
import org.pytorch.alerting.policy.rule.Field;
import org.pytorch.alerting.policy.rule.Matcher;
import org.pytorch.alerting.policy.rule.Pattern;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;
import org.pytorch.alerting.policy.rule.Settings;

/** Holds for whatever policy and alert. */
class RouterPropertyTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
  private static final int ROUNDS = 400;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void first_route_that_matches_alone_wins(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Route> routes = routes(random, 6);
      AlertFacts alert = alert(random);

      String expected =
          routes.stream()
              .map(route -> routeOf(List.of(route), alert))
              .filter(name -> !name.equals("defaults"))
              .findFirst()
              .orElse("defaults");

      assertThat(routeOf(routes, alert)).as("%s of %s", alert, routes).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void order_of_independent_routes_does_not_matter(long seed) {
    Random random = new Random(seed);
    int matched = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Route> routes = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        // Each has a team of its own, so no alert matches two of them.
        List<Condition> match = new ArrayList<>(conditions(random));
        match.removeIf(it -> it.field().kind() == Field.Kind.TEAM);
        match.add(condition("team", "team-" + i));
        routes.add(new Route("r" + i, new Matcher(match, List.of()), Settings.none()));
      }
      AlertFacts alert = TestFacts.of("team-" + random.nextInt(6), labels(random));
      String before = routeOf(routes, alert);
      Collections.shuffle(routes, random);

      assertThat(routeOf(routes, alert)).isEqualTo(before);
      matched += before.equals("defaults") ? 0 : 1;
    }
    assertThat(matched).as("matches, or nothing was tried").isBetween(20, ROUNDS - 20);
  }

  /** What {@code covers} says is what {@code make policy} refuses: it has to be certain. */
  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void covered_route_never_wins(long seed) {
    Random random = new Random(seed);
    int covered = 0;
    for (int round = 0; round < 20 * ROUNDS; round++) {
      List<Route> routes = routes(random, 2);
      if (routes.get(0).matcher().covers(routes.get(1).matcher())) {
        covered++;
        for (int i = 0; i < 20; i++) {
          AlertFacts alert = alert(random);
          assertThat(routeOf(routes, alert)).as("%s of %s", alert, routes).isNotEqualTo("r1");
        }
      }
      if (routes.get(0).matcher().takesNothing()) {
        assertThat(routeOf(routes, alert(random))).isNotEqualTo("r0");
      }
    }
    assertThat(covered).as("covered routes, or nothing was tried").isGreaterThan(100);
  }

  private static String routeOf(List<Route> routes, AlertFacts alert) {
    return new Router(new Policy(Settings.none(), routes, List.of())).match(alert, NOON).route();
  }

  private static List<Route> routes(Random random, int count) {
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      routes.add(
          new Route("r" + i, new Matcher(conditions(random), conditions(random)), Settings.none()));
    }
    return routes;
  }

  private static List<Condition> conditions(Random random) {
    List<Condition> conditions = new ArrayList<>();
    for (String field : List.of("team", "labels.env", "labels.site")) {
      if (random.nextInt(3) == 0) {
        String[] patterns = new String[1 + random.nextInt(2)];
        for (int i = 0; i < patterns.length; i++) {
          patterns[i] = pick(random, "a", "b", "ab", "a*", "*b", "*", "b*a");
        }
        conditions.add(condition(field, patterns));
      }
    }
    return conditions;
  }

  private static Condition condition(String field, String... patterns) {
    return new Condition(
        Field.parse(field).orElseThrow(), List.of(patterns).stream().map(Pattern::new).toList());
  }

  private static AlertFacts alert(Random random) {
    return TestFacts.of(pick(random, "a", "b", "ab", "aab", "ba"), labels(random));
  }

  private static Map<String, String> labels(Random random) {
    Map<String, String> labels = new HashMap<>();
    for (String name : List.of("env", "site")) {
      if (random.nextInt(4) > 0) {
        labels.put(name, pick(random, "a", "b", "ab", "bba", "bab"));
      }
    }
    return labels;
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
