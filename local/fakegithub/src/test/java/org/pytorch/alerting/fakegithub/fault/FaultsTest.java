package org.pytorch.alerting.fakegithub.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.LoggedRequest;
import org.pytorch.alerting.fakegithub.call.RequestLog;

class FaultsTest {
  private static final Fault CREATE = Fault.on("POST", "/repos/.*/issues$");

  private final GitHubFixture fixture = new GitHubFixture();
  private final GitHubFixture.Client bot = fixture.installation();

  @Test
  void fault_before_the_effect_opens_no_issue() {
    fixture.gitHub.faults(List.of(CREATE.answering(503)));

    assertThat(create().status()).isEqualTo(503);
    assertThat(fixture.gitHub.issues(REPO)).isEmpty();
    assertThat(create().status()).isEqualTo(201);
  }

  @Test
  void fault_after_the_effect_opens_the_issue_and_returns_an_error() {
    fixture.gitHub.faults(List.of(CREATE.answering(502).afterCommit()));
    CallResponse response = create();

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.body()).doesNotContain("number");
    assertThat(fixture.gitHub.issues(REPO)).hasSize(1);
  }

  @Test
  void fault_lasts_for_its_number_of_requests() {
    fixture.gitHub.faults(List.of(CREATE.answering(500).times(2)));

    assertThat(create().status()).isEqualTo(500);
    assertThat(fixture.gitHub.faults()).extracting(Fault::times).containsExactly(1);
    assertThat(create().status()).isEqualTo(500);
    assertThat(fixture.gitHub.faults()).isEmpty();
    assertThat(create().status()).isEqualTo(201);
  }

  @Test
  void permanent_fault_lasts_until_it_is_replaced() {
    fixture.gitHub.faults(List.of(CREATE.answering(500).forEver()));
    for (int i = 0; i < 5; i++) {
      assertThat(create().status()).isEqualTo(500);
    }
    fixture.gitHub.faults(List.of());

    assertThat(create().status()).isEqualTo(201);
  }

  @Test
  void first_matching_fault_is_used_first() {
    fixture.gitHub.faults(
        List.of(CREATE.answering(500), Fault.on("GET", ".").answering(504), CREATE.answering(502)));

    assertThat(create().status()).isEqualTo(500);
    assertThat(create().status()).isEqualTo(502);
    assertThat(bot.get(ISSUES).status()).isEqualTo(504);
  }

  @Test
  void fault_affects_only_its_method_path_and_caller() {
    fixture.gitHub.faults(List.of(CREATE.answering(500).by("\\[bot]$")));

    assertThat(bot.get(ISSUES).status()).isEqualTo(200);
    assertThat(fixture.person(ADMIN).open("a")).isEqualTo(1);
    assertThat(bot.post(ISSUES + "/1/comments", "{\"body\":\"a\"}").status()).isEqualTo(201);
    assertThat(create().status()).isEqualTo(500);
  }

  @Test
  void delayed_response_is_github_s_own() {
    fixture.gitHub.faults(List.of(CREATE.delayed(Duration.ofSeconds(20))));
    CallResponse response = create();

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.delay()).isEqualTo(Duration.ofSeconds(20));
    assertThat(fixture.gitHub.issues(REPO)).hasSize(1);
  }

  @Test
  void dropped_connection_has_no_response() {
    fixture.gitHub.faults(List.of(CREATE.dropping().afterCommit()));

    assertThat(create().isLost()).isTrue();
    assertThat(fixture.gitHub.issues(REPO)).hasSize(1);
  }

  @Test
  void late_effect_happens_after_the_caller_has_given_up() {
    Fault late = CREATE.dropping().afterLateCommit(Duration.ofSeconds(15));
    fixture.gitHub.faults(List.of(late));

    assertThat(create().isLost()).isTrue();
    fixture.pass(Duration.ofSeconds(14));
    assertThat(bot.get(ISSUES).json()).isEmpty();
    assertThat(fixture.gitHub.lateEffects()).isEqualTo(1);
    fixture.pass(Duration.ofSeconds(6));
    assertThat(bot.get(ISSUES).json().at("/0/created_at").asText())
        .isEqualTo("2026-03-04T07:13:17Z");
    assertThat(fixture.gitHub.lateEffects()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "500, Server Error",
    "401, Bad credentials",
    "403, Resource not accessible by integration",
    "404, Not Found",
    "410, This issue was deleted",
    "429, You have exceeded a secondary rate limit",
  })
  void default_body_of_a_status_is_github_s(int status, String message) {
    fixture.gitHub.faults(List.of(CREATE.answering(status)));

    assertThat(create().json().get("message").asText()).startsWith(message);
  }

  @Test
  void headers_and_body_can_be_set() {
    Map<String, String> headers = Map.of("retry-after", "60", "x-ratelimit-remaining", "0");
    fixture.gitHub.faults(
        List.of(CREATE.replying(new Fault.Reply(403, headers, Optional.of("<html>busy</html>")))));
    CallResponse response = create();

    assertThat(response.header("Retry-After")).contains("60");
    assertThat(response.header("X-RateLimit-Remaining")).contains("0");
    assertThat(response.header("X-RateLimit-Limit")).contains("5000");
    assertThat(response.body()).isEqualTo("<html>busy</html>");
  }

  @Test
  void requests_are_logged_with_the_status_that_the_caller_received() {
    fixture.gitHub.reset();
    fixture.gitHub.faults(List.of(CREATE.answering(503).afterCommit()));
    create();
    fixture.person(ADMIN).get(ISSUES + "?state=all");

    assertThat(fixture.gitHub.requests())
        .containsExactly(
            new LoggedRequest(
                "POST", ISSUES, 503, GitHubFixture.START, "tidewater-alerts[bot]", true),
            new LoggedRequest(
                "GET", ISSUES + "?state=all", 200, GitHubFixture.START, "m-ferrow", false));
  }

  @Test
  void oldest_requests_are_dropped() {
    for (int i = 0; i < RequestLog.REQUESTS_MAX; i++) {
      bot.get("/nothing/" + i);
    }

    assertThat(fixture.gitHub.requests()).hasSize(RequestLog.REQUESTS_MAX);
    assertThat(fixture.gitHub.requests().getFirst().path()).isEqualTo("/nothing/0");
    bot.get(ISSUES);
    assertThat(fixture.gitHub.requests()).hasSize(RequestLog.REQUESTS_MAX);
    assertThat(fixture.gitHub.requests().getFirst().path()).isEqualTo("/nothing/1");
  }

  @Test
  void json_has_every_field_of_a_fault() {
    String json =
        """
        [{"method":"POST","path":"/repos/.*/issues$","times":2,"status":503,
          "headers":{"a":"b"},"body":{"c":1},"delay_ms":5,"after":"commit","commit_delay_ms":9,
          "actor":"bot"}]
        """;
    Fault fault = FaultJson.read(json).getFirst();

    assertThat(FaultJson.write(List.of(fault)).toString())
        .isEqualTo(
            "[{\"method\":\"POST\",\"path\":\"/repos/.*/issues$\",\"actor\":\"bot\",\"times\":2,"
                + "\"status\":503,\"headers\":{\"a\":\"b\"},\"body\":\"{\\\"c\\\":1}\","
                + "\"delay_ms\":5,\"after\":\"commit\",\"commit_delay_ms\":9}]");
  }

  @Test
  void json_has_defaults() {
    Fault fault = FaultJson.read("[{\"path\":\"x\",\"drop\":true}]").getFirst();

    assertThat(fault.times()).isEqualTo(1);
    assertThat(fault.effect()).isFalse();
    assertThat(fault.reply().orElseThrow().status()).isEqualTo(CallResponse.LOST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "not json",
        "[{\"path\":\"(\"}]",
        "[{\"status\":42}]",
        "[{\"state\":500}]",
        "[{\"status\":500,\"after\":\"lunch\"}]",
        "[{\"after\":\"commit\"}]",
        "[{\"status\":500,\"commit_delay_ms\":5}]",
        "[{\"times\":-2}]",
        "[{\"delay_ms\":-1}]",
      })
  void invalid_json_is_refused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> FaultJson.read(json));
  }

  private CallResponse create() {
    return bot.post(ISSUES, "{\"title\":\"a\"}");
  }
}
