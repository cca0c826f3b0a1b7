package org.pytorch.alerting.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.console.text.Markdown;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.LocalGitHub;

/**
 * Pictures of issues, about as GitHub shows them, for whoever changes their texts: {@code
 * target/screenshots/issue-*.png}. Skipped on a machine without a browser.
 */
final class IssuePicturesTest {
  private static final int WIDTH = 980;
  private static final int HEIGHT = 400;

  /** Of {@code luminance}: GitHub writes white on darker labels. */
  private static final double DARK = 0.453;

  private static final String POLICY =
      """
      {"version": 1, "routes": [
        {"name": "pilots", "match": {"team": "pilot"}, "hold_close": "15m"},
        {"name": "ports", "match": {"labels.port": "*"}, "storm": {"per_rule": 2}}]}
      """;

  private static Optional<Chromium> chromium = Optional.empty();

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopBrowser() {
    chromium.ifPresent(Chromium::close);
  }

  @Test
  void every_kind_of_issue_has_its_picture(@TempDir Path folder) throws IOException {
    assumeTrue(chromium.isPresent(), "no Chromium on this machine");
    Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
    try (ShownStack stack = ShownStack.withPolicy(policy);
        Page page =
            chromium
                .get()
                .browser()
                .newPage(new Browser.NewPageOptions().setViewportSize(WIDTH, HEIGHT))) {
      Pictures pictures = new Pictures(stack, page);
      pictures.take("firing", stack.payload("grafana/firing.json", "Queue is old"));
      String noData = stack.payload("grafana/datasource-no-data.json", "Berth empty");
      String error = stack.payload("grafana/datasource-error.json", "Crane stuck");
      pictures.take("no-data", withoutDataSource(noData));
      pictures.take("error", withoutDataSource(error));
      pictures.take("runbook-in-words", stack.payload("grafana/other-annotations.json"));
      pictures.take("cloudwatch", stack.payload("cloudwatch/metric-alarm.json"));
      pictures.take("metric-math", stack.payload("cloudwatch/metric-math.json"));
      pictures.take("composite", stack.payload("cloudwatch/composite-sns.json"));
      pictures.take("hostile", stack.payload("grafana/hostile-content.json"));
      pictures.take("hostile-labels", stack.payload("alertmanager/hostile-content.json"));

      String resolved = "Gate open";
      stack.handle(stack.payload("grafana/firing.json", resolved));
      pictures.take("resolved", resolved, stack.payload("grafana/resolved.json", resolved));

      String held = "Pilot late";
      stack.handle(ofPilots(stack.payload("grafana/firing.json", held)));
      pictures.take("held-close", held, ofPilots(stack.payload("grafana/resolved.json", held)));
      pictures.take(
          "other-priority",
          "Queue is old",
          stack
              .payload("grafana/firing.json", "Queue is old")
              .replace("\"priority\": \"P1\"", "\"priority\": \"P0\""));

      stack.handle(together(List.of(noData, error)));
      pictures.show("shared-by-a-data-source", stack.awaitIssue("Data source"));
      stack.handle(
          together(
              IntStream.rangeClosed(1, 9)
                  .mapToObj(port -> ofPort(stack.payload("grafana/firing.json", "Lost link"), port))
                  .toList()));
      pictures.show("shared-in-a-storm", stack.awaitIssue("Lost link: several alerts"));
    }
  }

  /** {@return the same of another alert, which shares no issue} */
  private static String withoutDataSource(String payload) {
    return payload
        .replace("\"datasource_uid\"", "\"datasource\"")
        .replace("\"fingerprint\": \"", "\"fingerprint\": \"a");
  }

  /** {@return one message with the alerts of all these} */
  private static String together(List<String> payloads) {
    ObjectNode first = Json.read(payloads.getFirst(), ObjectNode.class);
    ArrayNode alerts = first.putArray("alerts");
    payloads.forEach(
        payload ->
            Json.read(payload, ObjectNode.class).path("alerts").forEach(it -> alerts.add(it)));
    return Json.write(first);
  }

