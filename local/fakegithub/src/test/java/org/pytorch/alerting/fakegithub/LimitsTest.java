package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.START;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class LimitsTest {
  private static final String ENFORCED =
      "{\"limits\":{\"secondary_enforced\":true,\"content_per_minute\":3,\"content_per_hour\":5,"
          + "\"points_per_minute\":20}}";

  @Test
  void every_response_has_the_caller_s_rate_limit_headers() {
    GitHubFixture fixture = new GitHubFixture();
    GitHubFixture.Client person = fixture.person(ADMIN);
    person.get(ISSUES);
    CallResponse notFound = person.get(ISSUES + "/9");

    assertThat(notFound.header("X-RateLimit-Limit")).contains("5000");
    assertThat(notFound.header("X-RateLimit-Used")).contains("2");
    assertThat(notFound.header("X-RateLimit-Remaining")).contains("4998");
    assertThat(notFound.header("X-RateLimit-Resource")).contains("core");
    assertThat(notFound.header("X-RateLimit-Reset"))
        .contains(Long.toString(START.plusSeconds(3600).getEpochSecond()));
    assertThat(fixture.anonymous().get(ISSUES).header("X-RateLimit-Limit")).contains("60");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void requests_over_the_limit_are_refused_until_the_reset(int status) {
    GitHubFixture fixture =
        GitHubFixture.withRules(
            "{\"limits\":{\"requests_per_hour\":2,\"primary_status\":%d}}".formatted(status));
    GitHubFixture.Client person = fixture.person(ADMIN);
    person.get(ISSUES);
    person.get(ISSUES);
    CallResponse refused = person.get(ISSUES);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.header("x-ratelimit-remaining")).contains("0");
    assertThat(refused.json().get("message").asText())
        .startsWith("API rate limit exceeded for user ID 501");
    assertThat(fixture.installation().get(ISSUES).status()).isEqualTo(200);

    fixture.pass(Duration.ofHours(1));
    assertThat(person.get(ISSUES).status()).isEqualTo(200);
  }

  @Test
  void rate_limit_request_does_not_count() {
    GitHubFixture.Client person = new GitHubFixture().person(ADMIN);
    person.get("/rate_limit");
    person.get(ISSUES);
    CallResponse response = person.get("/rate_limit");

    assertThat(response.json().at("/resources/core/used").asInt()).isEqualTo(1);
    assertThat(response.json().at("/resources/core/remaining").asInt()).isEqualTo(4999);
  }

  @Test
  void unchanged_response_is_304_and_does_not_count() {
    GitHubFixture.Client person = new GitHubFixture().person(ADMIN);
    long number = person.open("a");
    CallResponse first = person.get(ISSUES + "/" + number);
    GitHubFixture.Client again = person.with("If-None-Match", first.header("ETag").orElseThrow());
    CallResponse second = again.get(ISSUES + "/" + number);

    assertThat(second.status()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(second.header("x-ratelimit-used")).contains("2");

    person.patch(ISSUES + "/" + number, "{\"title\":\"b\"}");
    assertThat(again.get(ISSUES + "/" + number).status()).isEqualTo(200);
  }

  @Test
  void content_per_minute_is_limited() {
    GitHubFixture fixture = GitHubFixture.withRules(ENFORCED);
    GitHubFixture.Client bot = fixture.installation();
    bot.open("a");
    fixture.pass(Duration.ofSeconds(20));
    bot.open("a");
    bot.open("a");
    CallResponse refused = bot.post(ISSUES, "{\"title\":\"a\"}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("message").asText()).contains("secondary rate limit");
    assertThat(refused.header("retry-after")).contains("40");
    assertThat(refused.header("x-ratelimit-remaining")).isNotEqualTo("0");
    assertThat(bot.get(ISSUES).json()).hasSize(3);

    fixture.pass(Duration.ofSeconds(40));
    assertThat(bot.open("a")).isEqualTo(4);
  }

  @Test
  void content_per_hour_is_limited() {
    GitHubFixture fixture = GitHubFixture.withRules(ENFORCED);
    for (int i = 0; i < 5; i++) {
      fixture.person(ADMIN).open("a");
      fixture.pass(Duration.ofMinutes(1));
    }
    CallResponse refused = fixture.person(ADMIN).post(ISSUES, "{\"title\":\"a\"}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("retry-after")).contains(Integer.toString(55 * 60));
  }

  @Test
  void points_per_minute_are_limited() {
    GitHubFixture fixture = GitHubFixture.withRules(ENFORCED);
    GitHubFixture.Client person = fixture.person(ADMIN);
    for (int i = 0; i < 18; i++) {
      assertThat(person.get(ISSUES).status()).isEqualTo(200);
    }

    assertThat(person.post(ISSUES, "{\"title\":\"a\"}").status()).isEqualTo(403);
    assertThat(person.get(ISSUES).status()).isEqualTo(200);
    assertThat(fixture.gitHub.limitBreaches()).isEqualTo(1);
  }

  @Test
  void breaches_of_unenforced_limits_are_counted() {
    GitHubFixture fixture = GitHubFixture.withRules("{\"limits\":{\"content_per_minute\":1}}");
    fixture.person(ADMIN).open("a");
    fixture.person(ADMIN).open("b");

    assertThat(fixture.person(ADMIN).get(ISSUES).json()).hasSize(2);
    assertThat(fixture.gitHub.limitBreaches()).isEqualTo(1);
  }
}
