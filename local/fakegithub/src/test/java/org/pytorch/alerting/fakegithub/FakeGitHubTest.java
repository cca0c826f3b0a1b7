package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.APP;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;

class FakeGitHubTest {
  @Test
  void same_requests_at_the_same_times_get_the_same_responses() {
    assertThat(responses(new GitHubFixture())).isEqualTo(responses(new GitHubFixture()));
  }

  private static List<CallResponse> responses(GitHubFixture fixture) {
    GitHubFixture.Client app = fixture.app();
    GitHubFixture.Client bot = fixture.installation();
    return List.of(
        app.post("/app/installations/55500001/access_tokens", ""),
        bot.post(ISSUES, "{\"title\":\"a\",\"labels\":[\"b\"]}"),
        bot.post(ISSUES + "/1/comments", "{\"body\":\"c\"}"),
        bot.get(ISSUES),
        bot.get("/nothing"));
  }

  @Test
  void issues_opened_concurrently_get_distinct_numbers() throws Exception {
    GitHubFixture fixture = new GitHubFixture();
    GitHubFixture.Client person = fixture.person(ADMIN);
    List<Future<Long>> opened = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 400; i++) {
        opened.add(threads.submit(() -> person.open("a")));
      }
    }
    List<Long> numbers = new ArrayList<>();
    for (Future<Long> issue : opened) {
      numbers.add(issue.get());
    }

    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(fixture.gitHub.issues(REPO)).hasSize(400);
  }

  @Test
  void reset_removes_everything_but_the_tokens() {
    GitHubFixture fixture = new GitHubFixture();
    GitHubFixture.Client bot = fixture.installation();
    bot.open("a");
    fixture.person(ADMIN).patch("/repos/tidewater/alerts", "{\"name\":\"alarms\"}");
    fixture.gitHub.faults(List.of(Fault.on("GET", ".").answering(500)));
    fixture.gitHub.suspendInstallation(true);
    fixture.gitHub.reset();

    assertThat(fixture.gitHub.requests()).isEmpty();
    assertThat(bot.get(ISSUES).json()).isEmpty();
    assertThat(bot.open("a")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts", "a/b/c"})
  void repository_has_an_owner_and_a_name(String repository) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitHubSettings.of(APP, repository, ADMIN))
        .withMessageContaining(repository);
  }

  @Test
  void app_cannot_be_installed_on_an_unknown_repository() {
    GitHubSettings settings = GitHubFixture.settings();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GitHubSettings(
                    APP,
                    1,
                    Map.of(),
                    List.of(REPO),
                    Set.of("tidewater/other"),
                    List.of(),
                    settings.rules(),
                    settings.apiUrl(),
                    settings.webUrl()));
  }

  @Test
  void issues_of_an_unknown_repository_are_an_error() {
    GitHubFixture fixture = new GitHubFixture();

    assertThatIllegalArgumentException().isThrownBy(() -> fixture.gitHub.issues("a/b"));
  }
}
