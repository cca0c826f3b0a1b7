package org.pytorch.alerting.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pytorch.alerting.browser.ConsolePages.Page;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.FaultJson;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;

/** What each page shows and does, without a browser. */
@ExtendWith(ShownStack.Shared.class)
final class ConsolePagesTest {
  private final ShownStack stack;
  private final ConsolePages pages;

  ConsolePagesTest(ShownStack stack) {
    this.stack = stack;
    this.pages = new ConsolePages(stack.uri());
  }

  @BeforeEach
  void noFaults() {
    stack.stack().localGitHub().orElseThrow().fake().faults(List.of());
  }

  @AfterEach
  void close() {
    noFaults();
    pages.close();
  }

  private static String search(String text) {
    return "/alerts?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String alertPage(String title) {
    return pages.await(search(title), "Last heard").html().select("tbody th a").attr("href");
  }

  @Test
  void the_overview_counts_alerts_issues_messages_and_executions() {
    stack.handle(stack.payload("grafana/firing.json", "Surveyed"));

    Page page = pages.await("/", "Surveyed → opened acme/alerts#");

    assertThat(page.html().select(".tile").eachText())
        .anyMatch(text -> text.matches("[1-9]\\d* ▲ firing"))
        .anyMatch(text -> text.matches("[1-9]\\d* open issues"))
        .anyMatch(text -> text.matches("\\d+ messages waiting"))
        .anyMatch(text -> text.matches("\\d+ dead letters"));
    assertThat(page.html().select(".latest li").text()).contains("Surveyed → opened acme/alerts#");
    assertThat(page.html().select("svg.chart").attr("aria-label"))
        .contains("in the last 30 minutes");
    assertThat(page.main()).contains("GitHub's budget", "Alerts by team", "harbor");
  }

  @Test
  void alerts_are_found_by_title_state_priority_team_and_issue() {
    stack.handle(stack.payload("grafana/firing.json", "Findable"));

    Page found = pages.await(search("findABLE"), "▲ firing");

    assertThat(found.html().select("tbody tr")).hasSize(1);
    assertThat(found.main()).contains("▲ firing", "P1", "Findable", "harbor", "just now");
    String issue = found.html().select("tbody td[data-label=Issue]").text();
    assertThat(pages.get(search(issue)).main()).contains("Findable");
    assertThat(pages.get(search("findable") + "&state=firing&priority=P1&team=harbor").main())
        .contains("Findable");
    assertThat(pages.get(search("findable") + "&state=resolved").main())
        .contains("No alert matches");
    assertThat(pages.get(search("findable") + "&priority=P0").main()).contains("No alert matches");
    assertThat(pages.get(search("findable") + "&team=other").main()).contains("No alert matches");
  }

  @Test
  void an_alert_tells_its_whole_story() {
    stack.handle(stack.payload("grafana/firing.json", "Storied"));
    stack.handle(stack.payload("grafana/repeat.json", "Storied"));
    stack.handle(stack.payload("grafana/resolved.json", "Storied"));

    Page page = pages.await(alertPage("Storied"), "it is resolved → closed");

    assertThat(page.html().select("h1").text()).startsWith("Storied");
    assertThat(page.html().select(".timeline li strong").eachText())
        .satisfiesExactly(
            newest -> assertThat(newest).matches("Grafana says: it is resolved → closed .*#\\d+"),
            second -> assertThat(second).matches("Grafana says: it fires → counted .*#\\d+"),
            oldest -> assertThat(oldest).matches("Grafana says: it fires → opened .*#\\d+"));
    assertThat(page.html().select(".timeline").text())
        .contains("The alert fires for the first time.");
    assertThat(page.html().select(".issue-card").text())
        .contains("[P1] Storied", "✓ Closed", "Labels and annotations");
    assertThat(page.html().select("#row-json pre").text()).contains("\"status\" : \"CLOSED\"");
    String execution = page.html().select(".timeline a[href^=/execution]").attr("href");
    assertThat(
            pages
                .get(execution)
                .html()
                .select("svg.graph a[data-state=Close issue]")
                .attr("aria-label"))
        .isEqualTo("Close issue, Task, succeeded");
  }

  @Test
  void no_state_machine_is_offered_where_none_can_be_made() {
    Page page = pages.get("/machines");

    assertThat(page.main()).contains("alert-pipeline").doesNotContain("New state machine");
    assertThat(pages.get("/machines/draft").status()).isEqualTo(403);
  }

  @Test
  void a_person_closes_and_reopens_an_issue_and_comments() {
    stack.handle(stack.payload("grafana/firing.json", "Handled by hand"));
    String alert = alertPage("Handled by hand");
    String issue = pages.get(alert).html().select(".issue-card h3 a").attr("href");

    Page closed = pages.post(issue, "comment", "Fixed by **hand**, see #1.", "action", "close");

    assertThat(closed.html().select(".pill").text()).isEqualTo("✓ Closed");
    assertThat(closed.html().select(".comment:last-of-type strong").eachText())
        .containsExactly("olivia", "hand");
    assertThat(closed.html().select(".comment:last-of-type a").attr("href"))
        .isEqualTo("/github/acme/alerts/issues/1");
    assertThat(closed.html().select(".event").text()).contains("olivia closed this");
    assertThat(closed.html().select(".changes").text()).contains("olivia closed the issue");
    assertThat(closed.html().select(".facts-line a[href^=/alerts]").attr("href")).isEqualTo(alert);
    assertThat(pages.get(alert).html().select(".timeline").text())
        .contains("olivia closed the issue", "olivia commented");
    assertThat(pages.post(issue, "action", "reopen").html().select(".pill").text())
        .isEqualTo("◉ Open");
  }

