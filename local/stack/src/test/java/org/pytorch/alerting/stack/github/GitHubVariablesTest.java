package org.pytorch.alerting.stack.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.RsaKeys;
import org.pytorch.alerting.runtime.Environment;

final class GitHubVariablesTest {
  private static final String KEY = GitHubTarget.keyFile(RsaKeys.of(1).getPrivate().getEncoded());

  @Test
  void fake_is_used_without_a_repository_and_an_app() {
    assertThat(GitHubVariables.read(new Environment(Map.of()))).isEqualTo(new Upstream.Fake());
    assertThat(
            GitHubVariables.read(
                new Environment(Map.of("GITHUB_API_URL", "https://api.github.com"))))
        .isEqualTo(new Upstream.Fake());
  }

  @Test
  void real_github_is_used_when_all_variables_are_set() {
    Environment environment =
        new Environment(
            Map.of(
                "GITHUB_REPO", "org/repo",
                "GITHUB_APP_ID", "7",
                "GITHUB_APP_KEY_BASE64", KEY));

    assertThat(target(environment))
        .satisfies(
            target -> {
              assertThat(target.apiUrl()).isEqualTo(URI.create("https://api.github.com"));
              assertThat(target.repo()).isEqualTo("org/repo");
              assertThat(target.control()).isEmpty();
              assertThat(target.secret()).contains("\"github_app_id\":\"7\"").contains(KEY);
            });
  }

  @Test
  void key_may_be_in_a_file(@TempDir Path folder) throws Exception {
    Path key = Files.write(folder.resolve("app.pem"), Base64.getDecoder().decode(KEY));
    Environment environment =
        new Environment(
            Map.of(
                "GITHUB_API_URL", "http://127.0.0.1:1",
                "GITHUB_REPO", "org/repo",
                "GITHUB_APP_ID", "7",
                "GITHUB_APP_KEY_FILE", key.toString()));

    assertThat(target(environment).appKeyBase64()).isEqualTo(KEY);
  }

  @Test
  void missing_variable_is_named_instead_of_falling_back_to_the_fake() {
    assertThatThrownBy(
            () -> GitHubVariables.read(new Environment(Map.of("GITHUB_REPO", "org/repo"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            """
            A real repository needs GITHUB_REPO, GITHUB_APP_ID and GITHUB_APP_KEY_FILE or GITHUB_APP_KEY_BASE64, all together.
            Set: GITHUB_REPO. Missing: GITHUB_APP_ID, GITHUB_APP_KEY_FILE or GITHUB_APP_KEY_BASE64.
            For the fake GitHub, unset what is set.""");
  }

  @ParameterizedTest
  @CsvSource({
    "zzz,              the key is not PEM",
    "7 or so,          github_app_key_base64 is not the Base64"
  })
  void key_that_cannot_be_used_is_refused_at_once(String key, String problem) {
    Environment environment =
        new Environment(
            Map.of("GITHUB_REPO", "org/repo", "GITHUB_APP_ID", "7", "GITHUB_APP_KEY_BASE64", key));

    assertThatThrownBy(() -> GitHubVariables.read(environment))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("base64 -w0 app.pem");
  }

  @Test
  void key_and_token_are_never_printed() {
    Environment environment =
        new Environment(
            Map.of(
                "GITHUB_REPO", "org/repo",
                "GITHUB_APP_ID", "7",
                "GITHUB_APP_KEY_BASE64", KEY,
                "GITHUB_PERSON_TOKEN", "hidden"));

    assertThat(target(environment).toString()).doesNotContain(KEY).doesNotContain("hidden");
  }

  private static GitHubTarget target(Environment environment) {
    return ((Upstream.Existing) GitHubVariables.read(environment)).target();
  }
}
