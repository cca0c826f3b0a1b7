package org.pytorch.alerting.fakegithub.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;

/**
 * The response to a {@link GitHubCall}.
 *
 * @param status the HTTP status; {@link #LOST} if the connection is closed without a response
 * @param headers names are case-insensitive
 * @param body may be empty
 * @param delay delay of the response; the request's effect is immediate
 */
public record CallResponse(int status, Map<String, String> headers, String body, Duration delay) {
  /** The status of a lost response. */
  public static final int LOST = 0;

  private static final String JSON = "application/json";
  private static final String DOCUMENTATION_URL = "documentation_url";

  public CallResponse {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    headers = Collections.unmodifiableMap(byName);
  }

  public static CallResponse json(int status, JsonNode body) {
    return new CallResponse(
        status, Map.of("content-type", JSON + "; charset=utf-8"), body.toString(), Duration.ZERO);
  }

  public static CallResponse empty(int status) {
    return new CallResponse(status, Map.of(), "", Duration.ZERO);
  }

  public static CallResponse text(int status, String contentType, String body) {
    return new CallResponse(status, Map.of("content-type", contentType), body, Duration.ZERO);
  }

  /** {@return whether the connection is closed without a response} */
  public boolean isLost() {
    return status == LOST;
  }

  /** {@return the value of the header; the name is case-insensitive} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * {@return the body as JSON}
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public JsonNode json() {
    return Json.read(body, JsonNode.class);
  }

  /** {@return this response with {@code url} as documentation, if a refusal names none} */
  public CallResponse documented(String url) {
    boolean isJson = header("content-type").map(type -> type.startsWith(JSON)).orElse(false);
    if (!isJson || !(json() instanceof ObjectNode object) || object.has(DOCUMENTATION_URL)) {
      return this;
    }
    object.put(DOCUMENTATION_URL, url);
    return new CallResponse(status, headers, object.toString(), delay);
  }

  public CallResponse withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  public CallResponse withHeaders(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(more);
    return new CallResponse(status, all, body, delay);
  }

  public CallResponse delayedBy(Duration duration) {
    return new CallResponse(status, headers, body, duration);
  }
}
