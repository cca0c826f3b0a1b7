package org.pytorch.alerting.fakegithub.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.BOT;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.READER;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.data.Edit;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.model.json.Json;

class IssueEndpointsTest {
  private final GitHubFixture fixture = new GitHubFixture();
  private final GitHubFixture.Client bot = fixture.installation();
  private final GitHubFixture.Client person = fixture.person(ADMIN);

  @Test
  void created_issue_has_the_fields_of_a_real_one() {
    CallResponse response =
        bot.post(ISSUES, "{\"title\":\"Down\",\"body\":\"b\",\"labels\":[\"Pri: P1\"]}");
    JsonNode issue = response.json();

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.header("Location"))
        .contains("https://api.github.com/repos/tidewater/alerts/issues/1");
    assertThat(issue.get("number").asInt()).isEqualTo(1);
    assertThat(issue.get("state").asText()).isEqualTo("open");
    assertThat(issue.get("state_reason").isNull()).isTrue();
    assertThat(issue.get("created_at").asText()).isEqualTo("2026-03-04T07:13:02Z");
    assertThat(issue.get("closed_at").isNull()).isTrue();
    assertThat(issue.at("/user/login").asText()).isEqualTo("tidewater-alerts[bot]");
    assertThat(issue.at("/user/type").asText()).isEqualTo("Bot");
    assertThat(issue.at("/performed_via_github_app/client_id").asText())
        .isEqualTo("Iv23liINVENTED");
    assertThat(issue.at("/labels/0/name").asText()).isEqualTo("Pri: P1");
    assertThat(issue.at("/labels/0/color").asText()).isEqualTo("ededed");
    assertThat(issue.get("html_url").asText())
        .isEqualTo("https://github.com/tidewater/alerts/issues/1");
    assertThat(issue.get("comments").asInt()).isZero();
    assertThat(issue.has("pull_request")).isFalse();
  }

  @Test
  void issue_by_a_person_has_a_user_and_no_app() {
    JsonNode issue = person.post(ISSUES, "{\"title\":\"a\"}").json();

    assertThat(issue.at("/user/login").asText()).isEqualTo("m-ferrow");
    assertThat(issue.at("/user/type").asText()).isEqualTo("User");
    assertThat(issue.get("performed_via_github_app").isNull()).isTrue();
    assertThat(issue.get("body").isNull()).isTrue();
  }

  @Test
  void issue_by_another_app_has_a_bot_and_that_app() {
    GitHubFixture.Client other = fixture.person(BOT);
    JsonNode issue = other.post(ISSUES, "{\"title\":\"a\"}").json();

    assertThat(issue.at("/user/login").asText()).isEqualTo("stale[bot]");
    assertThat(issue.at("/user/type").asText()).isEqualTo("Bot");
    assertThat(issue.at("/performed_via_github_app/slug").asText()).isEqualTo("stale");
    assertThat(issue.at("/performed_via_github_app/id").asLong()).isNotEqualTo(812_345);
    JsonNode closed = other.patch(ISSUES + "/1", "{\"state\":\"closed\"}").json();
    assertThat(closed.at("/closed_by/login").asText()).isEqualTo("stale[bot]");
    assertThat(closed.at("/closed_by/type").asText()).isEqualTo("Bot");
  }

  @Test
  void discussion_takes_a_number_but_is_not_an_issue() {
    assertThat(bot.open("a")).isEqualTo(1);
    assertThat(fixture.gitHub.openDiscussion(GitHubFixture.REPO)).isEqualTo(2);
    assertThat(bot.open("b")).isEqualTo(3);

    assertThat(bot.get(ISSUES + "/2").status()).isEqualTo(404);
    assertThat(bot.get(ISSUES + "?state=all").json()).hasSize(2);
  }

  @Test
  void same_create_twice_opens_two_issues() {
    assertThat(bot.open("a")).isEqualTo(1);
    assertThat(bot.open("a")).isEqualTo(2);
  }

  @Test
  void labels_of_a_caller_without_write_access_are_dropped_silently() {
    CallResponse response =
        fixture.person(READER).post(ISSUES, "{\"title\":\"a\",\"labels\":[\"new\"]}");

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.json().get("labels")).isEmpty();
    assertThat(person.get("/repos/tidewater/alerts/labels").json()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"256, 201", "257, 422"})
  void title_has_a_limit(int length, int status) {
    String title = "\uD83D\uDD25".repeat(length);

    assertThat(bot.post(ISSUES, "{\"title\":\"%s\"}".formatted(title)).status()).isEqualTo(status);
  }

  @Test
  void blank_title_is_a_missing_field() {
    CallResponse response = bot.post(ISSUES, "{\"title\":\"  \"}");

    assertThat(response.status()).isEqualTo(422);
    assertThat(response.json().get("message").asText()).isEqualTo("Validation Failed");
    assertThat(response.json().at("/errors/0/code").asText()).isEqualTo("missing_field");
  }

  @ParameterizedTest
  @CsvSource({"65536, 201", "65537, 422"})
  void body_has_a_limit(int length, int status) {
    assertThat(create("x".repeat(length)).status()).isEqualTo(status);
  }

  @Test
  void error_of_an_overlong_body_is_listed_twice() {
    JsonNode errors = create("x".repeat(65_537)).json().get("errors");

    assertThat(errors).hasSize(2);
    assertThat(errors.get(0)).isEqualTo(errors.get(1));
    assertThat(errors.at("/0/code").asText()).isEqualTo("custom");
    assertThat(errors.at("/0/field").asText()).isEqualTo("body");
    assertThat(errors.at("/0/message").asText()).contains("65536");
  }

  @Test
  void refused_issue_takes_no_number_and_creates_no_label() {
    bot.post(ISSUES, "{\"title\":\"\",\"labels\":[\"new\"]}");
    bot.post(ISSUES, "{\"title\":\"a\",\"labels\":[\"new\",\"%s\"]}".formatted("x".repeat(51)));

    assertThat(bot.open("a")).isEqualTo(1);
    assertThat(bot.get("/repos/tidewater/alerts/labels").json()).isEmpty();
  }

  @Test
  void closed_issue_has_closer_time_and_reason() {
    long number = bot.open("a");
    fixture.pass(Duration.ofMinutes(5));
    JsonNode closed = person.patch(ISSUES + "/" + number, "{\"state\":\"closed\"}").json();

    assertThat(closed.get("state").asText()).isEqualTo("closed");
    assertThat(closed.get("state_reason").asText()).isEqualTo("completed");
    assertThat(closed.at("/closed_by/login").asText()).isEqualTo("m-ferrow");
    assertThat(closed.get("closed_at").asText()).isEqualTo("2026-03-04T07:18:02Z");
    assertThat(closed.get("updated_at").asText()).isEqualTo("2026-03-04T07:18:02Z");
    assertThat(bot.get(ISSUES + "/" + number).json()).isEqualTo(closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "not_planned", "duplicate"})
  void close_can_have_a_reason(String reason) {
    long number = bot.open("a");
    JsonNode closed = close(number, reason).json();

    assertThat(closed.get("state_reason").asText()).isEqualTo(reason);
  }

  @Test
  void reason_is_ignored_without_a_change_of_state() {
    long number = bot.open("a");
    close(number, "completed");

    assertThat(close(number, "not_planned").json().get("state_reason").asText())
        .isEqualTo("completed");
  }

  @Test
  void reopened_issue_has_no_closer() {
    long number = bot.open("a");
    close(number, "completed");
    JsonNode open = person.patch(ISSUES + "/" + number, "{\"state\":\"open\"}").json();

    assertThat(open.get("state").asText()).isEqualTo("open");
    assertThat(open.get("state_reason").asText()).isEqualTo("reopened");
    assertThat(open.get("closed_at").isNull()).isTrue();
    assertThat(open.get("closed_by").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"state\":\"done\"}", "{\"state_reason\":\"bored\"}"})
  void unknown_state_or_reason_is_invalid(String body) {
    long number = bot.open("a");

    assertThat(bot.patch(ISSUES + "/" + number, body).status()).isEqualTo(422);
  }

  @Test
  void update_replaces_the_labels() {
    bot.post(ISSUES, "{\"title\":\"a\",\"labels\":[\"one\",\"two\"]}");
    JsonNode issue = bot.patch(ISSUES + "/1", "{\"labels\":[\"TWO\",\"three\"]}").json();

    assertThat(issue.get("labels"))
        .extracting(label -> label.get("name").asText())
        .containsExactly("two", "three");
  }

  @Test
  void update_without_a_change_keeps_the_time() {
    long number = bot.open("a");
    fixture.pass(Duration.ofMinutes(1));
    JsonNode issue = bot.patch(ISSUES + "/" + number, "{\"title\":\"a\"}").json();

    assertThat(issue.get("updated_at").asText()).isEqualTo("2026-03-04T07:13:02Z");
  }

  @Test
  void body_can_be_changed_and_removed() {
    create("old");

    assertThat(bot.patch(ISSUES + "/1", "{\"body\":\"new\"}").json().get("body").asText())
        .isEqualTo("new");
    assertThat(bot.patch(ISSUES + "/1", "{\"body\":null}").json().get("body").isNull()).isTrue();
  }

  @Test
  void overlong_update_is_refused_or_ignored_depending_on_the_rules() {
    create("old");
    String update = "{\"body\":\"%s\"}".formatted("x".repeat(65_537));
    assertThat(bot.patch(ISSUES + "/1", update).status()).isEqualTo(422);

    fixture.gitHub.rules(GitHubRules.STANDARD.with("{\"overlong_update_ignored\":true}"));
    CallResponse ignored = bot.patch(ISSUES + "/1", update);

    assertThat(ignored.status()).isEqualTo(200);
    assertThat(ignored.json().get("body").asText()).isEqualTo("old");
  }

  @Test
  void reader_may_only_change_their_own_issues() {
    bot.open("of the bot");
    GitHubFixture.Client reader = fixture.person(READER);
    long own = reader.open("own");

    assertThat(reader.patch(ISSUES + "/1", "{\"state\":\"closed\"}").status()).isEqualTo(403);
    assertThat(reader.patch(ISSUES + "/" + own, "{\"state\":\"closed\"}").status()).isEqualTo(200);
  }

  private CallResponse create(String body) {
    return bot.post(
        ISSUES, Json.mapper().createObjectNode().put("title", "a").put("body", body).toString());
  }

  private CallResponse close(long number, String reason) {
    return bot.patch(
        ISSUES + "/" + number, "{\"state\":\"closed\",\"state_reason\":\"%s\"}".formatted(reason));
  }

  @Test
  void edit_of_the_text_is_kept_in_the_history_and_is_no_new_content() {
    GitHubFixture limited = GitHubFixture.withRules("{\"limits\":{\"content_per_minute\":1}}");
    GitHubFixture.Client app = limited.installation();
    app.post(ISSUES, "{\"title\":\"a\",\"body\":\"first\"}");

    app.patch(ISSUES + "/1", "{\"body\":\"second\"}");
    app.patch(ISSUES + "/1", "{\"body\":\"second\"}");
    CallResponse closed =
        app.patch(ISSUES + "/1", "{\"title\":\"b\",\"body\":\"third\",\"state\":\"closed\"}");

    assertThat(closed.status()).isEqualTo(200);
    assertThat(closed.json().path("state").asText()).isEqualTo("closed");
    assertThat(limited.gitHub.edits(GitHubFixture.REPO, 1))
        .filteredOn(Edit::isOfText)
        .extracting(
            edit -> edit.by().login(), edit -> edit.before().text(), edit -> edit.after().text())
        .containsExactly(
            tuple(
                "tidewater-alerts[bot]",
                new Issue.Text("a", Optional.of("first")),
                new Issue.Text("a", Optional.of("second"))),
            tuple(
                "tidewater-alerts[bot]",
                new Issue.Text("a", Optional.of("second")),
                new Issue.Text("b", Optional.of("third"))));
    assertThat(limited.gitHub.edits(GitHubFixture.REPO, 2)).isEmpty();
  }

  @Test
  void people_are_added_to_those_assigned_and_unknown_ones_are_left_out() {
    bot.open("a");

    CallResponse first =
        bot.post(ISSUES + "/1/assignees", "{\"assignees\":[\"m-ferrow\",\"nobody\"]}");
    CallResponse second = bot.post(ISSUES + "/1/assignees", "{\"assignees\":[\"m-ferrow\"]}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.json().path("assignees")).hasSize(1);
    assertThat(second.json().at("/assignees/0/login").asText()).isEqualTo("m-ferrow");
    assertThat(fixture.person(READER).post(ISSUES + "/1/assignees", "{}").status()).isEqualTo(403);
  }
}