  private static String ofPort(String payload, int port) {
    ObjectNode group = Json.read(payload, ObjectNode.class);
    ObjectNode alert = (ObjectNode) group.path("alerts").path(0);
    alert.put("fingerprint", "%016x".formatted(0xf00 + port));
    alert.withObject("labels").put("port", Integer.toString(port));
    if (port == 7) {
      alert.withObject("labels").put("priority", "P0");
    }
    return Json.write(group);
  }

  private static String ofPilots(String payload) {
    return payload.replace("\"team\": \"harbor\"", "\"team\": \"pilot\"");
  }

  /** The pages of one stack's issues. */
  private record Pictures(ShownStack stack, Page page) {
    /** Sends {@code payload}, and takes a picture of the issue that it opens. */
    void take(String name, String payload) throws IOException {
      take(name, "", payload);
    }

    /**
     * Sends {@code payload}, and takes a picture of the newest issue with {@code title} in its own.
     */
    void take(String name, String title, String payload) throws IOException {
      stack.handle(payload);
      Issue issue =
          gitHub().issues(LocalGitHub.REPO).stream()
              .filter(it -> it.title().contains(title))
              .max(Comparator.comparingLong(Issue::number))
              .orElseThrow();
      show(name, issue);
    }

    void show(String name, Issue issue) throws IOException {
      page.setContent(html(issue));
      Path file = ShownStack.pictures().resolve("issue-" + name + ".png");
      Files.createDirectories(file.getParent());
      page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
      assertThat(file).isNotEmptyFile();
    }

    private FakeGitHub gitHub() {
      return stack.stack().localGitHub().orElseThrow().fake();
    }

    private String html(Issue issue) throws IOException {
      Element body = new Element("body");
      body.appendElement("h1")
          .text(issue.title() + " ")
          .appendElement("span")
          .text("#" + issue.number());
      Element facts = body.appendElement("p").addClass("facts");
      facts
          .appendElement("span")
          .addClass(issue.open() ? "state open" : "state closed")
          .text(issue.open() ? "Open" : "Closed");
      Map<String, String> colors = colors();
      for (String label : issue.labels()) {
        String color = colors.getOrDefault(label, "ededed");
        facts
            .appendElement("span")
            .addClass("label")
            .addClass(isDark(color) ? "dark" : "light")
            .attr("style", "background: #" + color)
            .text(label);
      }
      post(body, "opened this", issue.body().orElse(""));
      for (Comment comment : gitHub().comments(LocalGitHub.REPO, issue.number())) {
        post(body, "commented", comment.body());
      }
      return "<!doctype html><html><head><meta charset=\"utf-8\"><style>%s</style></head>%s</html>"
          .formatted(css(), body.outerHtml());
    }

    private static void post(Element page, String what, String markdown) {
      Element post = page.appendElement("article");
      post.appendElement("header").text("alert-pipeline[bot] " + what);
      post.appendElement("div")
          .html(Markdown.html(markdown, UnaryOperator.identity(), n -> "#" + n));
    }

    /**
     * {@return whether white is easier to read on {@code color} than black}
     *
     * @param color six hex digits
     */
    private static boolean isDark(String color) {
      return luminance(Integer.parseInt(color, 16)) < DARK;
    }

    /** {@return how light a colour is, from 0 to 1} The eye sees green best. */
    private static double luminance(int rgb) {
      return (0.2126 * (rgb >> 16 & 0xff) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff))
          / 0xff;
    }

    /** {@return the colour of each label} */
    private Map<String, String> colors() {
      String path = "/repos/%s/labels?per_page=100".formatted(LocalGitHub.REPO);
      Map<String, String> headers =
          Map.of(
              "Authorization",
              "token " + stack.stack().description().github().personToken().orElseThrow(),
              "User-Agent",
              "pictures");
      Map<String, String> colors = new HashMap<>();
      JsonNode labels = gitHub().handle(new GitHubCall("GET", path, headers, "")).json();
      labels.forEach(
          label -> colors.put(label.path("name").asText(), label.path("color").asText()));
      return colors;
    }

    private static String css() throws IOException {
      try (InputStream css =
          Objects.requireNonNull(IssuePicturesTest.class.getResourceAsStream("issue.css"))) {
        return new String(css.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
