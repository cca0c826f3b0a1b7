package org.pytorch.alerting.github.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.Jwts;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.TestKeys;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.http.AppIdentity;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.TokenSource;
import org.pytorch.alerting.model.json.Json;

class GitHubAppTest {
  private static final String REPO = "tidewater/alerts";
  private static final String LOOK_UP = "GET /repos/tidewater/alerts/installation";
  private static final String TOKEN = "POST /app/installations/77/access_tokens";
  private static final String NEW_SHAPE =
      "ghs_812345_" + "a".repeat(250) + ".b-_c." + "d".repeat(250);

  private final VirtualTime time = new VirtualTime();
  private final Api api = new Api();
  private final Deque<Optional<String>> secrets = new ArrayDeque<>();
  private int secretReads;
  private boolean storeDown;
  private final GitHubApp app = new GitHubApp(this::readSecret, "alerts/app");

  private Optional<String> readSecret(String id) {
    assertThat(id).isEqualTo("alerts/app");
    if (storeDown) {
      throw new GitHubNotAskedException("the secret " + id + " cannot be read now");
    }
    secretReads++;
    return secrets.isEmpty() ? Optional.of(TestKeys.secret()) : secrets.pop();
  }

  /** GitHub as the App sees it: what it is asked, and answers by the script or the usual ones. */
  private final class Api implements TokenSource.AppApi {
    final List<String> asked = new ArrayList<>();
    final List<String> jwts = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final Deque<GitHubResponse> script = new ArrayDeque<>();

    @Override
    public GitHubResponse get(String path, String token) {
      return next("GET " + path, "", token, answer(200, "{\"id\":77}"));
    }

    @Override
    public GitHubResponse post(String path, Object json, String token) {
      return next("POST " + path, Json.write(json), token, token("ghs_" + (asked.size() + 1)));
    }

    private GitHubResponse next(String request, String body, String token, GitHubResponse usual) {
      asked.add(request);
      jwts.add(token);
      bodies.add(body);
      return script.isEmpty() ? usual : script.pop();
    }

    @Override
    public Instant now() {
      return time.instant();
    }
  }

  private GitHubResponse token(String value) {
    Instant end = time.instant().plus(Duration.ofHours(1));
    return answer(201, Json.write(Map.of("token", value, "expires_at", end)));
  }

  private static GitHubResponse answer(int status, String body) {
    return new GitHubResponse(status, Map.of(), body);
  }

  @Test
  void the_jwt_is_signed_by_the_key_and_lives_nine_minutes() {
    app.token(REPO, api);

    Jws<Claims> jwt =
        Jwts.parser()
            .verifyWith(TestKeys.RSA.getPublic())
            .clock(() -> Date.from(time.instant()))
            .build()
            .parseSignedClaims(api.jwts.getFirst());
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo("RS256");
    assertThat(jwt.getPayload().getIssuer()).isEqualTo("812345");
    assertThat(jwt.getPayload().getIssuedAt().toInstant())
        .isEqualTo(VirtualTime.START.minusSeconds(60));
    assertThat(jwt.getPayload().getExpiration().toInstant())
        .isEqualTo(VirtualTime.START.plusSeconds(480));
  }

  @Test
  void jwt_is_signed_once_a_minute() {
    app.token(REPO, api);
    time.pass(Duration.ofMinutes(1).minusMillis(1));
    app.identity(api);
    time.pass(Duration.ofMillis(1));
    app.token("tidewater/other", api);

    assertThat(api.asked).hasSize(5);
    assertThat(api.jwts.subList(0, 3)).containsOnly(api.jwts.getFirst());
    assertThat(api.jwts.subList(3, 5))
        .containsOnly(api.jwts.getLast())
        .doesNotContain(api.jwts.getFirst());
  }

  @Test
  void jwt_that_was_refused_is_not_used_again() {
    app.token(REPO, api);
    time.pass(Duration.ofSeconds(1));
    api.script.add(answer(401, "{\"message\":\"A JSON web token could not be decoded\"}"));

    app.identity(api);

    assertThat(api.asked).containsExactly(LOOK_UP, TOKEN, "GET /app", "GET /app");
    assertThat(api.jwts.get(2)).isEqualTo(api.jwts.getFirst());
    assertThat(api.jwts.getLast()).isNotEqualTo(api.jwts.getFirst());
  }

