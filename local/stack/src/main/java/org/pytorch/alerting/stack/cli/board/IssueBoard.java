package org.pytorch.alerting.stack.cli.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pytorch.alerting.model.json.Json;

/** A repository's issues as a person sees them, through the REST API. */
public final class IssueBoard implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String api;
  private final String repo;
  private final Supplier<String> token;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param token sent with every request
   */
  public IssueBoard(URI api, String repo, Supplier<String> token) {
    this.api = api.toString().replaceAll("/+$", "");
    this.repo = repo;
    this.token = token;
  }

  /**
   * An issue at the time of reading.
   *
   * @param number from 1
   * @param comments their number
   */
  public record IssueView(
      long number, String state, String title, List<String> labels, int comments) {
    static IssueView of(JsonNode json) {
      return new IssueView(
          json.path("number").asLong(),
          json.path("state").asText(),
          json.path("title").asText(),
          json.path("labels").valueStream().map(label -> label.path("name").asText()).toList(),
          json.path("comments").asInt());
    }
  }

  /** {@return the issues opened for alerts, oldest first; at most the newest 100} */
  public List<IssueView> all() {
    JsonNode found =
        ask(
            request("?state=all&labels=area:alerting&sort=created&direction=desc&per_page=100")
                .GET()
                .build());
    return found.valueStream().map(IssueView::of).toList().reversed();
  }

  /**
   * {@return the address of an issue's page}
   *
   * @param issue {@code owner/name#7}: the policy may have sent it to another repository
   * @throws NumberFormatException if it does not end in a number
   */
  public String address(String issue) {
    return ask(request(api(issue)).GET().build()).path("html_url").asText();
  }

  /**
   * {@return an issue; empty if there is none}
   *
   * @param issue {@code owner/name#7}
   * @throws NumberFormatException if it does not end in a number
   */
  public Optional<IssueView> find(String issue) {
    try {
      return Optional.of(IssueView.of(ask(request(api(issue)).GET().build())));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Closes an issue, as a person does. */
  public void close(long number) {
    ask(
        request("/" + number)
            .method("PATCH", BodyPublishers.ofString("{\"state\":\"closed\"}"))
            .build());
  }

  private URI api(String issue) {
    int hash = issue.indexOf('#');
    long number = Long.parseLong(issue.substring(hash + 1));
    return URI.create(
        "%s/repos/%s/issues/%d".formatted(api, hash > 0 ? issue.substring(0, hash) : repo, number));
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create("%s/repos/%s/issues%s".formatted(api, repo, path)));
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(TIMEOUT)
        .header("accept", "application/vnd.github+json")
        .header("x-github-api-version", "2022-11-28")
        .header("user-agent", "alert-pipeline-story")
        .header("authorization", "Bearer " + token.get());
  }

  private JsonNode ask(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "GitHub answered %d to %s %s"
                .formatted(response.statusCode(), request.method(), request.uri()));
      }
      return Json.read(response.body(), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException("GitHub does not respond: " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
