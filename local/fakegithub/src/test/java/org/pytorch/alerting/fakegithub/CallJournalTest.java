package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;

/** A fake GitHub that is started again with its journal is the one it was before. */
final class CallJournalTest {
  @TempDir private Path folder;

  private FakeGitHubServer started(GitHubSettings settings) {
    return FakeGitHubServer.start(
        InstantSource.system(), settings, 0, folder.resolve("github.jsonl"));
  }

  private FakeGitHubServer started() {
    return started(GitHubFixture.settings());
  }

  private static int send(FakeGitHubServer server, String method, String path, String body)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                  .header("user-agent", "test")
                  .header("authorization", "token " + GitHubFixture.ADMIN.token())
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static List<Issue> issues(FakeGitHubServer server) {
    return server.gitHub().issues(GitHubFixture.REPO);
  }

  @Test
  void issues_comments_and_labels_are_there_after_a_restart() throws Exception {
    List<Issue> before;
    try (FakeGitHubServer server = started()) {
      assertThat(
              send(server, "POST", GitHubFixture.ISSUES, "{\"title\":\"é\\n\",\"labels\":[\"a\"]}"))
          .isEqualTo(201);
      assertThat(send(server, "POST", GitHubFixture.ISSUES + "/1/comments", "{\"body\":\"b\"}"))
          .isEqualTo(201);
      assertThat(send(server, "PATCH", GitHubFixture.ISSUES + "/1", "{\"state\":\"closed\"}"))
          .isEqualTo(200);
      before = issues(server);
    }
    try (FakeGitHubServer server = started()) {
      assertThat(issues(server)).isEqualTo(before);
      assertThat(server.gitHub().comments(GitHubFixture.REPO, 1)).hasSize(1);
      assertThat(send(server, "POST", GitHubFixture.ISSUES, "{\"title\":\"next\"}")).isEqualTo(201);
    }
    try (FakeGitHubServer server = started()) {
      assertThat(issues(server)).extracting(Issue::title).endsWith("next").hasSize(2);
    }
  }

  @Test
  void line_that_was_not_finished_is_dropped() throws Exception {
    try (FakeGitHubServer server = started()) {
      send(server, "POST", GitHubFixture.ISSUES, "{\"title\":\"whole\"}");
    }
    Files.writeString(folder.resolve("github.jsonl"), "{\"at\":\"2026-", StandardOpenOption.APPEND);
    try (FakeGitHubServer server = started()) {
      assertThat(issues(server)).hasSize(1);
      send(server, "POST", GitHubFixture.ISSUES, "{\"title\":\"after\"}");
    }
    try (FakeGitHubServer server = started()) {
      assertThat(issues(server)).hasSize(2);
    }
  }

  @Test
  void journal_of_another_key_is_refused() {
    started().close();
    GitHubSettings other =
        GitHubSettings.of(
            new GitHubApp(812_345, "Iv", "tidewater-alerts", RsaKeys.of(43).getPublic()),
            GitHubFixture.REPO,
            GitHubFixture.ADMIN);

    assertThatThrownBy(() -> started(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--fresh forgets it");
  }
}
