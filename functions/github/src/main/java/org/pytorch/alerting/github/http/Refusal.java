package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.Json;

/** What an answer other than success means, and what a person has to do about it. */
public final class Refusal {
  private Refusal() {}

  /**
   * {@return {@code answer}, which is a success}
   *
   * @throws RuntimeException as {@link #of(String, HttpAnswer)} says, if it is none
   */
  static HttpAnswer required(ApiCall call, HttpAnswer answer) {
    if (!answer.isSuccess()) {
      throw of(call.toString(), answer);
    }
    return answer;
  }

  /**
   * {@return the exception that {@code answer} stands for: {@link GitHubUnavailableException} when
   * asking again may help, else {@link GitHubRejectedException}}
   *
   * @param what what was asked, such as {@code POST /repos/a/b/issues}
   */
  public static RuntimeException of(String what, HttpAnswer answer) {
    return of(what, answer, Optional.empty());
  }

  /**
   * {@return as {@link #of(String, HttpAnswer)}}
   *
   * @param advice what a person has to do when GitHub rejects this
   */
  public static RuntimeException of(String what, HttpAnswer answer, String advice) {
    return of(what, answer, Optional.of(advice));
  }

  private static RuntimeException of(String what, HttpAnswer answer, Optional<String> advice) {
    String fact = "%s answered %d%s".formatted(what, answer.status(), said(answer));
    return switch (answer.status()) {
      // 408 and 409 are about this moment and not about what was asked.
      case 408, 409 -> new GitHubUnavailableException(fact);
      default ->
          answer.status() >= 500 || answer.isSuccess()
              ? new GitHubUnavailableException(fact)
              : new GitHubRejectedException(fact + ": " + advice.orElseGet(() -> advice(answer)));
    };
  }

  private static String advice(HttpAnswer answer) {
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
  static String message(HttpAnswer answer) {
    try {
      JsonNode json = Json.read(answer.body(), JsonNode.class);
      JsonNode errors = json.path("errors");
      return json.path("message").asText("") + (errors.isEmpty() ? "" : " " + errors);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String said(HttpAnswer answer) {
    String message = message(answer);
    return message.isBlank() ? "" : " (" + Redaction.quote(message) + ")";
  }
}
