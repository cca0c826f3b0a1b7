package org.pytorch.alerting.github.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.GitHubNotAskedException;

class GitHubResponseTest {
  private static GitHubResponse answer(int status, Map<String, String> headers) {
    return new GitHubResponse(status, headers, "");
  }

  @ParameterizedTest
  @CsvSource({
    "199, false, false",
    "200, true, false",
    "299, true, false",
    "300, false, false",
    "301, false, true",
    "302, false, true",
    "303, false, false",
    "304, false, false",
    "306, false, false",
    "307, false, true",
    "308, false, true",
    "309, false, false"
  })
  void status_says_whether_it_is_a_success_or_a_redirect(
      int status, boolean success, boolean redirect) {
    assertThat(answer(status, Map.of()).isSuccess()).isEqualTo(success);
    assertThat(answer(status, Map.of()).isRedirect()).isEqualTo(redirect);
  }

  @Test
  void header_is_found_by_its_name_in_any_case_and_a_blank_one_is_absent() {
    GitHubResponse answer = answer(200, Map.of("Link", " x ", "Empty", " "));

    assertThat(answer.header("LINK")).contains("x");
    assertThat(answer.header("empty")).isEmpty();
    assertThat(answer.header("other")).isEmpty();
  }

  @Test
  void request_needs_a_timeout_above_zero() {
    URI uri = URI.create("https://api.github.example/x?y");

    assertThat(request(uri, Duration.ofNanos(1)).toString()).isEqualTo("GET /x");
    assertThatThrownBy(() -> request(uri, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout is not positive");
  }

  private static GitHubRequest request(URI uri, Duration timeout) {
    return new GitHubRequest("GET", uri, Map.of(), Optional.empty(), timeout);
  }

  /** A token, or a label's color. */
  @Test
  void write_without_a_lasting_effect_is_sent_once_and_its_failure_has_written_nothing() {
    URI uri = URI.create("https://api.github.example/x?y");

    for (ApiCall call :
        new ApiCall[] {ApiCall.post(uri, Map.of()), ApiCall.change(uri, Map.of())}) {
      assertThat(call.repeated()).isFalse();
      assertThat(call.lasting()).isFalse();
      assertThat(call.failure("late")).isInstanceOf(GitHubNotAskedException.class);
    }
  }

  @Test
  void refusal_quotes_what_github_says_and_nothing_else() {
    ApiCall call = ApiCall.get(URI.create("https://api.github.example/x?y"));

    assertThat(GitHubFailures.of(call, answer(503, Map.of()))).hasMessage("GET /x returned 503");
    assertThat(GitHubFailures.message(new GitHubResponse(400, Map.of(), "{\"message\":\"Bad\"}")))
        .isEqualTo("Bad");
  }

  @Test
  void usage_counts_answers_by_the_class_of_their_status() {
    Usage usage = new Usage();
    for (int status : new int[] {200, 299, 301, 404, 500}) {
      usage.responded(answer(status, Map.of()));
    }
    usage.noResponse();
    usage.noResponse();

    assertThat(usage.byStatusClass())
        .containsExactly(
            Map.entry("2xx", 2),
            Map.entry("3xx", 1),
            Map.entry("4xx", 1),
            Map.entry("5xx", 1),
            Map.entry("no_answer", 2));
    assertThat(usage.requests()).isEqualTo(7);
    assertThat(usage.remaining()).isEmpty();
  }

  @Test
  void usage_keeps_the_last_remaining_number_that_is_one() {
    Usage usage = new Usage();
    usage.responded(answer(200, Map.of("X-RateLimit-Remaining", "999999999999999")));
    assertThat(usage.remaining()).hasValue(999_999_999_999_999L);

    usage.responded(answer(200, Map.of("X-RateLimit-Remaining", "17")));
    usage.responded(answer(200, Map.of("X-RateLimit-Remaining", "-1")));
    usage.responded(answer(200, Map.of("X-RateLimit-Remaining", "9999999999999999")));
    assertThat(usage.remaining()).hasValue(17);
  }
}
