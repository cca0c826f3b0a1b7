package org.pytorch.alerting.console.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;

/** GitHub's REST API as a person uses it, and the control API of the fake. */
public final class GitHub implements AutoCloseable {
  private static final BodyPublisher NO_BODY = BodyPublishers.noBody();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** The API's maximum. */
  public static final int COMMENTS_PER_PAGE = 100;

  private static final Pattern DOTS = Pattern.compile("(^|/)\\.{1,2}(/|$)");

  private static final Pattern LINK =
      Pattern.compile("<[^>?]*\\?(?<query>[^>]*)>;\\s*rel=\"(?<relation>\\w+)\"");

  private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]{1,100}/[\\w.-]{1,100}");

  private final Endpoints.GitHubAt at;
  private final String repo;
  private final HttpClient http;

  public GitHub(Endpoints.GitHubAt at) {
    this(at, at.repo(), HttpClient.newBuilder().connectTimeout(TIMEOUT).build());
  }

  private GitHub(Endpoints.GitHubAt at, String repo, HttpClient http) {
    this.at = at;
    this.repo = repo;
    this.http = http;
  }

  /**
   * {@return the same GitHub for another repository; empty if this is no repository's name} It need
   * not be closed.
   */
  public Optional<GitHub> in(String other) {
    return REPOSITORY.matcher(other).matches() && !DOTS.matcher(other).find()
        ? Optional.of(new GitHub(at, other, http))
        : Optional.empty();
  }

  /**
   * {@return the repositories that the pipeline's App can reach; of a real GitHub, only the
   * configured one}
   */
  public List<String> repositories() {
    return isFake()
        ? control("GET", "/repositories", NO_BODY).valueStream().map(JsonNode::asText).toList()
        : List.of(at.repo());
  }

  /**
   * A page of a list. GitHub takes the number of a page alone only for the first pages of a long
   * list; others are named by the entry next to them, as its links do.
   *
   * @param number from 1
   * @param after the entry before the page; absent if the page is not named by it
   * @param before the entry after the page; absent if the page is not named by it
   */
  public record ListPage(int number, Optional<String> after, Optional<String> before) {}

  /**
   * The issues of a page of a list.
   *
   * @param newer the page before; absent on the first one
   * @param older the page after; absent on the last one
   */
  public record Issues(
      List<GitHubIssue> issues, Optional<ListPage> newer, Optional<ListPage> older) {}

  /** A request in the fake's log. */
  public record Request(
      String method, String path, int status, Instant time, String actor, boolean fault) {
    /** {@return whether it changed something} */
    public boolean isDone() {
      return status / 100 == 2;
    }

    /** {@return what the request does to an issue, as an infinitive} */
    public String what() {
      String noun = path.contains("/labels") ? "the labels" : "the issue";
      if (path.contains("/comments")) {
        return method.equals("POST") ? "comment" : "change a comment";
      }
      return path.contains("/lock") ? "change the lock" : "change " + noun;
    }
  }

  /** {@return the repository, as owner/name} */
  public String repo() {
    return repo;
  }

  /** {@return whether this is the repository that the console was started with} */
  public boolean isConfigured() {
    return repo.equals(at.repo());
  }

  /** {@return whether this is the fake, which has faults} */
  public boolean isFake() {
    return at.control().isPresent();
  }

  /** {@return whether changes can be made as a person} */
  public boolean canWrite() {
    return at.token().isPresent();
  }

  /** {@return the base of the addresses of issues' pages, such as "https://github.com"} */
  public String pages() {
    return at.control().isPresent()
        ? at.api().toString().replaceAll("/+$", "")
        : "https://github.com";
  }

  /** {@return the number of open issues, with pull requests} */
  public long openIssues() {
    HttpResponse<String> repository = ask("GET", "", NO_BODY);
    return Json.read(repository.body(), JsonNode.class).path("open_issues_count").asLong();
  }

  /**
   * {@return a page of issues, the newest first}
   *
   * @param state open, closed or all
   * @param labels only with all of these
   */
  public Issues issues(String state, List<String> labels, ListPage page, int size) {
    HttpResponse<String> response =
        ask(
            "GET",
            "/issues?state=%s&sort=created&direction=desc&page=%d&per_page=%d%s%s%s"
                .formatted(
                    encoded(state),
                    page.number(),
                    size,
                    page.after().map(entry -> "&after=" + encoded(entry)).orElse(""),
                    page.before().map(entry -> "&before=" + encoded(entry)).orElse(""),
                    labels.isEmpty() ? "" : "&labels=" + encoded(String.join(",", labels))),
            NO_BODY);
    return new Issues(
        Json.read(response.body(), JsonNode.class).valueStream().map(GitHubIssue::of).toList(),
        linked(response, "prev"),
        linked(response, "next"));
  }

  /** {@return the issue; empty if there is none with this number} */
  public Optional<GitHubIssue> issue(long number) {
    HttpResponse<String> response = send("GET", "/issues/" + number, NO_BODY);
    if (response.statusCode() == 404 || response.statusCode() == 410) {
      return Optional.empty();
    }
    return Optional.of(
        GitHubIssue.of(Json.read(checked(response, "the request").body(), JsonNode.class)));
  }

  /** {@return a page of an issue's comments, the oldest first} */
  public List<GitHubIssue.Comment> comments(long number, int page) {
    HttpResponse<String> response =
        ask(
            "GET",
            "/issues/%d/comments?page=%d&per_page=%d".formatted(number, page, COMMENTS_PER_PAGE),
            NO_BODY);
    return Json.read(response.body(), JsonNode.class)
        .valueStream()
        .map(GitHubIssue.Comment::of)
        .toList();
  }

  public void comment(long number, String text) {
    checked(
        send("POST", "/issues/%d/comments".formatted(number), json(Map.of("body", text))),
        "the comment");
  }

  /** Closes or reopens an issue. */
  public void setOpen(long number, boolean open) {
    checked(
        send("PATCH", "/issues/" + number, json(Map.of("state", open ? "open" : "closed"))),
        open ? "to reopen the issue" : "to close the issue");
  }

  /** {@return the issue's history, the newest first; empty for a real GitHub} */
  public List<GitHubIssue.Edit> history(long number) {
    if (!isFake()) {
      return List.of();
    }
    return control(
            "GET", "/issues/%d/history?repository=%s".formatted(number, encoded(repo)), NO_BODY)
        .valueStream()
        .map(GitHubIssue.Edit::of)
        .toList()
        .reversed();
  }

  /** {@return the refused and lost changes of the issue, the newest first; the fake logs them} */
  public List<Request> refusedChanges(long number) {
    if (!isFake()) {
      return List.of();
    }
    Pattern path =
        Pattern.compile(
            "^/repos/%s/issues/%d(/.*)?(\\?.*)?$".formatted(Pattern.quote(repo), number));
    return requests().stream()
        .filter(request -> !request.method().equals("GET") && !request.isDone())
        .filter(request -> path.matcher(request.path()).find())
        .toList();
  }

  /** {@return the fake's latest requests, the newest first} */
  public List<Request> requests() {
    return control("GET", "/requests", NO_BODY)
        .valueStream()
        .map(json -> Json.mapper().convertValue(json, Request.class))
        .toList()
        .reversed();
  }

  public JsonNode faults() {
    return control("GET", "/faults", NO_BODY);
  }

  public void putFaults(JsonNode faults) {
    control("PUT", "/faults", json(faults));
  }

  public JsonNode rules() {
    return control("GET", "/rules", NO_BODY);
  }

  /** Changes some rules; the others go back to their initial values. */
  public void putRules(JsonNode rules) {
    control("PUT", "/rules", json(rules));
  }

  private JsonNode control(String method, String path, BodyPublisher body) {
    URI base = at.control().orElseThrow(() -> AwayException.notConnected(Service.FAULTS));
    HttpResponse<String> response = send(Service.FAULTS, method, base + path, body);
    if (response.statusCode() / 100 != 2) {
      throw AwayException.refused(Service.FAULTS, reason(response));
    }
    return Json.read(response.body(), JsonNode.class);
  }

  private HttpResponse<String> ask(String method, String path, BodyPublisher body) {
    return checked(send(method, path, body), "the request");
  }

  private static HttpResponse<String> checked(HttpResponse<String> response, String what) {
    if (response.statusCode() / 100 != 2) {
      throw AwayException.refused(Service.GITHUB, what, reason(response));
    }
    return response;
  }

  /** {@return such as "422 Validation Failed: Body is too long (maximum is 65536 characters)"} */
  private static String reason(HttpResponse<String> response) {
    try {
      JsonNode json = Json.read(response.body(), JsonNode.class);
      String details =
          json.path("errors")
              .valueStream()
              .map(GitHub::detail)
              .distinct()
              .collect(Collectors.joining("; "));
      return "%d %s%s"
          .formatted(
              response.statusCode(),
              json.path("message").asText(),
              details.isEmpty() ? "" : ": " + details)
          .strip();
    } catch (IllegalArgumentException e) {
      return Integer.toString(response.statusCode());
    }
  }

  /** An error's own sentence, or else the field and what is wrong with it. */
  private static String detail(JsonNode error) {
    return error.isTextual()
        ? error.asText()
        : Optional.ofNullable(error.path("message").textValue())
            .orElseGet(
                () ->
                    "%s %s %s"
                        .formatted(
                            error.path("field").asText(),
                            error.path("code").asText().replace('_', ' '),
                            error.path("value").asText())
                        .strip());
  }

  private static BodyPublisher json(Object value) {
    return BodyPublishers.ofString(Json.write(value));
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body) {
    String base = at.api().toString().replaceAll("/+$", "");
    return send(Service.GITHUB, method, "%s/repos/%s%s".formatted(base, repo, path), body);
  }

  private HttpResponse<String> send(
      Service service, String method, String url, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .header("accept", "application/vnd.github+json")
            .header("x-github-api-version", "2022-11-28")
            .header("user-agent", "alert-pipeline-console")
            .method(method, body);
    at.token().ifPresent(token -> request.header("authorization", "Bearer " + token));
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw AwayException.noResponse(service, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AwayException.noResponse(service, e);
    }
  }

  /** {@return the page that a response's link with the relation leads to} */
  private static Optional<ListPage> linked(HttpResponse<String> response, String relation) {
    return response.headers().allValues("link").stream()
        .flatMap(header -> LINK.matcher(header).results())
        .filter(link -> link.group("relation").equals(relation))
        .map(link -> link.group("query"))
        .map(
            query ->
                new ListPage(
                    Integer.parseInt(
                        inQuery(query, "page")
                            .filter(text -> text.matches("\\d{1,9}"))
                            .orElse("1")),
                    inQuery(query, "after"),
                    inQuery(query, "before")))
        .findFirst();
  }

  private static Optional<String> inQuery(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
