package org.pytorch.alerting.fakegithub.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.READER;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.call.CallResponse;

class LabelEndpointsTest {
  private static final String LABELS = "/repos/tidewater/alerts/labels";

  private final GitHubFixture fixture = new GitHubFixture();
  private final GitHubFixture.Client bot = fixture.installation();

  @Test
  void label_is_created_and_read_by_its_encoded_name() {
    CallResponse created =
        bot.post(LABELS, "{\"name\":\"Team: a/b+c d\",\"color\":\"D93F0B\",\"description\":\"x\"}");
    CallResponse read = bot.get(LABELS + "/Team%3A%20a%2Fb+c%20d");

    assertThat(created.status()).isEqualTo(201);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(created.json());
    assertThat(read.json().get("color").asText()).isEqualTo("D93F0B");
    assertThat(read.json().get("url").asText()).endsWith("/labels/Team%3A%20a%2Fb%2Bc%20d");
    assertThat(bot.get(LABELS + "/Team:%20a/b+c%20d").status()).isEqualTo(404);
  }

  @Test
  void existing_label_is_refused_in_any_case() {
    bot.post(LABELS, "{\"name\":\"red\"}");
    CallResponse again = bot.post(LABELS, "{\"name\":\"RED\"}");

    assertThat(again.status()).isEqualTo(422);
    assertThat(again.json().at("/errors/0/resource").asText()).isEqualTo("Label");
    assertThat(again.json().at("/errors/0/code").asText()).isEqualTo("already_exists");
    assertThat(bot.get(LABELS).json()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "50, ededed, 100, 201",
    "51, ededed, 100, 422",
    "50, ededed, 101, 422",
    "50, #ededed, 100, 422",
    "50, red, 100, 422",
    "0, ededed, 100, 422",
  })
  void label_has_limits(int name, String color, int description, int status) {
    String body =
        "{\"name\":\"%s\",\"color\":\"%s\",\"description\":\"%s\"}"
            .formatted("n".repeat(name), color, "d".repeat(description));

    assertThat(bot.post(LABELS, body).status()).isEqualTo(status);
  }

  @Test
  void error_of_an_overlong_name_states_the_limit() {
    JsonNode error =
        bot.post(LABELS, "{\"name\":\"%s\"}".formatted("n".repeat(51))).json().at("/errors/0");

    assertThat(error.get("message").asText())
        .isEqualTo("name is too long (maximum is 50 characters)");
  }

  @Test
  void list_has_pages() {
    for (String name : new String[] {"a", "b", "c"}) {
      bot.post(LABELS, "{\"name\":\"%s\"}".formatted(name));
    }

    assertThat(bot.get(LABELS + "?per_page=2").json()).hasSize(2);
    assertThat(bot.get(LABELS + "?per_page=2").header("link")).isPresent();
    assertThat(bot.get(LABELS + "?per_page=2&page=2").json()).hasSize(1);
  }

  @Test
  void labels_of_an_issue_are_added_set_and_removed() {
    long number = bot.open("a");
    String path = ISSUES + "/" + number + "/labels";

    assertThat(names(bot.post(path, "{\"labels\":[\"one\",\"two\"]}"))).isEqualTo("one two");
    assertThat(names(bot.post(path, "[\"two\",\"three\"]"))).isEqualTo("one two three");
    assertThat(names(bot.delete(path + "/ONE"))).isEqualTo("two three");
    assertThat(bot.delete(path + "/one").json().get("message").asText())
        .isEqualTo("Label does not exist");
    assertThat(names(bot.put(path, "{\"labels\":[\"four\"]}"))).isEqualTo("four");
    assertThat(names(bot.get(path))).isEqualTo("four");
    assertThat(bot.delete(path).status()).isEqualTo(204);
    assertThat(names(bot.get(path))).isEmpty();
  }

  @Test
  void deleted_label_is_removed_from_its_issues() {
    bot.post(ISSUES, "{\"title\":\"a\",\"labels\":[\"one\",\"two\"]}");

    assertThat(bot.delete(LABELS + "/one").status()).isEqualTo(204);
    assertThat(bot.get(LABELS + "/one").status()).isEqualTo(404);
    assertThat(names(bot.get(ISSUES + "/1/labels"))).isEqualTo("two");
  }

  @Test
  void issue_has_at_most_a_hundred_labels() {
    long number = bot.open("a");
    StringBuilder labels = new StringBuilder("\"l0\"");
    for (int i = 1; i <= 100; i++) {
      labels.append(",\"l").append(i).append('"');
    }

    assertThat(bot.post(ISSUES + "/" + number + "/labels", "[" + labels + "]").status())
        .isEqualTo(422);
    assertThat(bot.get(LABELS).json()).isEmpty();
  }

  @Test
  void reader_may_not_set_labels() {
    GitHubFixture.Client reader = fixture.person(READER);
    long number = reader.open("a");
    CallResponse response = reader.post(ISSUES + "/" + number + "/labels", "[\"one\"]");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.json().get("message").asText())
        .isEqualTo("Must have admin rights to Repository.");
    assertThat(reader.post(LABELS, "{\"name\":\"one\"}").status()).isEqualTo(403);
  }

  private static String names(CallResponse response) {
    StringBuilder names = new StringBuilder();
    response.json().forEach(label -> names.append(' ').append(label.get("name").asText()));
    return names.toString().strip();
  }
}