  @Test
  void a_token_is_for_one_repository_and_issues_only() {
    app.token(REPO, api);

    assertThat(api.asked).containsExactly(LOOK_UP, TOKEN);
    assertThat(Json.read(api.bodies.get(1), JsonNode.class))
        .isEqualTo(
            Json.read(
                "{\"repositories\":[\"alerts\"],\"permissions\":{\"issues\":\"write\"}}",
                JsonNode.class));
  }

  @Test
  void a_token_is_kept_until_five_minutes_before_its_end() {
    String first = app.token(REPO, api);
    time.pass(Duration.ofMinutes(55).minusMillis(1));
    assertThat(app.token(REPO, api)).isEqualTo(first);
    time.pass(Duration.ofMillis(1));

    assertThat(app.token(REPO, api)).isNotEqualTo(first);
    assertThat(api.asked).containsExactly(LOOK_UP, TOKEN, TOKEN);
  }

  @Test
  void the_secret_is_kept_five_minutes() {
    app.token(REPO, api);
    time.pass(Duration.ofMinutes(5).minusMillis(1));
    app.token("tidewater/other", api);
    assertThat(secretReads).isEqualTo(1);
    time.pass(Duration.ofMillis(1));
    app.token("tidewater/third", api);

    assertThat(secretReads).isEqualTo(2);
  }

  @Test
  void a_token_of_any_length_and_inner_form_is_taken() {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(token(NEW_SHAPE));

    assertThat(app.token(REPO, api)).isEqualTo(NEW_SHAPE);
  }

  @Test
  void forgetting_reads_the_secret_again_and_signs_with_the_new_key() {
    app.token(REPO, api);
    KeyPair rotated = TestKeys.rsa(2048);
    secrets.add(Optional.of(TestKeys.secret(TestKeys.pkcs8(rotated))));
    app.forget(REPO);

    app.token(REPO, api);

    assertThat(secretReads).isEqualTo(2);
    assertThat(
            Jwts.parser()
                .verifyWith(rotated.getPublic())
                .clock(() -> Date.from(time.instant()))
                .build()
                .isSigned(api.jwts.getLast()))
        .isTrue();
  }

  @Test
  void a_refused_key_is_read_again_once_when_it_was_kept() {
    app.token(REPO, api);
    time.pass(Duration.ofMinutes(1));
    api.script.add(answer(401, "{\"message\":\"A JSON web token could not be decoded\"}"));
    api.script.add(answer(200, "{\"id\":77}"));

    app.token("tidewater/other", api);

    assertThat(secretReads).isEqualTo(2);
  }

  @Test
  void a_fresh_key_that_is_refused_is_rejected_at_once() {
    api.script.add(answer(401, "{\"message\":\"Bad credentials\"}"));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("does not accept the App's key")
        .hasMessageContaining("Bad credentials")
        .hasMessageNotContaining("eyJ");
    assertThat(secretReads).isEqualTo(1);
  }

