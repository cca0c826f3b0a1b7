package org.pytorch.alerting.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.model.json.Json;

/** As much of GitHub as our calls see, in memory, with answers that can be lost or late. */
public final class TinyGitHub implements GitHubTransport {
  public static final String BOT = "tidewater-alerts[bot]";
  public static final String TOKEN = "ghs_812345_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln-_x";

  private static final Pattern PATH =
      Pattern.compile("/repos/[^/]+/[^/]+/(issues|labels)(?:/([^/]+))?(/comments)?");

  private final VirtualTime time;
  private final Map<Long, Map<String, Object>> issues = new TreeMap<>();
  private final Map<Long, List<Map<String, Object>>> comments = new TreeMap<>();
  private final Map<String, Map<String, String>> labels = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private Duration listLag = Duration.ZERO;
  private Duration readLag = Duration.ZERO;
  private long opened;

  public TinyGitHub(VirtualTime time) {
    this.time = time;
  }

  /** What goes wrong with the next request that begins like this. */
  private record Fault(String request, boolean afterwards, GitHubResponse answer) {}

  /** The effect of the next such request happens, and its answer is lost. */
  public TinyGitHub loseAnswerTo(String request) {
    faults.add(new Fault(request, true, new GitHubResponse(0, Map.of(), "")));
    return this;
  }

  /** The next such request is answered like this and has no effect. */
  public TinyGitHub answer(String request, int status, Map<String, String> headers, String body) {
    faults.add(new Fault(request, false, new GitHubResponse(status, headers, body)));
    return this;
  }

  /** Lists show what was written this long ago. */
  public void lagLists(Duration lag) {
    listLag = lag;
  }

  /** Lists and single issues show what was written this long ago. */
  public void lagEverything(Duration lag) {
    lagLists(lag);
    readLag = lag;
  }

  public List<Map<String, Object>> issues() {
    return List.copyOf(issues.values());
  }

  public Map<String, Object> issue(long number) {
    Map<String, Object> issue = issues.get(number);
    if (issue == null) {
      throw new AssertionError("no issue " + number);
    }
    return issue;
  }

  public List<String> commentsOn(long number) {
    return comments.getOrDefault(number, List.of()).stream()
        .map(comment -> String.valueOf(comment.get("body")))
        .toList();
  }

  /**
   * {@return what was asked, such as {@code POST /repos/a/b/issues}, labels and credentials left
   * out}
   */
  public List<String> requests() {
    return requests.stream()
        .filter(line -> !line.contains("/labels") && !line.contains("installation"))
        .filter(line -> !line.endsWith(" /app"))
        .toList();
  }

  public List<String> allRequests() {
    return List.copyOf(requests);
  }

  public void closeBy(String login, long number) {
    String type = login.endsWith("[bot]") ? "Bot" : "User";
    issue(number).put("state", "closed");
    issue(number).put("closed_by", Map.of("login", login, "type", type));
  }

  public void reopen(long number) {
    issue(number).put("state", "open");
    issue(number).put("closed_by", Map.of());
  }

  public void delete(long number) {
    issues.remove(number);
  }

  /** Labels that somebody has created before, with a color and a description. */
  public TinyGitHub withLabels(String... names) {
    for (String name : names) {
      labels.put(name, new LinkedHashMap<>(Map.of("color", "d4c5f9", "description", "a person's")));
    }
    return this;
  }

  /** What GitHub makes of a label that it creates itself, or a person of one nobody describes. */
  public void grayOut(String name) {
    labels.put(name, new LinkedHashMap<>(Map.of("color", "ededed")));
  }

  public Map<String, String> label(String name) {
    return labels.getOrDefault(name, Map.of());
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    String line = request.method() + " " + request.uri().getPath();
    requests.add(line);
    Fault fault =
        faults.stream().filter(one -> line.startsWith(one.request())).findFirst().orElse(null);
    faults.remove(fault);
    if (fault != null && !fault.afterwards()) {
      return fault.answer();
    }
    GitHubResponse answer = answer(request);
    if (fault != null) {
      time.pass(request.timeout());
      throw new SocketTimeoutException("Read timed out");
    }
    return answer;
  }

