package org.pytorch.alerting.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.policy.match.AlertFacts;
import org.pytorch.alerting.policy.match.Router;
import org.pytorch.alerting.policy.parse.Problem;
import org.pytorch.alerting.policy.rule.Policy;

/** Whatever the file holds is a policy that works, or a mistake that is named. */
class PolicyFuzzTest {
  @FuzzTest
  void text_is_a_policy_or_refused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    Policy policy;
    try {
      policy = PolicyJson.read(text);
    } catch (InvalidPolicyException e) {
      assertThat(e.getMessage()).isNotBlank();
      for (Problem problem : problems(text)) {
        assertThat(problem.text().lines()).as("one line").hasSize(1);
      }
      return;
    }
    Routing routing =
        new Router(policy)
            .match(
                new AlertFacts(
                    "grafana",
                    Optional.empty(),
                    Optional.of("eu-north-1"),
                    "Disk full",
                    Optional.empty(),
                    Optional.of(Priority.P1),
                    Optional.of("harbor"),
                    Optional.of("critical"),
                    Map.of("env", "prod"),
                    Map.of(),
                    Map.of()),
                Instant.EPOCH)
            .routing();
    assertThat(Json.read(Json.write(routing), Routing.class)).isEqualTo(routing);
  }

  private static Iterable<Problem> problems(String text) {
    try {
      return PolicyJson.problems(Json.read(text, JsonNode.class));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
