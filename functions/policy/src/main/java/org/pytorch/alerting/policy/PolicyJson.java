package org.pytorch.alerting.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.List;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.check.PolicyChecks;
import org.pytorch.alerting.policy.parse.PolicyReader;
import org.pytorch.alerting.policy.parse.Problem;
import org.pytorch.alerting.policy.rule.Policy;

/** The JSON form of a policy; {@code policy.schema.json} publishes it. */
public final class PolicyJson {
  /** In characters: what a layer holds, and a function parses when it starts. */
  public static final int MAX_LENGTH = 1_000_000;

  private static final ObjectReader STRICT =
      Json.mapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private PolicyJson() {}

  /**
   * {@return the policy in {@code json}}
   *
   * @throws InvalidPolicyException if it has any mistake
   */
  public static Policy read(String json) {
    PolicyReader.Result reading = PolicyReader.read(tree(json));
    List<Problem> problems = problems(reading);
    if (!problems.isEmpty()) {
      throw new InvalidPolicyException(problems);
    }
    return reading.policy();
  }

  /**
   * {@return every mistake in {@code json}; parts without effect are searched for only if there are
   * no other mistakes}
   */
  public static List<Problem> problems(JsonNode json) {
    return problems(PolicyReader.read(json));
  }

  private static List<Problem> problems(PolicyReader.Result reading) {
    return reading.problems().isEmpty() ? PolicyChecks.of(reading.policy()) : reading.problems();
  }

  private static JsonNode tree(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new InvalidPolicyException(
          "the policy has %d characters, more than %d".formatted(json.length(), MAX_LENGTH));
    }
    try {
      return STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidPolicyException("the policy is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