  private GitHubResponse answer(GitHubRequest request) {
    String path = request.uri().getRawPath();
    if (path.endsWith("/installation")) {
      return json(200, Map.of("id", 77));
    }
    if (path.equals("/app")) {
      return json(200, Map.of("id", 812345, "slug", "tidewater-alerts"));
    }
    if (path.endsWith("/access_tokens")) {
      String end = time.instant().plus(Duration.ofHours(1)).toString();
      return json(201, Map.of("token", TOKEN, "expires_at", end));
    }
    if (!("Bearer " + TOKEN).equals(request.headers().get("Authorization"))) {
      return json(401, Map.of("message", "Bad credentials"));
    }
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return json(200, Map.of("full_name", TestAlerts.REPO));
    }
    JsonNode body = Json.read(request.body().orElse("{}"), JsonNode.class);
    boolean post = request.method().equals("POST");
    String item = parts.group(2) == null ? "" : decoded(parts.group(2));
    if (parts.group(1).equals("labels")) {
      return describe(item, body);
    }
    if (item.isEmpty()) {
      boolean newestFirst = String.valueOf(request.uri().getQuery()).contains("direction=desc");
      return post ? create(body) : list(issues.values(), sinceOf(request), newestFirst);
    }
    long number = Long.parseLong(item);
    if (number > opened || isTooNew(number)) {
      return json(404, Map.of("message", "Not Found"));
    }
    if (!issues.containsKey(number)) {
      return json(410, Map.of("message", "This issue was deleted"));
    }
    if (parts.group(3) != null) {
      return post
          ? comment(number, body)
          : list(comments.getOrDefault(number, List.of()), sinceOf(request), false);
    }
    return json(200, request.method().equals("PATCH") ? patch(number, body) : issue(number));
  }

  private boolean isTooNew(long number) {
    return issues.containsKey(number)
        && createdAt(issue(number)).plus(readLag).isAfter(time.instant());
  }

  private GitHubResponse describe(String name, JsonNode body) {
    Map<String, String> label = labels.get(name);
    if (label == null) {
      return json(404, Map.of("message", "Not Found"));
    }
    label.put("color", body.path("color").asText());
    label.put("description", body.path("description").asText());
    return json(200, shown(name));
  }

  private Map<String, String> shown(String name) {
    if (!labels.containsKey(name)) {
      grayOut(name);
    }
    Map<String, String> shown = new LinkedHashMap<>(label(name));
    shown.put("name", name);
    return shown;
  }

  private GitHubResponse create(JsonNode body) {
    opened++;
    long number = opened;
    Map<String, Object> issue = item(body);
    issue.put("number", number);
    issue.put("title", body.path("title").asText());
    issue.put("state", "open");
    issue.put(
        "labels", body.path("labels").valueStream().map(name -> shown(name.asText())).toList());
    issues.put(number, issue);
    return json(201, issue);
  }

  private GitHubResponse comment(long number, JsonNode body) {
    comments.computeIfAbsent(number, _ -> new ArrayList<>()).add(item(body));
    issue(number).put("comments", comments.get(number).size());
    return json(201, item(body));
  }

  private Map<String, Object> item(JsonNode body) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("body", body.path("body").asText());
    item.put("user", Map.of("login", BOT, "type", "Bot"));
    item.put("performed_via_github_app", Map.of("id", 812345));
    item.put("created_at", time.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return item;
  }

  private Map<String, Object> patch(long number, JsonNode body) {
    Map<String, Object> issue = issue(number);
    String state = body.path("state").asText();
    if (!state.equals(issue.get("state"))) {
      issue.put("state", state);
      issue.put("state_reason", body.path("state_reason").asText());
      issue.put("closed_by", state.equals("open") ? Map.of() : Map.of("login", BOT, "type", "Bot"));
    }
    return issue;
  }

  private GitHubResponse list(
      Iterable<Map<String, Object>> all, Instant since, boolean newestFirst) {
    Instant visible = time.instant().minus(listLag);
    Predicate<Map<String, Object>> shown =
        item -> {
          Instant created = createdAt(item);
          return !created.isBefore(since) && !created.isAfter(visible);
        };
    List<Map<String, Object>> items = new ArrayList<>();
    all.forEach(items::add);
    Stream<Map<String, Object>> order = newestFirst ? items.reversed().stream() : items.stream();
    return json(200, order.filter(shown).toList());
  }

  private static Instant createdAt(Map<String, Object> item) {
    return Instant.parse(String.valueOf(item.get("created_at")));
  }

  private static Instant sinceOf(GitHubRequest request) {
    Matcher since =
        Pattern.compile("since=([^&]+)").matcher(String.valueOf(request.uri().getQuery()));
    return since.find() ? Instant.parse(since.group(1)) : Instant.EPOCH;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static GitHubResponse json(int status, Object body) {
    return new GitHubResponse(status, Map.of("X-RateLimit-Remaining", "4999"), Json.write(body));
  }
}
