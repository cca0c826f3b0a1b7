package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.model.json.Json;

/** What an answer other than success means, and what a person has to do about it. */
public final class Refusal {
  private Refusal() {}

  /**
   * {@return {@code answer}, which is a success}
   *
   * @throws GitHubException as {@link #of} says, if it is none
   */
  public static HttpAnswer required(ApiCall call, HttpAnswer answer) {
    if (!answer.isSuccess()) {
      throw of(call, answer);
    }
    return answer;
  }

  /**
   * {@return the exception that {@code answer} stands for: {@link GitHubAccessException} when our
   * App has no access any more, {@link GitHubRejectedException} when GitHub refuses this for good,
   * else that of a passing failure}
   */
  public static GitHubException of(ApiCall call, HttpAnswer answer) {
    String fact = fact(call.toString(), answer);
    if (isPassing(answer)) {
      return call.failure(fact);
    }
    String message = fact + ": " + advice(answer);
    return answer.status() == 401 || isSuspended(answer)
        ? new GitHubAccessException(message)
        : new GitHubRejectedException(message);
  }

  /**
   * {@return the exception for {@code answer} to what our App asked about its own access: {@link
   * GitHubNotAskedException} when it may pass, else {@link GitHubAccessException}}
   *
   * @param what such as {@code GET /app}
   * @param advice what an operator has to do when it does not pass
   */
  public static GitHubException ofAccess(String what, HttpAnswer answer, String advice) {
    String fact = fact(what, answer);
    return isPassing(answer)
        ? new GitHubNotAskedException(fact)
        : new GitHubAccessException(fact + ": " + advice);
  }

  /**
   * 408 and 409 are about this moment and not about what was asked; so is an unreadable success.
   */
  private static boolean isPassing(HttpAnswer answer) {
    return answer.status() >= 500
        || answer.status() == 408
        || answer.status() == 409
        || answer.isSuccess();
  }

  private static boolean isSuspended(HttpAnswer answer) {
    return answer.status() == 403 && reasons(answer).contains("suspended");
  }

  private static String fact(String what, HttpAnswer answer) {
    return "%s answered %d%s".formatted(what, answer.status(), said(answer));
  }

  private static String advice(HttpAnswer answer) {
    if (isSuspended(answer)) {
      return "the App's installation is suspended; unsuspend it in the organization's settings";
    }
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 ->
          "it was moved to where we do not follow; check GITHUB_API_URL and GITHUB_REPO";
      case 401 ->
          "GitHub does not accept our fresh credentials; check that the App exists and that the"
              + " secret named by GITHUB_APP_SECRET_ID holds one of its current keys";
      case 403 ->
          "the App may not do this%s; grant it 'Issues: write' and approve that in the installation"
              .formatted(
                  answer
                      .header("x-accepted-github-permissions")
                      .map(needed -> " (GitHub asks for: " + Redaction.quote(needed) + ")")
                      .orElse(""));
      case 404 -> "check GITHUB_REPO, and that the App is installed on that repository";
      case 410 ->
          message(answer).toLowerCase(Locale.ROOT).contains("issues")
              ? "switch Issues on in the repository's settings"
              : "what we ask for no longer exists at GitHub; see its message";
      case 422 -> "GitHub does not accept the content; see its message and report it as a fault";
      default -> "see GitHub's message";
    };
  }

  /** {@return GitHub's own message, or empty when the answer has none; it may hold anything} */
  public static String message(HttpAnswer answer) {
    try {
      JsonNode json = Json.read(answer.body(), JsonNode.class);
      JsonNode errors = json.path("errors");
      return json.path("message").asText("") + (errors.isEmpty() ? "" : " " + errors);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * {@return GitHub's own words in lower case: its message and those of its errors} The values that
   * an error repeats are left out, for they are the sender's.
   */
  public static String reasons(HttpAnswer answer) {
    try {
      JsonNode json = Json.read(answer.body(), JsonNode.class);
      StringBuilder reasons = new StringBuilder(json.path("message").asText(""));
      for (JsonNode error : json.path("errors")) {
        String text = error.isTextual() ? error.asText() : error.path("message").asText("");
        reasons.append('\n').append(text);
      }
      return reasons.toString().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String said(HttpAnswer answer) {
    String message = message(answer);
    return message.isBlank() ? "" : " (" + Redaction.quote(message) + ")";
  }
}
