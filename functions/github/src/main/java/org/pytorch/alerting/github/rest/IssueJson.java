package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.http.ApiCall;
import org.pytorch.alerting.github.http.AppIdentity;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.Redaction;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

/** Reads GitHub's JSON into our model. An unreadable response tells us nothing. */
final class IssueJson {
  private IssueJson() {}

  /**
   * {@return the body of a successful response}
   *
   * @throws GitHubException if it is not JSON
   */
  static JsonNode read(ApiCall call, GitHubResponse response) {
    try {
      return Json.read(response.body(), JsonNode.class);
    } catch (IllegalArgumentException e) {
      throw unreadable(call, response, "it is not JSON");
    }
  }

  /**
   * {@return the issue in {@code json}, from {@code repo}}
   *
   * @param app our App
   * @throws GitHubException if it is not an issue
   */
  static Issue issue(
      ApiCall call, GitHubResponse response, String repo, JsonNode json, AppIdentity app) {
    try {
      return new Issue(
          new IssueRef(repo, json.path("number").asLong(0)),
          isOpen(required(json, "/state")),
          app.wrote(json),
          app.closer(json.path("closed_by")),
          json.path("state_reason").asText("").equals("duplicate"),
          json.path("locked").asBoolean(false),
          json.path("comments").asInt(0),
          time(json, "/created_at"),
          time(json, json.hasNonNull("updated_at") ? "/updated_at" : "/created_at"),
          json.path("title").asText(""),
          json.path("body").asText(""),
          labels(json));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable(call, response, String.valueOf(e.getMessage()));
    }
  }

  /** {@return the creation time of a list's item, an issue or a pull request} */
  static Instant createdAt(ApiCall call, GitHubResponse response, JsonNode json) {
    try {
      return time(json, "/created_at");
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable(call, response, String.valueOf(e.getMessage()));
    }
  }

  static GitHubException unreadable(ApiCall call, GitHubResponse response, String why) {
    return call.failure(
        "%s returned %d, but the response cannot be read: %s"
            .formatted(call, response.status(), Redaction.quote(why)));
  }

  private static boolean isOpen(String state) {
    return switch (state) {
      case "open" -> true;
      case "closed" -> false;
      default -> throw new IllegalArgumentException("state is neither open nor closed");
    };
  }

  private static Instant time(JsonNode json, String pointer) {
    return OffsetDateTime.parse(required(json, pointer)).toInstant();
  }

  private static String required(JsonNode json, String pointer) {
    JsonNode value = json.at(pointer);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(pointer + " is missing");
    }
    return value.asText();
  }

  private static List<String> labels(JsonNode json) {
    return json.path("labels").valueStream().map(label -> label.path("name").asText("")).toList();
  }
}
