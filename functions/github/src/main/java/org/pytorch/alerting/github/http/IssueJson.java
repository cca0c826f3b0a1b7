package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.Issue;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Json;

/** Reads GitHub's JSON into our terms. An answer that cannot be read tells us nothing. */
final class IssueJson {
  /** What GitHub's pages call the author of what a deleted account has left behind. */
  private static final String NOBODY = "ghost";

  private IssueJson() {}

  /**
   * {@return the body of a successful answer}
   *
   * @throws GitHubUnavailableException if it is not JSON
   */
  static JsonNode read(ApiCall call, HttpAnswer answer) {
    try {
      return Json.read(answer.body(), JsonNode.class);
    } catch (IllegalArgumentException e) {
      throw unreadable(call, answer, "it is not JSON");
    }
  }

  /**
   * {@return the issue that {@code json} is, in {@code repo}}
   *
   * @throws GitHubUnavailableException if it is none
   */
  static Issue issue(ApiCall call, HttpAnswer answer, String repo, JsonNode json) {
    try {
      return new Issue(
          new IssueRef(repo, json.path("number").asLong(0)),
          isOpen(required(json, "/state")),
          json.path("locked").asBoolean(false),
          json.at("/user/login").asText(NOBODY),
          json.at("/user/type").asText().equals("Bot"),
          Optional.of(json.at("/closed_by/login").asText("")).filter(login -> !login.isEmpty()),
          json.path("comments").asInt(0),
          time(json, "/created_at"),
          time(json, json.hasNonNull("updated_at") ? "/updated_at" : "/created_at"),
          json.path("body").asText(""),
          labels(json));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable(call, answer, String.valueOf(e.getMessage()));
    }
  }

  /** {@return when the item of a list was created, be it an issue or a pull request} */
  static Instant createdAt(ApiCall call, HttpAnswer answer, JsonNode json) {
    try {
      return time(json, "/created_at");
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable(call, answer, String.valueOf(e.getMessage()));
    }
  }

  static GitHubUnavailableException unreadable(ApiCall call, HttpAnswer answer, String why) {
    return new GitHubUnavailableException(
        "%s answered %d, but the answer cannot be read: %s"
            .formatted(call, answer.status(), Redaction.quote(why)));
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
