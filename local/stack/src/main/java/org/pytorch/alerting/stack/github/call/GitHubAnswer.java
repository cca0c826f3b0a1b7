package org.pytorch.alerting.stack.github.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;

/**
 * What comes back for a {@link GitHubCall}.
 *
 * @param status the HTTP status; {@link #LOST} if the connection is closed without an answer
 * @param headers found by their names in any case
 * @param body empty if there is none
 * @param delay how long the answer takes; its effect is there at once
 */
public record GitHubAnswer(int status, Map<String, String> headers, String body, Duration delay) {
  /** The status of an answer that never comes. */
  public static final int LOST = 0;

  private static final String JSON = "application/json";
  private static final String DOCUMENTATION_URL = "documentation_url";

  public GitHubAnswer {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = Collections.unmodifiableMap(byName);
  }

  public static GitHubAnswer json(int status, JsonNode body) {
    return new GitHubAnswer(
        status, Map.of("content-type", JSON + "; charset=utf-8"), body.toString(), Duration.ZERO);
  }

  public static GitHubAnswer empty(int status) {
    return new GitHubAnswer(status, Map.of(), "", Duration.ZERO);
  }

  public static GitHubAnswer text(int status, String contentType, String body) {
    return new GitHubAnswer(status, Map.of("content-type", contentType), body, Duration.ZERO);
  }

  /** {@return whether the connection is closed without an answer} */
  public boolean isLost() {
    return status == LOST;
  }

  /** {@return the value of the header, whatever the case of its name} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * {@return the body as JSON}
   *
   * @throws IllegalArgumentException if it is something else
   */
  public JsonNode json() {
    return Json.read(body, JsonNode.class);
  }

  /** {@return the same, with the documentation that a refusal names unless it names another} */
  public GitHubAnswer documented(String url) {
    boolean isJson = header("content-type").map(type -> type.startsWith(JSON)).orElse(false);
    if (!isJson || !(json() instanceof ObjectNode object) || object.has(DOCUMENTATION_URL)) {
      return this;
    }
    object.put(DOCUMENTATION_URL, url);
    return new GitHubAnswer(status, headers, object.toString(), delay);
  }

  public GitHubAnswer withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  public GitHubAnswer withHeaders(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(more);
    return new GitHubAnswer(status, all, body, delay);
  }

  public GitHubAnswer delayedBy(Duration duration) {
    return new GitHubAnswer(status, headers, body, duration);
  }
}
