package org.pytorch.alerting.fakegithub.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class InstallationTokensTest {
  private static final String TOKENS = "/app/installations/55500001/access_tokens";

  private final GitHubFixture fixture =
      new GitHubFixture(
          GitHubFixture.settings().with("tidewater/docks", true).with("tidewater/vault", false));

  @Test
  void installation_of_a_repository_is_found_by_the_app_only() {
    String path = "/repos/tidewater/alerts/installation";

    assertThat(fixture.app().get(path).json().get("id").asLong()).isEqualTo(55_500_001);
    assertThat(fixture.app().get("/repos/tidewater/vault/installation").status()).isEqualTo(404);
    assertThat(fixture.installation().get(path).status()).isEqualTo(401);
    assertThat(fixture.app().get("/app/installations").json()).hasSize(1);
  }

  @Test
  void new_token_is_long_and_valid_for_an_hour() {
    CallResponse response = fixture.app().post(TOKENS, "");

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.json().get("token").asText())
        .matches("ghs_812345_[\\w-]+\\.[\\w-]+\\.[\\w-]+")
        .hasSizeBetween(500, 540);
    assertThat(response.json().get("expires_at").asText()).isEqualTo("2026-03-04T08:13:02Z");
    assertThat(response.json().at("/permissions/issues").asText()).isEqualTo("write");
  }

  @Test
  void old_token_format_can_be_requested() {
    CallResponse response =
        fixture.app().with("X-GitHub-Stateless-S2S-Token", "disabled").post(TOKENS, "");

    assertThat(response.json().get("token").asText()).matches("ghs_[A-Za-z0-9]{36}");
  }

  @Test
  void every_token_is_different_and_all_are_valid() {
    GitHubFixture.Client first = fixture.installation();
    GitHubFixture.Client second = fixture.installation();

    assertThat(first.get(ISSUES).status()).isEqualTo(200);
    assertThat(second.get(ISSUES).status()).isEqualTo(200);
    assertThat(fixture.app().post(TOKENS, "").json().get("token"))
        .isNotEqualTo(fixture.app().post(TOKENS, "").json().get("token"));
  }

  @Test
  void token_can_be_limited_to_repositories_and_permissions() {
    CallResponse response =
        fixture
            .app()
            .post(TOKENS, "{\"repositories\":[\"alerts\"],\"permissions\":{\"issues\":\"read\"}}");

    assertThat(response.json().get("permissions").toString())
        .isEqualTo("{\"issues\":\"read\",\"metadata\":\"read\"}");
    assertThat(response.json().at("/repositories/0/full_name").asText())
        .isEqualTo("tidewater/alerts");
  }

  @Test
  void limited_token_has_no_access_to_other_repositories() {
    GitHubFixture.Client narrow = fixture.installation("{\"repositories\":[\"alerts\"]}");

    assertThat(narrow.get(ISSUES).status()).isEqualTo(200);
    assertThat(narrow.get("/repos/tidewater/docks/issues").status()).isEqualTo(404);
    assertThat(fixture.installation().get("/repos/tidewater/docks/issues").status()).isEqualTo(200);
  }

  @Test
  void missing_permission_is_named_in_the_refusal() {
    CallResponse response =
        fixture
            .installation("{\"permissions\":{\"issues\":\"read\"}}")
            .post(ISSUES, "{\"title\":\"a\"}");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.json().get("message").asText())
        .isEqualTo("Resource not accessible by integration");
    assertThat(response.header("X-Accepted-GitHub-Permissions")).contains("issues=write");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"repositories\":[\"vault\"]}",
        "{\"repositories\":[\"nowhere\"]}",
        "{\"repository_ids\":[1]}",
        "{\"permissions\":{\"contents\":\"read\"}}",
        "{\"permissions\":{\"metadata\":\"write\"}}",
        "{\"permissions\":{\"issues\":\"admin\"}}",
      })
  void token_cannot_exceed_the_installation(String scope) {
    assertThat(fixture.app().post(TOKENS, scope).status()).isEqualTo(422);
  }

  @Test
  void each_organisation_has_an_installation_of_its_own() {
    GitHubFixture both =
        new GitHubFixture(
            GitHubFixture.settings()
                .with("acme/alerts", true)
                .with("acme/vault", false)
                .with("acme/docks", true));

    assertThat(both.app().get("/app/installations").json()).hasSize(2);
    JsonNode acme = both.app().get("/repos/acme/docks/installation").json();
    assertThat(acme.get("id").asLong()).isEqualTo(55_500_002);
    assertThat(acme.at("/account/login").asText()).isEqualTo("acme");
    assertThat(both.app().get("/repos/tidewater/alerts/installation").json().get("id").asLong())
        .isEqualTo(55_500_001);

    CallResponse token =
        both.app()
            .post("/app/installations/55500002/access_tokens", "{\"repositories\":[\"alerts\"]}");
    assertThat(token.json().at("/repositories/0/full_name").asText()).isEqualTo("acme/alerts");
    GitHubFixture.Client tidewater = both.installation();
    assertThat(tidewater.get(ISSUES).status()).isEqualTo(200);
    assertThat(tidewater.get("/repos/acme/alerts/issues").status()).isEqualTo(404);
    assertThat(
            both.app()
                .post("/app/installations/55500001/access_tokens", "{\"repositories\":[\"docks\"]}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void unknown_installation_is_not_found() {
    assertThat(fixture.app().post("/app/installations/1/access_tokens", "").status())
        .isEqualTo(404);
  }

  @Test
  void token_expires_after_an_hour() {
    GitHubFixture.Client client = fixture.installation();
    fixture.pass(Duration.ofMinutes(59));
    assertThat(client.get(ISSUES).status()).isEqualTo(200);
    fixture.pass(Duration.ofMinutes(1));

    CallResponse response = client.get(ISSUES);

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.json().get("message").asText()).isEqualTo("Bad credentials");
  }

  @Test
  void revoked_token_is_refused_and_a_new_one_is_valid() {
    GitHubFixture.Client before = fixture.installation();
    fixture.gitHub.revokeInstallationTokens();

    assertThat(before.get(ISSUES).status()).isEqualTo(401);
    assertThat(fixture.installation().get(ISSUES).status()).isEqualTo(200);
  }

  @Test
  void token_can_revoke_itself() {
    GitHubFixture.Client client = fixture.installation();

    assertThat(client.delete("/installation/token").status()).isEqualTo(204);
    assertThat(client.get(ISSUES).status()).isEqualTo(401);
  }

  @Test
  void suspended_installation_is_refused_until_it_is_resumed() {
    GitHubFixture.Client client = fixture.installation();
    fixture.gitHub.suspendInstallation(true);

    assertThat(client.get(ISSUES).status()).isEqualTo(403);
    assertThat(fixture.app().post(TOKENS, "").status()).isEqualTo(403);

    fixture.gitHub.suspendInstallation(false);
    assertThat(client.get(ISSUES).status()).isEqualTo(200);
  }
}