  @Test
  void an_app_that_was_installed_again_is_looked_up_again() {
    app.token(REPO, api);
    time.pass(Duration.ofHours(1));
    api.script.add(answer(404, "{\"message\":\"Not Found\"}"));
    api.script.add(answer(200, "{\"id\":78}"));

    app.token(REPO, api);

    assertThat(api.asked)
        .containsExactly(
            LOOK_UP, TOKEN, TOKEN, LOOK_UP, "POST /app/installations/78/access_tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "404, install the App on tidewater/alerts",
    "403, install the App on tidewater/alerts"
  })
  void a_repository_without_the_app_is_rejected_with_what_to_do(int status, String advice) {
    api.script.add(answer(status, "{\"message\":\"Not Found\"}"));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource({"403, suspended", "404, suspended"})
  void a_refused_token_is_rejected_with_what_to_do(int status, String advice) {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(answer(status, "{\"message\":\"This installation has been suspended\"}"));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining(advice);
  }

  private static final String NOT_ACCESSIBLE =
      "{\"message\":\"There is at least one repository that does not exist\"}";

  @ParameterizedTest
  @ValueSource(longs = {1, 4711})
  void token_is_asked_for_by_the_repository_s_id_once_that_is_known(long id) {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(
        answer(
            201,
            "{\"token\":\"ghs_1\",\"expires_at\":\"2026-03-04T08:13:00Z\",\"repositories\":[{\"id\":%d}]}"
                .formatted(id)));
    app.token(REPO, api);
    time.pass(Duration.ofHours(1));

    app.token(REPO, api);

    assertThat(api.bodies.getLast()).contains("\"repository_ids\":[" + id + "]", "issues");
  }

  /** The next answer is that to the request for the repository, with a token for metadata. */
  private void notAccessibleByName() {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(answer(422, NOT_ACCESSIBLE));
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(token("ghs_metadata"));
  }

  @Test
  void renamed_repository_is_looked_up_and_asked_for_by_its_id() {
    notAccessibleByName();
    api.script.add(answer(200, "{\"id\":4711,\"full_name\":\"tidewater/renamed\"}"));

    assertThat(app.token(REPO, api)).isEqualTo("ghs_6");

    assertThat(api.asked)
        .containsExactly(LOOK_UP, TOKEN, LOOK_UP, TOKEN, "GET /repos/tidewater/alerts", TOKEN);
    assertThat(api.bodies.get(3)).isEqualTo("{\"permissions\":{\"metadata\":\"read\"}}");
    assertThat(api.jwts.get(4)).isEqualTo("ghs_metadata");
    assertThat(api.bodies.getLast()).contains("\"repository_ids\":[4711]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "[{\"id\":0}]", "[{\"id\":1},{\"id\":2}]"})
  void repository_is_asked_for_by_its_name_while_its_id_is_not_sure(String listed) {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(
        answer(
            201,
            "{\"token\":\"ghs_1\",\"expires_at\":\"2026-03-04T08:13:00Z\",\"repositories\":%s}"
                .formatted(listed)));
    app.token(REPO, api);
    time.pass(Duration.ofHours(1));

    app.token(REPO, api);

    assertThat(api.bodies.getLast()).contains("\"repositories\":[\"alerts\"]");
  }

  @ParameterizedTest
  @CsvSource({"'{\"id\":1}', true", "'{\"id\":0}', false", "'{}', false", "'[]', false"})
  void ids_of_installations_begin_at_1(String body, boolean isOne) {
    api.script.add(answer(200, body));

    if (isOne) {
      assertThat(app.token(REPO, api)).startsWith("ghs_");
      assertThat(api.asked.getLast()).isEqualTo("POST /app/installations/1/access_tokens");
    } else {
      assertThatThrownBy(() -> app.token(REPO, api))
          .isInstanceOf(GitHubNotAskedException.class)
          .hasMessageContaining("it has no id");
      assertThat(api.asked).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"'{\"id\":1}', true", "'{\"id\":0}', false", "'{}', false"})
  void ids_of_repositories_begin_at_1(String body, boolean isOne) {
    notAccessibleByName();
    api.script.add(answer(200, body));

    if (isOne) {
      app.token(REPO, api);
      assertThat(api.bodies.getLast()).contains("\"repository_ids\":[1]");
    } else {
      // GitHub says that it is there, so whatever is odd about the answer may pass.
      assertThatThrownBy(() -> app.token(REPO, api)).isInstanceOf(GitHubNotAskedException.class);
      assertThat(api.asked).hasSize(5);
    }
  }

  @Test
  void repository_that_is_not_found_has_no_id() {
    notAccessibleByName();
    api.script.add(answer(404, "{\"message\":\"Not Found\"}"));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("GET /repos/tidewater/alerts returned 404")
        .hasMessageContaining("does not cover tidewater/alerts");
    assertThat(api.asked).hasSize(5);
  }

  @Test
  void token_that_sees_all_repositories_may_be_refused_too() {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(answer(422, NOT_ACCESSIBLE));
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(answer(403, "{\"message\":\"suspended\"}"));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("POST /app/installations/77/access_tokens returned 403");
  }

  @Test
  void repository_that_the_installation_does_not_cover_needs_an_operator() {
    for (int status : new int[] {404, 200}) {
      api.script.clear();
      api.script.add(answer(200, "{\"id\":77}"));
      api.script.add(answer(422, NOT_ACCESSIBLE));
      api.script.add(answer(200, "{\"id\":77}"));
      api.script.add(token("ghs_metadata"));
      api.script.add(answer(status, "{\"id\":4711}"));
      api.script.add(answer(422, NOT_ACCESSIBLE));

      assertThatThrownBy(() -> new GitHubApp(this::readSecret, "alerts/app").token(REPO, api))
          .isInstanceOf(GitHubAccessException.class)
          .hasMessageContaining("does not cover tidewater/alerts");
    }
  }

  @Test
  void github_s_own_failures_pass() {
    for (int failing = 0; failing < 2; failing++) {
      api.script.clear();
      if (failing == 1) {
        api.script.add(answer(200, "{\"id\":77}"));
      }
      api.script.add(answer(502, ""));

      assertThatThrownBy(() -> new GitHubApp(this::readSecret, "alerts/app").token(REPO, api))
          .isInstanceOf(GitHubNotAskedException.class)
          .hasMessageContaining("returned 502");
    }
  }

  @Test
  void app_says_who_it_is_and_is_asked_once_an_hour() {
    api.script.add(
        answer(200, "{\"id\":812345,\"slug\":\"tidewater-alerts\",\"client_id\":\"Iv23li\"}"));
    AppIdentity identity = app.identity(api);
    time.pass(Duration.ofHours(1).minusMillis(1));

    assertThat(app.identity(api)).isEqualTo(identity);
    assertThat(identity.login()).contains("tidewater-alerts[bot]");
    assertThat(identity.ids()).containsExactlyInAnyOrder("812345", "Iv23li");
    assertThat(api.asked).containsExactly("GET /app");

    time.pass(Duration.ofMillis(1));
    api.script.add(answer(200, "{\"id\":812345,\"slug\":\"renamed\"}"));
    assertThat(app.identity(api).login()).contains("renamed[bot]");
  }

  @ParameterizedTest
  @CsvSource({"502, ''", "404, '{}'", "200, '{}'", "200, '<html>'"})
  void app_that_github_does_not_name_is_known_by_the_secret_s_ids(int status, String body) {
    api.script.add(answer(status, body));

    assertThat(app.identity(api)).isEqualTo(new AppIdentity(Set.of("812345"), Optional.empty()));
  }

  @Test
  void name_that_was_known_serves_on_while_github_does_not_say() {
    api.script.add(answer(200, "{\"id\":812345,\"slug\":\"tidewater-alerts\"}"));
    app.identity(api);
    time.pass(Duration.ofHours(2));
    api.script.add(answer(503, ""));

    assertThat(app.identity(api).login()).contains("tidewater-alerts[bot]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{}",
        "{\"token\":\"ghs_1\"}",
        "{\"token\":\"a b\",\"expires_at\":\"2026-03-04T08:00:00Z\"}",
        "{\"token\":\"ghs_secret\",\"expires_at\":\"soon\"}",
        "{\"token\":\"ghs_secret\", oops"
      })
  void an_unreadable_token_is_unavailable_and_never_shown(String body) {
    api.script.add(answer(200, "{\"id\":77}"));
    api.script.add(answer(201, body));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageNotContaining("ghs_");
  }

  @Test
  void a_missing_secret_is_rejected_by_name() {
    secrets.add(Optional.empty());

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("alerts/app")
        .hasMessageContaining("GITHUB_APP_SECRET_ID");
  }

  @Test
  void while_the_store_is_down_the_kept_secret_serves_on() {
    app.token(REPO, api);
    storeDown = true;
    time.pass(Duration.ofHours(1));

    assertThat(app.token(REPO, api)).startsWith("ghs_");
    app.forget(REPO);
    assertThatThrownBy(() -> app.token(REPO, api)).isInstanceOf(GitHubNotAskedException.class);
  }

  @Test
  void kept_key_that_is_refused_while_the_store_is_down_is_kept() {
    app.token(REPO, api);
    storeDown = true;
    time.pass(Duration.ofHours(1));
    api.script.add(answer(401, "{}"));

    assertThatThrownBy(() -> app.token(REPO, api))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("github_app_key_base64");
    assertThat(app.token(REPO, api)).startsWith("ghs_");
  }
}
