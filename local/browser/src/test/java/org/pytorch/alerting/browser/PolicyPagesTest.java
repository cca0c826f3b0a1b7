package org.pytorch.alerting.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.browser.ConsolePages.Page;

/** The console of a stack whose policy sends issues to several repositories. */
final class PolicyPagesTest {
  private static final String POLICY =
      """
      {"version": 1,
       "defaults": {"repository": "acme/alerts", "team": "triage", "priority": "P3"},
       "routes": [
         {"name": "noise", "match": {"labels.env": "dev"}, "drop": true},
         {"name": "yard", "match": {"team": "yard"}, "repository": "tidewater/yard"},
         {"name": "harbor", "match": {"team": "harbor"}, "repository": "acme/harbor",
          "assignees": ["olivia"], "labels": [{"name": "oncall", "color": "d73a4a"}]},
         {"name": "cranes", "match": {"team": "crane"}, "group_by": ["labels.region"]}]}
      """;

  private static Optional<ShownStack> started = Optional.empty();

  @BeforeAll
  static void start(@TempDir Path folder) {
    try {
      started =
          Optional.of(
              ShownStack.withPolicy(Files.writeString(folder.resolve("policy.json"), POLICY)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() {
    started.ifPresent(ShownStack::close);
  }

  private static ShownStack stack() {
    return started.orElseThrow();
  }

  @Test
  void an_explanation_names_each_earlier_route_and_the_first_reason_why_it_is_not_the_alerts() {
    try (ConsolePages pages = new ConsolePages(stack().uri())) {
      Page page = explained(pages, stack().payload("grafana/firing.json", "Explained"));

      assertThat(page.html().select(".planned .missed li").eachText())
          .satisfiesExactly(
              noise -> assertThat(noise).startsWith("not noise: ").contains("labels.env"),
              yard -> assertThat(yard).startsWith("not yard: ").contains("team"));
      assertThat(page.html().select(".planned .facts").text())
          .contains(
              "Now CREATE The alert fires for the first time.",
              "The stack knows nothing about this alert yet.",
              "Route harbor",
              "Repository acme/harbor",
              "Identity source grafana");
      assertThat(page.html().select(".planned .comment header").text())
          .contains("[P1] Explained", "oncall", "Team: harbor", "assigned to olivia");
      assertThat(page.html().select(".planned .markdown").text()).contains("Route: harbor");
    }
  }

  @Test
  void an_explanation_of_a_known_alert_says_what_would_happen_now_and_if_it_were_new() {
    try (ConsolePages pages = new ConsolePages(stack().uri())) {
      String body = stack().payload("grafana/firing.json", "Known");
      stack().handle(body);

      Page page = explained(pages, stack().payload("grafana/resolved.json", "Known"));

      assertThat(page.html().select(".planned .facts").text())
          .contains("Now CLOSE", "If it were new SKIP_STALE");
      assertThat(pages.get("/github?repo=acme/harbor&state=open").html().select(".issues").text())
          .as("nothing was sent")
          .contains("[P1] Known");
    }
  }

  @Test
  void an_alert_that_shares_an_issue_shows_it() {
    try (ConsolePages pages = new ConsolePages(stack().uri())) {
      stack()
          .handle(
              stack()
                  .payload("grafana/firing.json", "Shared")
                  .replaceAll("(\"teams?\": )\"harbor\"", "$1\"crane\""));

      Page list = pages.await("/alerts?q=Shared", "shared");
      Page page =
          pages.await(
              list.html().select("tbody th a").attr("href"),
              "joined others",
              "It shares this one with others");

      assertThat(page.html().select(".issue-card h3").text()).contains("cranes: ");
      Page shared = pages.get(page.html().select("#issue + p a").attr("href"));
      assertThat(shared.main()).contains("cranes", "opened acme/alerts#");
    }
  }

  private static Page explained(ConsolePages pages, String body) {
    Page page = pages.post("/try/explain", "payload", body, "source", "grafana");
    assertThat(page.status()).isEqualTo(200);
    return page;
  }

  @Test
  void every_repository_has_its_issues() {
    try (ConsolePages pages = new ConsolePages(stack().uri())) {
      stack().handle(stack().payload("grafana/firing.json", "Elsewhere"));

      Page other = pages.get("/github?repo=acme/harbor");
      assertThat(other.html().select("nav[aria-label=Repository] a").eachText())
          .containsExactly("acme/alerts", "acme/harbor", "tidewater/yard");
      assertThat(other.html().select(".issue-title").text()).contains("[P1] Elsewhere");
      assertThat(other.html().select(".issue-title a.label:contains(oncall) circle").attr("fill"))
          .isEqualTo("#d73a4a");
      assertThat(pages.get("/github").html().select(".issue-title").text())
          .as("not in the configured repository")
          .doesNotContain("Elsewhere");

      Page alert = pages.await("/alerts?q=elsewhere", "Elsewhere");
      String issue = alert.html().select("tbody td[data-label=Issue] a").attr("href");
      assertThat(issue).startsWith("/github/acme/harbor/issues/");
      Page detail = pages.get(issue);
      assertThat(detail.html().select("h1").text()).contains("[P1] Elsewhere");
      String story = detail.html().select(".facts-line a[href^=/alerts]").attr("href");
      assertThat(pages.get(story).html().select(".issue-card h3 a").attr("href")).isEqualTo(issue);
      Page closed = pages.post(issue, "action", "close");
      assertThat(closed.html().select(".pill").text()).isEqualTo("✓ Closed");
    }
  }

  @Test
  void an_unknown_repository_is_a_page_that_leads_back() {
    try (ConsolePages pages = new ConsolePages(stack().uri())) {
      for (String path :
          new String[] {
            "/github?repo=nonsense",
            "/github?repo=../alerts",
            "/github/acme/nothing/issues/1",
            "/github/acme/../issues/1",
            "/github/acme/alerts/issues/x"
          }) {
        Page page = pages.get(path);

        assertThat(page.status()).as(path).isEqualTo(404);
        assertThat(page.html().select("main a.button")).as(path).isNotEmpty();
      }
      assertThat(pages.get("/github?repo=acme/nothing").main()).contains("404");
    }
  }
}
