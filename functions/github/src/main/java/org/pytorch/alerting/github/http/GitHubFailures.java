package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.model.json.Json;

/** The meaning of a response other than success, and what an operator has to do about it. */
public final class GitHubFailures {
  private GitHubFailures() {}

  /**
   * {@return {@code response}, which is a success}
   *
   * @throws GitHubException as {@link #of} returns it, if it is not
   */
  public static GitHubResponse required(ApiCall call, GitHubResponse response) {
    if (!response.isSuccess()) {
      throw of(call, response);
    }
    return response;
  }

  /**
   * {@return the exception for {@code response}: {@link GitHubAccessException} if our App no longer
   * has access, {@link GitHubRejectedException} if GitHub refuses this permanently, else that of a
   * temporary failure}
   */
  public static GitHubException of(ApiCall call, GitHubResponse response) {
    String fact = fact(call.toString(), response);
    if (isTemporary(response)) {
      return call.failure(fact);
    }
    String message = fact + ": " + advice(response);
    return response.status() == 401 || isSuspended(response)
        ? new GitHubAccessException(message)
        : new GitHubRejectedException(message);
  }

  /**
   * {@return the exception for {@code response} to a request about our App's own access: {@link
   * GitHubNotAskedException} if it is temporary, else {@link GitHubAccessException}}
   *
   * @param what such as {@code GET /app}
   * @param advice what an operator has to do if it is not temporary
   */
  public static GitHubException ofAccess(String what, GitHubResponse response, String advice) {
    String fact = fact(what, response);
    boolean aboutRepository = response.status() == 404 || response.status() == 422;
    return isTemporary(response)
        ? new GitHubNotAskedException(fact)
        : new GitHubAccessException(fact + ": " + advice, aboutRepository);
  }

  /** 408 and 409 are temporary, whatever the request; so is an unreadable success. */
  private static boolean isTemporary(GitHubResponse response) {
    return response.status() >= 500
        || response.status() == 408
        || response.status() == 409
        || response.isSuccess();
  }

  private static boolean isSuspended(GitHubResponse response) {
    return response.status() == 403 && reasons(response).contains("suspended");
  }

  private static String fact(String what, GitHubResponse response) {
    return "%s returned %d%s".formatted(what, response.status(), said(response));
  }

  private static String advice(GitHubResponse response) {
    if (isSuspended(response)) {
      return "the App's installation is suspended; unsuspend it in the organization's settings";
    }
    return switch (response.status()) {
      case 301, 302, 303, 307, 308 ->
          "it was moved to an address that we do not follow; check GITHUB_API_URL and GITHUB_REPO";
      case 401 ->
          "GitHub does not accept our fresh credentials; check that the App exists and that the"
              + " secret named by GITHUB_APP_SECRET_ID holds one of its current keys";
      case 403 ->
          "the App may not do this%s; grant it 'Issues: write' and approve that in the installation"
              .formatted(
                  response
                      .header("x-accepted-github-permissions")
                      .map(needed -> " (GitHub asks for: " + Redaction.quote(needed) + ")")
                      .orElse(""));
      case 404 -> "check GITHUB_REPO, and that the App is installed on that repository";
      case 410 ->
          message(response).toLowerCase(Locale.ROOT).contains("issues")
              ? "enable Issues in the repository's settings"
              : "the requested object no longer exists at GitHub; see its message";
      case 422 -> "GitHub does not accept the content; see its message and report it as a bug";
      default -> "see GitHub's message";
    };
  }

  /** {@return GitHub's own message, or empty if there is none; it may contain anything} */
  public static String message(GitHubResponse response) {
    try {
      JsonNode json = Json.read(response.body(), JsonNode.class);
      JsonNode errors = json.path("errors");
      return json.path("message").asText("") + (errors.isEmpty() ? "" : " " + errors);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * {@return GitHub's own texts in lower case: its message and those of its errors} The values that
   * an error repeats are left out, because they are the sender's.
   */
  public static String reasons(GitHubResponse response) {
    try {
      JsonNode json = Json.read(response.body(), JsonNode.class);
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

  private static String said(GitHubResponse response) {
    String message = message(response);
    return message.isBlank() ? "" : " (" + Redaction.quote(message) + ")";
  }
}
