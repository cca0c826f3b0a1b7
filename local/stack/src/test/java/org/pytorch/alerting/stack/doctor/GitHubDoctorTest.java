package org.pytorch.alerting.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.FakeGitHubServer;
import org.pytorch.alerting.fakegithub.RsaKeys;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.GitHubTarget;

/** Each mistake is found before the first alert, and its line says what to do. */
final class GitHubDoctorTest {
  private static final String REPO = "quay/alerts";
  private static final KeyPair KEYS = RsaKeys.of(1);
  private static final Person OWNER = new Person("owner", 1, "owner-token", Person.Role.ADMIN);

  private static GitHubSettings settings() {
    return GitHubSettings.of(new GitHubApp(7, "Iv7", "alerts", KEYS.getPublic()), REPO, OWNER)
        .with("quay/other", false);
  }

  private static String secret(KeyPair keys, String id) {
    return Json.write(
        Map.of(
            "github_app_id",
            id,
            "github_app_key_base64",
            GitHubTarget.keyFile(keys.getPrivate().getEncoded())));
  }

  private static List<String> examined(
      FakeGitHubServer server, String repo, String secret, Duration ahead) {
    try (GitHubDoctor doctor =
        new GitHubDoctor(
            server.endpoint(), repo, secret, InstantSource.offset(InstantSource.system(), ahead))) {
      return doctor.examine().stream().map(Finding::line).toList();
    }
  }

  private static List<String> examined(UnaryOperator<GitHubSettings> change) {
    try (FakeGitHubServer server = started(change)) {
      return examined(server, REPO, secret(KEYS, "7"), Duration.ZERO);
    }
  }

  private static FakeGitHubServer started(UnaryOperator<GitHubSettings> change) {
    return FakeGitHubServer.start(InstantSource.system(), change.apply(settings()), 0);
  }

  private static List<String> examinedAfter(String method, String body) {
    try (FakeGitHubServer server = started(it -> it)) {
      GitHubCall call =
          new GitHubCall(
              method,
              "/repos/" + REPO,
              Map.of("Authorization", "token " + OWNER.token(), "User-Agent", "browser"),
              body);
      assertThat(server.gitHub().handle(call).status()).isEqualTo(200);
      return examined(server, REPO, secret(KEYS, "7"), Duration.ZERO);
    }
  }

  @Test
  void everything_is_well() {
    assertThat(examined(it -> it))
        .containsExactly(
            "✓ key            is an RSA key",
            "✓ clock          differs from GitHub's by 0 s",
            "✓ App            id and key match: alerts (7)",
            "✓ installation   of the App on quay/alerts",
            "✓ permissions    Issues: write, which includes labels",
            "✓ repository     quay/alerts",
            "✓ Issues         are enabled",
            "✓ labels         can be read and, with Issues: write, created");
  }

  @Test
  void key_that_is_no_key() {
    try (FakeGitHubServer server = started(it -> it)) {
      String secret = "{\"github_app_id\":\"7\",\"github_app_key_base64\":\"zzz\"}";

      assertThat(examined(server, REPO, secret, Duration.ZERO))
          .containsExactly(
              "✗ key            the key is not PEM: it has no BEGIN and END lines: it is the .pem"
                  + " file that GitHub gives out once, in base64: base64 -w0 app.pem");
    }
  }

  @Test
  void key_of_another_app() {
    try (FakeGitHubServer server = started(it -> it)) {
      assertThat(examined(server, REPO, secret(RsaKeys.of(2), "7"), Duration.ZERO))
          .last()
          .asString()
          .startsWith("✗ App            GitHub does not accept its id and key (401")
          .endsWith("a deleted key is replaced by a new one there");
    }
  }

  @Test
  void id_of_another_app() {
    try (FakeGitHubServer server = started(it -> it)) {
      assertThat(examined(server, REPO, secret(KEYS, "8"), Duration.ZERO))
          .last()
          .asString()
          .startsWith("✗ App ");
    }
  }

