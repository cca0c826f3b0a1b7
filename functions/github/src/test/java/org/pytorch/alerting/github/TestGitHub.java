package org.pytorch.alerting.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.model.json.Json;

/**
 * The fake GitHub with one repository, what goes wrong there, and what others do. Faults name a
 * request as {@code POST /repos/a/b/issues}; a path that ends with a slash stands for all below.
 */
final class TestGitHub {
  static final Person PERSON = new Person("quay-person", 501, "person-token", Person.Role.ADMIN);
  static final Person BOT = new Person("stale[bot]", 503, "bot-token", Person.Role.WRITE);

  private static final String HERE = "/repos/" + TestAlerts.REPO;
  private static final GitHubApp APP =
      new GitHubApp(812_345, "Iv23liINVENTED", "tidewater-alerts", TestKeys.RSA.getPublic());

  private final FakeGitHub gitHub;
  private final FakeTransport transport;

  TestGitHub(VirtualTime time) {
    gitHub = new FakeGitHub(time, GitHubSettings.of(APP, TestAlerts.REPO, PERSON).with(BOT));
    transport = new FakeTransport(gitHub::handle, time::pass, _ -> Duration.ZERO);
  }

  FakeTransport transport() {
    return transport;
  }

  /** The next such request takes effect, and its response comes after every timeout. */
  void loseResponseTo(String request) {
    add(fault(request).delayed(Duration.ofMinutes(5)));
  }

  /** The next such request gets this response and has no effect. */
  void respondTo(String request, int status, Map<String, String> headers, String body) {
    add(fault(request).replying(new Fault.Reply(status, headers, Optional.of(body))));
  }

  private static Fault fault(String request) {
    String[] words = request.split(" ", 2);
    return Fault.on(words[0], "^" + Pattern.quote(words[1]) + (request.endsWith("/") ? "" : "$"));
  }

  private void add(Fault fault) {
    List<Fault> all = new ArrayList<>(gitHub.faults());
    all.add(fault);
    gitHub.faults(all);
  }

  /** Lists show what was written this long ago. */
  void lagLists(Duration lag) {
    gitHub.rules(gitHub.rules().with("{\"list_lag_s\":%d}".formatted(lag.toSeconds())));
  }

  /** Neither lists nor reads show issue {@code number}. */
  void hide(long number) {
    lagLists(Duration.ofHours(1));
    add(fault("GET " + HERE + "/issues/" + number).answering(404).forEver());
  }

  /** Ends all that {@link #hide} and the other faults do. */
  void recover() {
    lagLists(Duration.ZERO);
    gitHub.faults(List.of());
  }

  List<Issue> issues() {
    return gitHub.issues(TestAlerts.REPO);
  }

  Issue issue(long number) {
    return issues().stream()
        .filter(issue -> issue.number() == number)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no issue " + number));
  }

  String bodyOf(long number) {
    return issue(number).body().orElseThrow();
  }

  List<String> commentsOn(long number) {
    return gitHub.comments(TestAlerts.REPO, number).stream().map(Comment::body).toList();
  }

  /** {@return the function's requests without their queries, labels and credentials left out} */
  List<String> requests() {
    return allRequests().stream()
        .filter(line -> !line.contains("/labels") && !line.contains("installation"))
        .filter(line -> !line.endsWith(" /app"))
        .toList();
  }

  /** {@return the function's requests without their queries} */
  List<String> allRequests() {
    return transport.requests().stream().map(line -> line.replaceFirst("\\?.*", "")).toList();
  }

  void close(Person by, long number) {
    require(by, "PATCH", "/issues/" + number, Map.of("state", "closed"));
  }

  /** Changes an issue's text in the browser. */
  void write(Person by, long number, String body) {
    require(by, "PATCH", "/issues/" + number, Map.of("body", body));
  }

  void rename(Person by, long number, String title) {
    require(by, "PATCH", "/issues/" + number, Map.of("title", title));
  }

  void label(Person by, long number, String name) {
    require(by, "POST", "/issues/" + number + "/labels", Map.of("labels", List.of(name)));
  }

  void unlabel(Person by, long number, String name) {
    require(by, "DELETE", "/issues/" + number + "/labels/" + name, Map.of());
  }

  /** {@return who changed an issue's texts, oldest first} */
  List<String> editorsOf(long number) {
    return gitHub.edits(TestAlerts.REPO, number).stream().map(edit -> edit.by().login()).toList();
  }

  void lock(long number) {
    require(PERSON, "PUT", "/issues/" + number + "/lock", Map.of());
  }

  void delete(long number) {
    gitHub.deleteIssue(TestAlerts.REPO, number);
  }

  /** Creates labels as a person does, with a color and a description. */
  void createLabels(String... names) {
    for (String name : names) {
      require(
          PERSON,
          "POST",
          "/labels",
          Map.of("name", name, "color", "d4c5f9", "description", "a person's"));
    }
  }

  /** Makes a label look like one that GitHub itself created. */
  void grayOut(String name) {
    require(PERSON, "PATCH", pathOfLabel(name), Map.of("color", "ededed", "description", ""));
  }

  /** {@return the color and the description of a label} */
  Map<String, String> label(String name) {
    JsonNode label = require(PERSON, "GET", pathOfLabel(name), Map.of()).json();
    return Map.of(
        "color", label.path("color").asText(), "description", label.path("description").asText());
  }

  private static String pathOfLabel(String name) {
    return "/labels/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private CallResponse require(Person by, String method, String path, Map<String, ?> body) {
    Map<String, String> headers =
        Map.of("Authorization", "token " + by.token(), "User-Agent", "tests");
    CallResponse response =
        gitHub.handle(new GitHubCall(method, HERE + path, headers, Json.write(body)));
    if (response.status() >= 300) {
      throw new AssertionError("%s %s: %d".formatted(method, path, response.status()));
    }
    return response;
  }
}
