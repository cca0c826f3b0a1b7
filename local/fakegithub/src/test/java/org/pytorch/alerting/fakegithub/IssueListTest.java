package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class IssueListTest {
  private final GitHubFixture fixture = new GitHubFixture();
  private final GitHubFixture.Client bot = fixture.installation();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | 4 3 1",
        "?state=closed                   | 2",
        "?state=all                      | 4 3 2 1",
        "?state=all&direction=asc        | 1 2 3 4",
        "?labels=red                     | 3 1",
        "?labels=RED,Team:%20docks       | 3",
        "?labels=green                   | ''",
        "?state=all&sort=updated         | 1 4 3 2",
        "?state=all&sort=comments        | 1 4 3 2",
        "?creator=m-ferrow               | 4",
        "?creator=tidewater-alerts%5Bbot%5D | 3 1",
        "?state=all&since=2026-03-04T07:17:02Z | 4 1",
        "?state=all&since=2026-03-04T07:17:03Z | 1",
        "?per_page=2                     | 4 3",
        "?per_page=2&page=2              | 1",
        "?per_page=2&page=3              | ''",
        "?per_page=0&page=x              | 4 3 1",
      })
  void list_has_the_issues_that_match_the_query(String query, String numbers) {
    openIssues();

    assertThat(numbers(bot.get(ISSUES + query))).isEqualTo(numbers);
  }

  /**
   * Opens four issues a minute apart: 2 is closed at once, 4 belongs to a person, 1 gets the last
   * comment.
   */
  private void openIssues() {
    post("{\"title\":\"one\",\"labels\":[\"red\"]}");
    post("{\"title\":\"two\"}");
    bot.patch(ISSUES + "/2", "{\"state\":\"closed\"}");
    post("{\"title\":\"three\",\"labels\":[\"red\",\"Team: docks\"]}");
    fixture.pass(Duration.ofMinutes(1));
    fixture.person(ADMIN).open("four");
    fixture.pass(Duration.ofMinutes(1));
    bot.post(ISSUES + "/1/comments", "{\"body\":\"again\"}");
  }

  private void post(String body) {
    bot.post(ISSUES, body);
    fixture.pass(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state=done", "sort=title", "direction=up", "since=yesterday"})
  void unknown_parameter_values_are_invalid(String query) {
    assertThat(bot.get(ISSUES + "?" + query).status()).isEqualTo(422);
  }

  @Test
  void list_includes_pull_requests() {
    bot.open("issue");
    fixture.gitHub.openPullRequest(REPO, "pull");
    CallResponse response = bot.get(ISSUES);

    assertThat(numbers(response)).isEqualTo("2 1");
    assertThat(response.json().get(0).has("pull_request")).isTrue();
    assertThat(response.json().get(1).has("pull_request")).isFalse();
  }

  @Test
  void next_links_lead_through_all_pages() {
    for (int i = 0; i < 5; i++) {
      bot.open("a");
    }
    CallResponse first = bot.get(ISSUES + "?per_page=2&labels=");

    assertThat(link(first, "next"))
        .hasValueSatisfying(
            url ->
                assertThat(url)
                    .startsWith("https://api.github.com/repositories/770000001/issues?"));
    assertThat(link(first, "last")).hasValueSatisfying(url -> assertThat(url).contains("page=3"));
    assertThat(link(first, "prev")).isEmpty();
    assertThat(pages(first)).containsExactly("5 4", "3 2", "1");
  }

  @Test
  void last_page_has_no_next_link() {
    for (int i = 0; i < 3; i++) {
      bot.open("a");
    }
    CallResponse last = bot.get(ISSUES + "?per_page=2&page=2");

    assertThat(link(last, "next")).isEmpty();
    assertThat(link(last, "prev")).hasValueSatisfying(url -> assertThat(url).contains("page=1"));
    assertThat(link(last, "first")).hasValueSatisfying(url -> assertThat(url).contains("page=1"));
  }

  @Test
  void single_page_has_no_links() {
    bot.open("a");

    assertThat(bot.get(ISSUES).header("Link")).isEmpty();
  }

  @Test
  void next_page_continues_after_the_last_one_despite_new_issues() {
    for (int i = 0; i < 4; i++) {
      bot.open("a");
    }
    CallResponse first = bot.get(ISSUES + "?per_page=2");
    bot.open("new");

    assertThat(pages(first)).containsExactly("4 3", "2 1");
  }

  @Test
  void large_repository_refuses_high_page_numbers() {
    GitHubFixture small = GitHubFixture.withRules("{\"pages_by_number_max\":2}");
    GitHubFixture.Client client = small.installation();
    for (int i = 0; i < 4; i++) {
      client.open("a");
    }

    CallResponse byNumber = client.get(ISSUES + "?per_page=1&page=3");
    CallResponse first = client.get(ISSUES + "?per_page=1");

    assertThat(byNumber.status()).isEqualTo(422);
    assertThat(byNumber.json().get("message").asText()).contains("cursor based pagination");
    assertThat(link(first, "last")).isEmpty();
    CallResponse third = follow(client, follow(client, first));
    assertThat(numbers(third)).isEqualTo("2");
    CallResponse fourth = follow(client, third);
    assertThat(numbers(fourth)).isEqualTo("1");
    assertThat(numbers(follow(client, fourth, "prev"))).isEqualTo("2");
  }

  @Test
  void repository_counts_open_issues_with_pull_requests() {
    bot.open("a");
    bot.open("b");
    bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    fixture.gitHub.openPullRequest(REPO, "c");

    assertThat(bot.get("/repos/" + REPO).json().path("open_issues_count").asInt()).isEqualTo(2);
  }

  private List<String> pages(CallResponse first) {
    List<String> pages = new ArrayList<>(List.of(numbers(first)));
    CallResponse page = first;
    while (link(page, "next").isPresent()) {
      page = follow(bot, page);
      pages.add(numbers(page));
    }
    return pages;
  }

  private static CallResponse follow(GitHubFixture.Client client, CallResponse response) {
    return follow(client, response, "next");
  }

  private static CallResponse follow(
      GitHubFixture.Client client, CallResponse response, String relation) {
    URI page = URI.create(link(response, relation).orElseThrow());
    return client.get(page.getRawPath() + "?" + page.getRawQuery());
  }

  private static Optional<String> link(CallResponse response, String relation) {
    Matcher link =
        Pattern.compile("<([^>]*)>; rel=\"" + relation + "\"")
            .matcher(response.header("link").orElse(""));
    return link.find() ? Optional.of(link.group(1)) : Optional.empty();
  }

  private static String numbers(CallResponse response) {
    List<String> numbers =
        StreamSupport.stream(response.json().spliterator(), false)
            .map(issue -> issue.get("number").asText())
            .toList();
    return String.join(" ", numbers);
  }
}
