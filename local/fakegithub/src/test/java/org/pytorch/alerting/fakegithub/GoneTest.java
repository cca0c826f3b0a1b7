package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.READER;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class GoneTest {
  private static final String REPOSITORY = "/repos/tidewater/alerts";
  private static final String BY_ID = "https://api.github.com/repositories/";

  private final GitHubFixture fixture = new GitHubFixture();
  private final GitHubFixture.Client bot = fixture.installation("{\"repositories\":[\"alerts\"]}");
  private final GitHubFixture.Client admin = fixture.person(ADMIN);

  GoneTest() {
    bot.open("a");
    bot.post(ISSUES + "/1/comments", "{\"body\":\"c\"}");
  }

  @Test
  void deleted_issue_is_gone() {
    fixture.gitHub.deleteIssue(REPO, 1);
    CallResponse response = bot.get(ISSUES + "/1");

    assertThat(response.status()).isEqualTo(410);
    assertThat(response.json().get("message").asText()).isEqualTo("This issue was deleted");
    assertThat(bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}").status()).isEqualTo(410);
    assertThat(bot.post(ISSUES + "/1/comments", "{\"body\":\"c\"}").status()).isEqualTo(410);
    assertThat(bot.get(ISSUES + "/1/comments").status()).isEqualTo(410);
    assertThat(bot.get(ISSUES + "?state=all").json()).isEmpty();
    assertThat(bot.get(ISSUES + "/comments").json()).isEmpty();
    assertThat(bot.open("next")).isEqualTo(2);
  }

  @Test
  void unknown_issue_cannot_be_deleted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.gitHub.deleteIssue(REPO, 9))
        .withMessageContaining("9");
  }

  @Test
  void transferred_issue_redirects_if_the_caller_can_read_it() {
    long number = fixture.gitHub.transferIssue(REPO, 1, "tidewater/public", true);
    CallResponse read = bot.get(ISSUES + "/1");

    assertThat(read.status()).isEqualTo(301);
    assertThat(read.header("location")).contains(BY_ID + "770000002/issues/" + number);
    assertThat(bot.get("/repositories/770000002/issues/1/comments").json()).hasSize(1);
    assertThat(bot.get(ISSUES + "?state=all").json()).isEmpty();
  }

  @Test
  void write_to_a_transferred_issue_is_redirected_with_307_and_then_refused() {
    fixture.gitHub.transferIssue(REPO, 1, "tidewater/public", true);
    CallResponse write = bot.post(ISSUES + "/1/comments?a=b", "{\"body\":\"c\"}");

    assertThat(write.status()).isEqualTo(307);
    assertThat(write.header("location")).contains(BY_ID + "770000002/issues/1/comments?a=b");
    assertThat(bot.post("/repositories/770000002/issues/1/comments", "{\"body\":\"c\"}").status())
        .isEqualTo(403);
  }

  @Test
  void issue_transferred_to_a_hidden_repository_is_not_found() {
    fixture.gitHub.transferIssue(REPO, 1, "elsewhere/private", false);

    assertThat(bot.get(ISSUES + "/1").status()).isEqualTo(404);
    assertThat(admin.get(ISSUES + "/1").status()).isEqualTo(301);
  }

  @Test
  void renamed_repository_redirects_reads_and_writes_to_its_id() {
    admin.patch(REPOSITORY, "{\"name\":\"alarms\"}");
    CallResponse read = bot.get(ISSUES + "?state=all");
    CallResponse write = bot.post(ISSUES, "{\"title\":\"b\"}");

    assertThat(read.status()).isEqualTo(301);
    assertThat(read.header("location")).contains(BY_ID + "770000001/issues?state=all");
    assertThat(read.json().get("url").asText()).isEqualTo(BY_ID + "770000001/issues?state=all");
    assertThat(write.status()).isEqualTo(307);
    assertThat(write.header("location")).contains(BY_ID + "770000001/issues");
    assertThat(bot.post("/repositories/770000001/issues", "{\"title\":\"b\"}").status())
        .isEqualTo(201);
    assertThat(bot.get("/repos/tidewater/alarms/issues").json()).hasSize(2);
    assertThat(fixture.app().get(REPOSITORY + "/installation").status()).isEqualTo(301);
  }

  @Test
  void disabled_issues_are_gone() {
    admin.patch(REPOSITORY, "{\"has_issues\":false}");
    CallResponse response = bot.post(ISSUES, "{\"title\":\"b\"}");

    assertThat(response.status()).isEqualTo(410);
    assertThat(response.json().get("message").asText())
        .isEqualTo("Issues are disabled for this repo");
    assertThat(bot.get(ISSUES).status()).isEqualTo(410);
    assertThat(bot.get(ISSUES + "/1").status()).isEqualTo(410);

    admin.patch(REPOSITORY, "{\"has_issues\":true}");
    assertThat(bot.get(ISSUES + "/1").status()).isEqualTo(200);
  }

  @Test
  void archived_repository_is_read_only() {
    admin.patch(REPOSITORY, "{\"archived\":true}");
    CallResponse response = bot.post(ISSUES, "{\"title\":\"b\"}");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.json().get("message").asText())
        .isEqualTo("Repository was archived so is read-only.");
    assertThat(bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}").status()).isEqualTo(403);
    assertThat(bot.get(ISSUES + "/1").status()).isEqualTo(200);
  }

  @Test
  void removed_repository_is_not_found() {
    assertThat(admin.delete(REPOSITORY).status()).isEqualTo(204);
    assertThat(bot.get(ISSUES).status()).isEqualTo(404);
    assertThat(bot.post(ISSUES, "{\"title\":\"b\"}").status()).isEqualTo(404);
    assertThat(fixture.app().get(REPOSITORY + "/installation").status()).isEqualTo(404);
  }

  @Test
  void only_an_admin_may_change_a_repository() {
    assertThat(fixture.person(READER).patch(REPOSITORY, "{\"archived\":true}").status())
        .isEqualTo(403);
    assertThat(bot.patch(REPOSITORY, "{\"archived\":true}").status()).isEqualTo(403);
  }
}
