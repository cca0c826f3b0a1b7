package org.pytorch.alerting.fakegithub.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;

class ListLagTest {
  private final GitHubFixture fixture = GitHubFixture.withRules("{\"list_lag_s\":60}");
  private final GitHubFixture.Client bot = fixture.installation();

  @Test
  void new_issue_can_be_read_at_once_and_listed_later() {
    long number = bot.open("a");

    assertThat(bot.get(ISSUES + "/" + number).status()).isEqualTo(200);
    fixture.pass(Duration.ofSeconds(59));
    assertThat(bot.get(ISSUES).json()).isEmpty();
    assertThat(fixture.gitHub.issues(REPO)).hasSize(1);
    fixture.pass(Duration.ofSeconds(1));
    assertThat(bot.get(ISSUES).json()).hasSize(1);
  }

  @Test
  void list_shows_the_former_state_of_an_issue() {
    bot.open("a");
    fixture.pass(Duration.ofSeconds(60));
    bot.patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    fixture.pass(Duration.ofSeconds(30));

    assertThat(bot.get(ISSUES).json().at("/0/state").asText()).isEqualTo("open");
    fixture.pass(Duration.ofSeconds(30));
    assertThat(bot.get(ISSUES).json()).isEmpty();
  }

  @Test
  void comments_are_listed_later_too() {
    bot.open("a");
    bot.post(ISSUES + "/1/comments", "{\"body\":\"b\"}");

    assertThat(bot.get(ISSUES + "/1").json().get("comments").asInt()).isEqualTo(1);
    assertThat(bot.get(ISSUES + "/1/comments").json()).isEmpty();
    fixture.pass(Duration.ofSeconds(60));
    assertThat(bot.get(ISSUES + "/1/comments").json()).hasSize(1);
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(1);
  }

  @Test
  void deleted_issue_is_listed_for_a_while() {
    bot.open("a");
    fixture.pass(Duration.ofSeconds(60));
    fixture.gitHub.deleteIssue(REPO, 1);

    assertThat(bot.get(ISSUES).json()).hasSize(1);
    assertThat(bot.get(ISSUES + "/1").status()).isEqualTo(410);
    fixture.pass(Duration.ofSeconds(60));
    assertThat(bot.get(ISSUES).json()).isEmpty();
  }

  @Test
  void lag_is_at_most_an_hour() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitHubRules.STANDARD.with("{\"list_lag_s\":3601}"));
  }

  @Test
  void versions_of_the_last_hour_are_kept() {
    Instant start = GitHubFixture.START;
    Versions<String> versions = new Versions<>();
    versions.put(start, "a");
    versions.put(start.plusSeconds(10), "b");
    versions.put(start.plusSeconds(3609), "c");

    assertThat(versions.asOf(start.minusSeconds(1))).isEmpty();
    assertThat(versions.asOf(start.plusSeconds(9))).contains("a");

    versions.put(start.plusSeconds(3610), "d");
    assertThat(versions.asOf(start.plusSeconds(9))).isEmpty();
    assertThat(versions.asOf(start.plusSeconds(10))).contains("b");
    assertThat(versions.asOf(start.plusSeconds(3609))).contains("c");
    assertThat(versions.latest()).contains("d");
  }
}