  @Test
  void the_history_of_an_issue_shows_who_changed_which_lines() {
    stack.handle(stack.payload("grafana/firing.json", "Rewritten"));
    stack.handle(stack.payload("grafana/resolved.json", "Rewritten"));
    String issue = pages.get(alertPage("Rewritten")).html().select(".issue-card h3 a").attr("href");

    Page page = pages.get(issue);

    assertThat(page.html().select("#history li").text())
        .contains("[bot]", "changed the text", "closed the issue");
    assertThat(page.html().select("#history .diff .removed").text()).contains("Firing");
    assertThat(page.html().select("#history .diff .added").text()).contains("Resolved");
    assertThat(page.html().select("#history .diff .skipped").text()).contains("unchanged line");
  }

  @Test
  void a_change_that_github_refuses_is_in_the_history_as_an_attempt() {
    stack.handle(stack.payload("grafana/firing.json", "Refused"));
    String issue = pages.get(alertPage("Refused")).html().select(".issue-card h3 a").attr("href");
    String path = "/repos" + issue.substring("/github".length());
    stack
        .stack()
        .localGitHub()
        .orElseThrow()
        .fake()
        .faults(
            FaultJson.read(
                "[{\"method\":\"PATCH\",\"path\":\"%s\",\"status\":503}]".formatted(path)));

    Page refused = pages.post(issue, "action", "close");

    assertThat(refused.status()).isEqualTo(502);
    assertThat(pages.get(issue).html().select("#history .is-failed").text())
        .isEqualTo("tried to change the issue (503)");
  }

  @Test
  void issues_are_listed_by_state_and_label() {
    stack.handle(stack.payload("grafana/firing.json", "Labelled"));

    Page open = pages.get("/github");
    assertThat(open.html().select(".issue-title").text()).contains("[P1] Labelled");
    assertThat(open.html().select(".issue-title a.label circle").eachAttr("fill"))
        .as("each label has its colour")
        .isNotEmpty()
        .allMatch(color -> color.matches("#[0-9a-f]{6}"));
    String label = open.html().select(".issue-title a.label:contains(Team: harbor)").attr("href");
    assertThat(pages.get(label).main()).contains("With the label Team: harbor", "[P1] Labelled");
    assertThat(pages.get("/github?label=nothing").main()).contains("No issues here");
  }

  /**
   * GitHub refuses the numbers of later pages of a long list, and does not say how many there are.
   */
  @Test
  void a_long_list_of_issues_is_counted_and_read_to_its_end_and_back() {
    FakeGitHub gitHub = stack.stack().localGitHub().orElseThrow().fake();
    GitHubRules rules = gitHub.rules();
    gitHub.rules(rules.with("{\"pages_by_number_max\":1}"));
    try {
      for (int i = 0; i < 60; i++) {
        gitHub.openPullRequest("acme/alerts", "Change " + i);
      }
      List<Long> open =
          gitHub.issues("acme/alerts").stream()
              .filter(Issue::open)
              .map(Issue::number)
              .sorted(Comparator.reverseOrder())
              .toList();

      assertThat(pages.get("/").html().select(".tile").eachText())
          .contains(open.size() + " open issues");
      List<Listed> forth = listed("next", "/github");
      assertThat(forth.stream().flatMap(page -> page.numbers().stream()))
          .containsExactlyElementsOf(open);
      assertThat(listed("prev", forth.getLast().address()).stream().map(Listed::numbers))
          .containsExactlyElementsOf(forth.reversed().stream().map(Listed::numbers).toList());
    } finally {
      gitHub.rules(rules);
    }
  }

  private record Listed(String address, List<Long> numbers) {}

  /** {@return the issues of each page, from an address on along the links} */
  private List<Listed> listed(String relation, String from) {
    List<Listed> listed = new ArrayList<>();
    for (String address = from; !address.isEmpty(); ) {
      Document html = pages.get(address).html();
      listed.add(
          new Listed(
              address,
              html.select(".issue-title a[href^='/github/']").eachAttr("href").stream()
                  .map(href -> Long.valueOf(href.substring(href.lastIndexOf('/') + 1)))
                  .toList()));
      address = html.select(".paging a[rel=%s]".formatted(relation)).attr("href");
    }
    return listed;
  }

