package org.pytorch.alerting.simulation.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.model.Story;

/**
 * Checks the invariants in every state of small worlds. Larger worlds: {@code
 * -Dexploration.bounds="3 3 1 1"}, and for a few stories only {@code -Dexploration.stories="F1 F1
 * R2,F1 R2 F3"}.
 */
class ExplorationTest {
  private static long states;
  private static long steps;

  static List<Case> cases() {
    return Case.fromProperties();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void invariants_hold_in_every_state(Case explored) {
    Exploration.Result result =
        Exploration.of(explored.story(), Protocol.production(), explored.bounds());

    states += result.states();
    steps += result.steps();
    System.out.println(result);
    assertThat(result.violation()).as(result::toString).isEmpty();
    assertThat(result.rests()).as("worlds in which everything is handled").isPositive();
  }

  @AfterAll
  static void printTotals() {
    System.out.printf("Explored %,d states by %,d steps.%n", states, steps);
  }

  @Test
  void every_kind_of_action_and_outcome_occurs() {
    Set<String> occurred = new TreeSet<>();
    for (String bounds : List.of("2 2 1 0", "2 2 0 1")) {
      for (String story :
          List.of("F1 F1 R2", "F1 R2 F3", Story.LOUD + "F1 F1 R2", Story.LOUD + "F1 R2 F3")) {
        occurred.addAll(
            Exploration.of(Story.of(story), Protocol.production(), Bounds.of(bounds)).occurred());
      }
    }

    Stream.of("CREATE", "COMMENT", "REOPEN", "CLOSE")
        .forEach(
            action ->
                assertThat(occurred)
                    .contains(
                        action,
                        action + " again",
                        action + " again as help",
                        action + " DONE",
                        action + " SdkClientException",
                        action + " GitHubUnavailableException"));
    assertThat(occurred)
        .contains("COMMENT MANUALLY_CLOSED", "COMMENT GONE", "CLOSE MANUALLY_CLOSED", "CLOSE GONE")
        .contains("UPDATE DONE", "UPDATE MANUALLY_CLOSED", "UPDATE GONE")
        .contains("GIVE_UP", "GIVE_UP GIVEN_UP", "COMMENT RATE_LIMITED")
        .contains("CREATE GitHubRejectedException");
  }

  @Test
  void stories_are_all_combinations_of_three_events() {
    assertThat(Story.all())
        .hasSize(104)
        .extracting(Story::name)
        .doesNotHaveDuplicates()
        .contains("F1 F1 R2", "F1 R2 F3", "F1 R1 F2", "R1 R2 R3", "F1 R2 F1", "F2 R1 F1");
  }
}
