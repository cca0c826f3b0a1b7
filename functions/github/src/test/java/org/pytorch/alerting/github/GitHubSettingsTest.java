package org.pytorch.alerting.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.issue.ExecutionPage;
import org.pytorch.alerting.runtime.Environment;

class GitHubSettingsTest {
  private static GitHubSettings settings(Map<String, String> changes) {
    Map<String, String> variables = new HashMap<>(Map.of("GITHUB_APP_SECRET_ID", "s"));
    variables.putAll(changes);
    return GitHubSettings.of(new Environment(variables));
  }

  @Test
  void the_public_github_and_ten_requests_a_second_are_the_default() {
    assertThat(settings(Map.of()).api()).isEqualTo(GitHubSettings.PUBLIC_API);
    assertThat(settings(Map.of()).requestsPerSecond()).isEqualTo(10);
    assertThat(settings(Map.of()).enabled()).isTrue();
  }

  @Test
  void instances_share_the_budget_and_an_address_loses_its_slash() {
    GitHubSettings settings =
        settings(
            Map.of(
                "GITHUB_REQUESTS_PER_SECOND", "8",
                "GITHUB_MAX_CONCURRENCY", "4",
                "GITHUB_API_URL", "https://ghe.example/api/v3/"));

    assertThat(settings.requestsPerSecond()).isEqualTo(2);
    assertThat(settings.api()).isEqualTo(URI.create("https://ghe.example/api/v3"));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 1, 10",
    "10, 3, 3",
    "10, 4, 2",
    "10, 10, 1",
    "10, 16, 0.625",
    "2.5, 1, 2",
    "10, 20, 0.5",
    "1.9, 1, 1"
  })
  void shares_of_all_instances_are_whole_and_never_more_than_the_budget(
      String budget, String instances, double share) {
    assertThat(
            settings(
                    Map.of(
                        "GITHUB_REQUESTS_PER_SECOND", budget,
                        "GITHUB_MAX_CONCURRENCY", instances))
                .requestsPerSecond())
        .isEqualTo(share);
  }

  @Test
  void budget_is_from_a_tenth_of_a_request_to_1000_a_second() {
    assertThat(settings(Map.of("GITHUB_REQUESTS_PER_SECOND", "0.1")).requestsPerSecond())
        .isEqualTo(0.1);
    assertThat(settings(Map.of("GITHUB_REQUESTS_PER_SECOND", "1000")).requestsPerSecond())
        .isEqualTo(1_000);
    assertThat(
            settings(Map.of("GITHUB_REQUESTS_PER_SECOND", "1000", "GITHUB_MAX_CONCURRENCY", "1000"))
                .requestsPerSecond())
        .isEqualTo(1);
  }

  @Test
  void enabled_without_a_secret_is_refused() {
    assertThatThrownBy(
            () ->
                new GitHubSettings(
                    true,
                    GitHubSettings.PUBLIC_API,
                    Optional.empty(),
                    1,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("enabled without a secret");
    assertThat(
            new GitHubSettings(
                    false,
                    GitHubSettings.PUBLIC_API,
                    Optional.empty(),
                    1,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())
                .enabled())
        .isFalse();
  }

  @Test
  void address_of_the_documents_has_no_default_and_must_be_one() {
    assertThat(settings(Map.of()).docs()).isEmpty();
    assertThat(settings(Map.of("DOCS_URL", "https://wiki.example/alerts/")).docs())
        .contains(URI.create("https://wiki.example/alerts/"));
    assertThatThrownBy(() -> settings(Map.of("DOCS_URL", "docs")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DOCS_URL");
  }

  @Test
  void page_of_an_execution_has_no_default_and_must_be_an_address_with_its_place() {
    String template = "https://console.example/states#/{execution}?startDate={started}";

    assertThat(settings(Map.of()).executionPage()).isEmpty();
    assertThat(settings(Map.of("EXECUTION_PAGE", template)).executionPage())
        .contains(new ExecutionPage(template));
    for (String wrong : List.of("https://console.example/", "console/{execution}")) {
      assertThatThrownBy(() -> settings(Map.of("EXECUTION_PAGE", wrong)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("EXECUTION_PAGE");
    }
  }

  @Test
  void unknown_issues_are_searched_for_only_if_the_variable_says_so() {
    assertThat(settings(Map.of()).searchUnknown()).isFalse();
    assertThat(settings(Map.of("SEARCH_UNKNOWN_ISSUES", "true")).searchUnknown()).isTrue();
  }

  @Test
  void secret_is_known_whether_github_is_enabled_or_not() {
    assertThat(settings(Map.of()).secretId()).contains("s");
    assertThat(settings(Map.of("ENABLE_GITHUB_ISSUES", "false")).secretId()).contains("s");
  }

  @Test
  void switched_off_it_needs_no_secret() {
    assertThat(
            settings(Map.of("ENABLE_GITHUB_ISSUES", "false", "GITHUB_APP_SECRET_ID", ""))
                .secretId())
        .isEmpty();
  }

  @Test
  void times_are_in_utc_alone_unless_a_zone_is_named() {
    assertThat(settings(Map.of()).displayTimeZone()).isEmpty();
    assertThat(settings(Map.of("DISPLAY_TIME_ZONE", "")).displayTimeZone()).isEmpty();
    assertThat(settings(Map.of("DISPLAY_TIME_ZONE", " America/Los_Angeles ")).displayTimeZone())
        .contains(ZoneId.of("America/Los_Angeles"));
  }

  /** It is in the claim. */
  @Test
  void repository_is_not_read_here() {
    assertThat(settings(Map.of("GITHUB_REPO", "no repository"))).isEqualTo(settings(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_APP_SECRET_ID, ''",
    "GITHUB_API_URL, api.github.com",
    "GITHUB_REQUESTS_PER_SECOND, none",
    "GITHUB_REQUESTS_PER_SECOND, 0",
    "GITHUB_REQUESTS_PER_SECOND, 0.09",
    "GITHUB_REQUESTS_PER_SECOND, 1000.1",
    "GITHUB_MAX_CONCURRENCY, 0",
    "GITHUB_MAX_CONCURRENCY, 0.9",
    "GITHUB_MAX_CONCURRENCY, 1000.1",
    "ENABLE_GITHUB_ISSUES, yes",
    "DISPLAY_TIME_ZONE, Europe/Atlantis",
    "DISPLAY_TIME_ZONE, europe/berlin",
    "DISPLAY_TIME_ZONE, PDT",
    "DISPLAY_TIME_ZONE, +02:00"
  })
  void a_wrong_variable_is_named(String name, String value) {
    assertThatThrownBy(() -> settings(Map.of(name, value)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name);
  }
}
