package org.pytorch.alerting.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.parse.Problem;

class PolicyJsonTest {
  @Test
  void mistakes_are_named_with_their_places() {
    assertThatThrownBy(
            () ->
                PolicyJson.read(
                    "{\"version\": 1, \"defaults\": {\"repositry\": \"a/b\"}, \"routes\": 5}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessage(
            "the policy has 2 mistakes: at /defaults/repositry: unknown key \"repositry\"; write"
                + " repository instead; at /routes: 5 is not a list; write a list of routes"
                + " instead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{", "{\"version\": 1} x", "{\"version\": 1, \"version\": 1}"})
  void what_is_no_policy_is_refused(String json) {
    assertThatThrownBy(() -> PolicyJson.read(json)).isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  void a_policy_that_is_too_long_is_refused_unread() {
    assertThatThrownBy(() -> PolicyJson.read(" ".repeat(1_000_001)))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("1000001 characters");
  }

  @ParameterizedTest(name = "{0} {1} before {2} {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"team": "*"}                  |                      | {"team": "a"}                    |                      | true
          {"team": "a"}                  |                      | {"team": "*"}                    |                      | false
          {"team": "a"}                  |                      | {"team": "a", "title": "x"}      |                      | true
          {"team": "a", "title": "x"}    |                      | {"team": "a"}                    |                      | false
          {"team": ["a", "b"]}           |                      | {"team": ["b", "a"]}             |                      | true
          {"team": ["a", "b"]}           |                      | {"team": ["b", "c"]}             |                      | false
          {"labels.x": "a*"}             |                      | {"labels.x": "ab*"}              |                      | true
          {"labels.x": "a*"}             |                      | {"labels.y": "ab*"}              |                      | false
          {"labels.x": "a*"}             |                      | {"annotations.x": "ab*"}         |                      | false
          {"team": "*"}                  | {"labels.env": "dev"} | {"team": "a"}                    |                      | false
          {"team": "*"}                  | {"labels.env": "dev"} | {"team": "a"}                    | {"labels.env": "d*"} | true
          {"team": "*"}                  | {"labels.env": "d*"}  | {"team": "a"}                    | {"labels.env": "dev"} | false
          {"team": "*"}                  | {"labels.env": "dev"} | {"team": "a", "labels.env": "prod"} |                   | true
          {"team": "*"}                  | {"labels.env": "dev"} | {"team": "a", "labels.env": "d*"}   |                   | false
          """)
  void a_route_behind_one_that_takes_all_of_its_alerts_is_a_mistake(
      String match,
      @Nullable String not,
      String laterMatch,
      @Nullable String laterNot,
      boolean mistake) {
    String policy =
        "{\"version\": 1, \"routes\": [{\"name\": \"one\", \"match\": %s%s}, {\"name\": \"two\", \"match\": %s%s}]}"
            .formatted(match, not(not), laterMatch, not(laterNot));

    assertThat(PolicyJson.problems(Json.read(policy, JsonNode.class)))
        .extracting(Problem::pointer)
        .isEqualTo(mistake ? List.of("/routes/1/name") : List.of());
  }

  @ParameterizedTest
  @CsvSource({"200, 0", "201, 1"})
  void there_are_at_most_200_routes(int count, int mistakes) {
    String routes =
        IntStream.range(0, count)
            .mapToObj("{\"name\": \"r%1$d\", \"match\": {\"team\": \"t%1$d\"}}"::formatted)
            .collect(Collectors.joining(","));

    assertThat(
            PolicyJson.problems(
                Json.read("{\"version\":1,\"routes\":[%s]}".formatted(routes), JsonNode.class)))
        .hasSize(mistakes);
  }

  private static String not(@Nullable String fields) {
    return fields == null ? "" : ", \"not\": " + fields;
  }
}
