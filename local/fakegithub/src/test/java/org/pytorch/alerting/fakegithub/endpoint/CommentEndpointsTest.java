package org.pytorch.alerting.fakegithub.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.READER;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class CommentEndpointsTest {
  private static final String COMMENTS = ISSUES + "/1/comments";

  private final GitHubFixture fixture = GitHubFixture.withRules("{\"comments_per_issue_max\":5}");
  private final GitHubFixture.Client bot = fixture.installation();
  private final GitHubFixture.Client person = fixture.person(ADMIN);

  CommentEndpointsTest() {
    bot.open("a");
  }

  @Test
  void comment_is_counted_and_updates_its_issue() {
    fixture.pass(Duration.ofMinutes(1));
    CallResponse response = comment(bot, "again");
    JsonNode issue = bot.get(ISSUES + "/1").json();

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.json().get("body").asText()).isEqualTo("again");
    assertThat(response.json().at("/user/login").asText()).isEqualTo("tidewater-alerts[bot]");
    assertThat(response.json().at("/performed_via_github_app/id").asLong()).isEqualTo(812_345);
    assertThat(response.json().get("html_url").asText()).contains("/issues/1#issuecomment-");
    assertThat(response.header("location")).contains(response.json().get("url").asText());
    assertThat(issue.get("comments").asInt()).isEqualTo(1);
    assertThat(issue.get("updated_at").asText()).isEqualTo("2026-03-04T07:14:02Z");
  }

  @Test
  void closed_issue_accepts_comments() {
    bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}");

    assertThat(comment(bot, "late").status()).isEqualTo(201);
  }

  @Test
  void list_is_oldest_first_and_has_pages() {
    comment(bot, "one");
    comment(person, "two");
    comment(bot, "three");
    CallResponse first = bot.get(COMMENTS + "?per_page=2&direction=desc");

    assertThat(first.json())
        .extracting(comment -> comment.get("body").asText())
        .containsExactly("one", "two");
    assertThat(first.header("link").orElseThrow())
        .contains("/repositories/770000001/issues/1/comments?", "rel=\"next\"", "rel=\"last\"");
    assertThat(bot.get(COMMENTS + "?per_page=2&page=2").json()).hasSize(1);
  }

  @Test
  void list_since_a_time_includes_that_time() {
    comment(bot, "one");
    fixture.pass(Duration.ofMinutes(1));
    comment(bot, "two");

    assertThat(bot.get(COMMENTS + "?since=2026-03-04T07:14:02Z").json()).hasSize(1);
    assertThat(bot.get(COMMENTS + "?since=2026-03-04T07:13:02Z").json()).hasSize(2);
    assertThat(bot.get(COMMENTS + "?since=2026-03-04T07:14:03Z").json()).isEmpty();
  }

  @Test
  void repository_list_can_be_newest_first() {
    bot.open("b");
    comment(bot, "one");
    fixture.pass(Duration.ofMinutes(1));
    bot.post(ISSUES + "/2/comments", "{\"body\":\"two\"}");

    assertThat(bot.get(ISSUES + "/comments?sort=updated&direction=desc").json())
        .extracting(comment -> comment.get("body").asText())
        .containsExactly("two", "one");
  }

  @Test
  void comment_can_be_read_changed_and_deleted() {
    long id = comment(bot, "one").json().get("id").asLong();
    String path = ISSUES + "/comments/" + id;
    fixture.pass(Duration.ofMinutes(1));

    assertThat(bot.patch(path, "{\"body\":\"other\"}").json().get("updated_at").asText())
        .isEqualTo("2026-03-04T07:14:02Z");
    assertThat(bot.get(path).json().get("body").asText()).isEqualTo("other");
    assertThat(person.delete(path).status()).isEqualTo(204);
    assertThat(bot.get(path).status()).isEqualTo(404);
    assertThat(bot.get(ISSUES + "/1").json().get("comments").asInt()).isZero();
  }

  @Test
  void reader_cannot_change_the_comments_of_others() {
    String path = ISSUES + "/comments/" + comment(bot, "one").json().get("id").asLong();

    assertThat(fixture.person(READER).patch(path, "{\"body\":\"x\"}").status()).isEqualTo(403);
    assertThat(fixture.person(READER).delete(path).status()).isEqualTo(403);
  }

  @Test
  void comment_errors_have_their_own_format() {
    JsonNode tooLong = comment(bot, "x".repeat(65_537)).json();

    assertThat(tooLong.at("/errors/0/resource").asText()).isEqualTo("IssueComment");
    assertThat(tooLong.at("/errors/0/code").asText()).isEqualTo("unprocessable");
    assertThat(tooLong.at("/errors/0/field").asText()).isEqualTo("data");
    assertThat(tooLong.at("/errors/0/message").asText()).startsWith("Body is too long");
    assertThat(comment(bot, " ").status()).isEqualTo(422);
    assertThat(bot.post(COMMENTS, "{}").status()).isEqualTo(422);
    assertThat(comment(bot, "x".repeat(65_536)).status()).isEqualTo(201);
  }

  @Test
  void issue_with_too_many_comments_refuses_more_permanently() {
    for (int i = 0; i < 5; i++) {
      assertThat(comment(bot, "again").status()).isEqualTo(201);
    }
    CallResponse response = comment(bot, "again");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.json().get("message").asText())
        .isEqualTo("Commenting is disabled on issues with more than 5 comments");
    assertThat(bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}").status()).isEqualTo(200);
  }

  @Test
  void locked_issue_accepts_comments_of_collaborators_only() {
    assertThat(person.put(ISSUES + "/1/lock", "{\"lock_reason\":\"resolved\"}").status())
        .isEqualTo(204);

    CallResponse refused = comment(bot, "again");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("message").asText()).contains("issue is locked");
    assertThat(comment(fixture.person(READER), "me too").status()).isEqualTo(403);
    assertThat(comment(person, "as an admin").status()).isEqualTo(201);
    assertThat(bot.get(ISSUES + "/1").json().get("active_lock_reason").asText())
        .isEqualTo("resolved");
    assertThat(bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}").status()).isEqualTo(200);

    assertThat(person.delete(ISSUES + "/1/lock").status()).isEqualTo(204);
    assertThat(comment(bot, "again").status()).isEqualTo(201);
  }

  @Test
  void lock_reason_must_be_known() {
    assertThat(person.put(ISSUES + "/1/lock", "{\"lock_reason\":\"boring\"}").status())
        .isEqualTo(422);
  }

  @Test
  void unknown_issue_has_no_comments() {
    assertThat(bot.get(ISSUES + "/9/comments").status()).isEqualTo(404);
    assertThat(bot.post(ISSUES + "/9/comments", "{\"body\":\"a\"}").status()).isEqualTo(404);
  }

  private static CallResponse comment(GitHubFixture.Client client, String body) {
    return client.post(COMMENTS, "{\"body\":\"%s\"}".formatted(body));
  }
}