  @ParameterizedTest
  @CsvSource({"600", "-600"})
  void clock_that_is_wrong(long seconds) {
    try (FakeGitHubServer server = started(it -> it)) {
      assertThat(examined(server, REPO, secret(KEYS, "7"), Duration.ofSeconds(seconds)))
          .filteredOn(line -> line.startsWith("✗ clock"))
          .singleElement()
          .asString()
          .containsPattern("differs from GitHub's by (599|60[01]) s: synchronise it");
    }
  }

  @Test
  void app_that_is_not_installed_there() {
    try (FakeGitHubServer server = started(it -> it)) {
      assertThat(examined(server, "quay/other", secret(KEYS, "7"), Duration.ZERO))
          .last()
          .isEqualTo(
              "✗ installation   the App is not installed on quay/other (404): install it there"
                  + " (App settings, Install App), or correct GITHUB_REPO");
    }
  }

  @Test
  void installation_that_is_suspended() {
    try (FakeGitHubServer server = started(it -> it)) {
      server.gitHub().suspendInstallation(true);

      assertThat(examined(server, REPO, secret(KEYS, "7"), Duration.ZERO))
          .last()
          .asString()
          .startsWith("✗ installation   has been suspended since ")
          .endsWith("unsuspend it in the owner's settings, Installed GitHub Apps");
    }
  }

  @ParameterizedTest
  @CsvSource({"read", "none"})
  void permission_that_is_missing(String issues) {
    Map<String, String> granted =
        issues.equals("none")
            ? Map.of("metadata", "read")
            : Map.of("issues", issues, "metadata", "read");

    assertThat(examined(it -> it.withPermissions(granted)))
        .last()
        .asString()
        .startsWith("✗ permissions    Issues: " + issues)
        .contains("'Issues: read and write'");
  }

  @Test
  void repository_that_was_renamed() {
    assertThat(examinedAfter("PATCH", "{\"name\":\"alarms\"}"))
        .anyMatch(line -> line.startsWith("✗ ") && line.contains("GITHUB_REPO"));
  }

  @Test
  void repository_that_is_archived() {
    assertThat(examinedAfter("PATCH", "{\"archived\":true}"))
        .contains("✗ archived       the repository is read-only: unarchive it, or choose another");
  }

  @Test
  void issues_that_are_disabled() {
    assertThat(examinedAfter("PATCH", "{\"has_issues\":false}"))
        .last()
        .isEqualTo(
            "✗ Issues         are disabled: enable them: repository settings, General, Features,"
                + " Issues");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST | /access_tokens$    | ✗ token          GitHub refuses one for quay/alerts (403, | add the repository to the installation (owner's settings, Installed GitHub Apps)
          GET  | /repos/[^/]*/[^/]*$ | ✗ repository     cannot be read (403,                    | correct GITHUB_REPO; after a renaming it is the new name
          GET  | /labels            | ✗ labels         cannot be read (403,                    | give the App 'Issues: read and write'
          """)
  void request_that_is_refused(String method, String path, String line, String remedy) {
    try (FakeGitHubServer server = started(it -> it)) {
      server.gitHub().faults(List.of(Fault.on(method, path).answering(403).forEver()));

      assertThat(examined(server, REPO, secret(KEYS, "7"), Duration.ZERO))
          .last()
          .asString()
          .startsWith(line)
          .endsWith(remedy);
    }
  }

  @Test
  void github_that_does_not_respond() {
    URI nobody;
    try (FakeGitHubServer server = started(it -> it)) {
      nobody = server.endpoint();
    }
    try (GitHubDoctor doctor =
        new GitHubDoctor(nobody, REPO, secret(KEYS, "7"), InstantSource.system())) {
      assertThat(doctor.examine())
          .last()
          .satisfies(
              finding -> {
                assertThat(finding.isGood()).isFalse();
                assertThat(finding.line()).contains("does not respond", "check GITHUB_API_URL");
              });
    }
  }
}