  @Test
  void a_dead_letter_says_what_its_sender_has_to_add_and_can_be_redriven() {
    String id = stack.handle(stack.payload("grafana/missing-team-and-priority.json", "Incomplete"));
    Page outcome = pages.await("/try/" + id, "rejected");
    assertThat(outcome.main())
        .contains(
            "rejected", "no team: add a label or annotation \"team\"", "In the dead-letter queue.");

    Page letters = pages.get("/dead-letters");
    var letter =
        letters.html().select(".letter").stream()
            .filter(it -> it.text().contains("Disk nearly full"))
            .findFirst()
            .orElseThrow();
    assertThat(letter.text()).contains("no priority: add a label", "InvalidAlertException");
    assertThat(letter.select("pre").text()).contains("\"alertname\"");
    assertThat(letter.select("a[href^=/execution]")).isNotEmpty();

    String queueId = letter.select("input[name=id]").attr("value");
    assertThat(pages.post("/dead-letters/redrive", "id", queueId).main())
        .contains("The message is back in the queue");
    assertThat(pages.post("/dead-letters/redrive", "id", queueId).main())
        .contains("no longer in the dead-letter queue");
  }

  @Test
  void a_payload_is_chosen_sent_and_followed() {
    Page chosen = pages.get("/try?sample=cloudwatch/metric-alarm.json");
    assertThat(chosen.html().select("textarea").text()).contains("AlarmName");
    assertThat(chosen.html().select("#source option[selected]").text())
        .isEqualTo("CloudWatch, through SNS");

    Page sent = pages.post("/try", "payload", chosen.html().select("textarea").val(), "source", "");
    String path = sent.address().getPath();
    assertThat(path).startsWith("/try/");
    stack.awaitHandled(path.substring("/try/".length()));

    Page outcome = pages.await(path, "opened acme/alerts#");
    assertThat(outcome.main())
        .contains("harbor-berth-queue-age", "CREATE", "The alert fires for the first time.");
  }

  @Test
  void a_payload_that_its_sender_would_see_refused_is_refused_here_too() {
    Page page = pages.post("/try", "payload", "{\"alerts\": [", "source", "grafana");

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert]").text()).contains("Not accepted: 400");
    assertThat(page.html().select("textarea").val()).isEqualTo("{\"alerts\": [");
  }

  @Test
  void a_payload_that_is_no_json_gets_the_diagnosis_of_its_sender() {
    Page sent = pages.post("/try", "payload", "<b>no</b> JSON", "source", "cloudwatch");
    String path = sent.address().getPath();
    stack.awaitHandled(path.substring("/try/".length()));

    Page page = pages.await(path, "the body is not JSON");
    assertThat(page.html().select("main b")).isEmpty();
  }

  @Test
  void a_payload_that_the_webhook_refuses_gets_its_response() {
    Page page = pages.post("/try", "payload", "{\"alerts\": <i>", "source", "grafana");

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert]").text()).startsWith("Not accepted: 400");
    assertThat(page.html().select("main i")).isEmpty();
    assertThat(page.html().select("textarea").val()).isEqualTo("{\"alerts\": <i>");
  }

  @Test
  void a_payload_is_explained_without_sending_it() {
    Page page =
        pages.post(
            "/try/explain",
            "payload",
            stack.payload("grafana/firing.json", "Only explained"),
            "source",
            "grafana");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.html().select("[aria-labelledby=preview]").text())
        .contains(
            "CREATE", "The alert fires for the first time.", "[P1] Only explained", "Team: harbor");
    assertThat(page.html().select("textarea").val()).contains("Only explained");
    assertThat(pages.get(search("Only explained")).main()).contains("No alert matches");

    Page rejected =
        pages.post(
            "/try/explain",
            "payload",
            stack.payload("grafana/missing-team-and-priority.json", "x"),
            "source",
            "grafana");
    assertThat(rejected.main()).contains("Rejected:", "no team: add a label");
    assertThat(pages.post("/try/explain", "payload", "<i>", "source", "cloudwatch").main())
        .contains("the body is not JSON");
  }

  @Test
  void no_payload_is_no_message() {
    assertThat(pages.post("/try", "payload", " ").main())
        .contains("Paste a payload, or choose one.");
  }

  @Test
  void faults_are_turned_on_and_off() {
    Page on = pages.post("/faults", "preset", "LOST");
    assertThat(on.html().select("[aria-labelledby=on] tbody").text())
        .contains(
            "closes the connection without a response",
            "although the request took effect",
            "3 more times");
    assertThat(pages.post("/faults", "preset", "LAG").main())
        .contains("lists show changes 30 s late");
    assertThat(pages.post("/faults", "preset", "OUTAGE").main()).contains("answers 503");
    assertThat(pages.get("/github").status()).as("people still see").isEqualTo(200);

    assertThat(pages.post("/faults/off").main()).contains("No fault is on.");
    assertThat(pages.post("/faults", "preset", "OTHER").status()).isEqualTo(404);
  }

  @Test
  void unknown_things_are_pages_that_lead_back() {
    for (String path :
        new String[] {"/alerts/0000", "/github/issues/999999", "/github/issues/x", "/nothing"}) {
      Page page = pages.get(path);

      assertThat(page.status()).as(path).isEqualTo(404);
      assertThat(page.html().select("main a.button")).as(path).isNotEmpty();
    }
  }
}
