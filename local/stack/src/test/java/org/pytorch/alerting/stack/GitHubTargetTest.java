package org.pytorch.alerting.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.runtime.Environment;

final class GitHubTargetTest {
  @Test
  void fake_is_used_without_a_repository_and_an_app() {
    assertThat(GitHubTarget.of(new Environment(Map.of()))).isEmpty();
    assertThat(GitHubTarget.of(new Environment(Map.of("GITHUB_API_URL", "https://api.github.com"))))
        .isEmpty();
  }

  @Test
  void real_github_is_used_when_all_variables_are_set() {
    Environment environment =
        new Environment(
            Map.of(
                "GITHUB_REPO", "org/repo",
                "GITHUB_APP_ID", "7",
                "GITHUB_APP_KEY_BASE64", "a2V5"));

    assertThat(GitHubTarget.of(environment).orElseThrow())
        .satisfies(
            target -> {
              assertThat(target.apiUrl()).isEqualTo(URI.create("https://api.github.com"));
              assertThat(target.repo()).isEqualTo("org/repo");
              assertThat(target.control()).isEmpty();
              assertThat(target.secret()).contains("\"github_app_id\":\"7\"").contains("a2V5");
            });
  }

  @Test
  void key_may_be_in_a_file(@TempDir Path folder) throws Exception {
    Path key = Files.writeString(folder.resolve("app.pem"), "key");
    Environment environment =
        new Environment(
            Map.of(
                "GITHUB_API_URL", "http://127.0.0.1:1",
                "GITHUB_REPO", "org/repo",
                "GITHUB_APP_ID", "7",
                "GITHUB_APP_KEY_FILE", key.toString()));

    assertThat(GitHubTarget.of(environment).orElseThrow().appKeyBase64()).isEqualTo("a2V5");
  }

  @Test
  void missing_variable_is_named_instead_of_falling_back_to_the_fake() {
    assertThatThrownBy(() -> GitHubTarget.of(new Environment(Map.of("GITHUB_REPO", "org/repo"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GITHUB_APP_ID");
  }

  @Test
  void key_and_token_are_never_printed() {
    Environment environment =
        new Environment(
            Map.of(
                "GITHUB_REPO", "org/repo",
                "GITHUB_APP_ID", "7",
                "GITHUB_APP_KEY_BASE64", "c2VjcmV0",
                "GITHUB_PERSON_TOKEN", "hidden"));

    assertThat(GitHubTarget.of(environment).orElseThrow().toString())
        .doesNotContain("c2VjcmV0")
        .doesNotContain("hidden");
  }
}
