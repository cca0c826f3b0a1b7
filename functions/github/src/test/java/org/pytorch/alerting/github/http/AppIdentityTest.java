package org.pytorch.alerting.github.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.issue.Closer;
import org.pytorch.alerting.model.json.Json;

class AppIdentityTest {
  private static final AppIdentity KNOWN =
      new AppIdentity(Set.of("812345", "Iv23li"), Optional.of("alerts[bot]"));
  private static final AppIdentity WITHOUT_LOGIN =
      new AppIdentity(Set.of("812345"), Optional.empty());

  private static JsonNode account(String login, String type) {
    return Json.read("{\"login\":\"%s\",\"type\":\"%s\"}".formatted(login, type), JsonNode.class);
  }

  @ParameterizedTest
  @CsvSource({
    "true, alerts[bot], Bot, OUR_APP",
    "true, Alerts[bot], Bot, OUR_APP",
    "true, stale[bot], Bot, OTHER_BOT",
    "true, quay-person, User, PERSON",
    "false, alerts[bot], Bot, OUR_APP",
    "false, quay-person, User, PERSON"
  })
  void while_our_login_is_not_known_any_bot_that_closes_is_our_app(
      boolean known, String login, String type, Closer.Kind kind) {
    AppIdentity app = known ? KNOWN : WITHOUT_LOGIN;

    assertThat(app.closer(account(login, type))).contains(new Closer(login, kind));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"id\":812345}', stale[bot], true",
    "'{\"client_id\":\"Iv23li\"}', stale[bot], true",
    "'{\"id\":9}', alerts[bot], true",
    "'{\"id\":9,\"client_id\":\"Iv9\"}', stale[bot], false"
  })
  void item_of_an_app_is_ours_by_its_number_its_client_id_or_its_login(
      String wroteIt, String login, boolean ours) {
    JsonNode item =
        Json.read(
            "{\"performed_via_github_app\":%s,\"user\":{\"login\":\"%s\",\"type\":\"Bot\"}}"
                .formatted(wroteIt, login),
            JsonNode.class);

    assertThat(KNOWN.wrote(item)).isEqualTo(ours);
  }
}
