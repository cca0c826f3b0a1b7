package org.pytorch.alerting.github;

import java.net.URI;
import java.time.ZoneId;
import java.util.Optional;
import org.pytorch.alerting.github.issue.ExecutionPage;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.runtime.Environment;

/**
 * The settings in this function's variables.
 *
 * @param enabled {@code ENABLE_GITHUB_ISSUES}, by default true
 * @param api {@code GITHUB_API_URL}, without a trailing slash
 * @param secretId {@code GITHUB_APP_SECRET_ID}; present if GitHub is enabled
 * @param requestsPerSecond this instance's share of {@code GITHUB_REQUESTS_PER_SECOND}
 * @param searchUnknown {@code SEARCH_UNKNOWN_ISSUES}, by default false: whether to search for an
 *     alert's issues that the table does not know before another is opened
 * @param docs {@code DOCS_URL}, the address of the folder that has the page about these issues
 * @param executionPage {@code EXECUTION_PAGE}, where a console shows executions
 * @param displayTimeZone {@code DISPLAY_TIME_ZONE}, such as {@code Europe/Berlin}: shown beside UTC
 */
public record GitHubSettings(
    boolean enabled,
    URI api,
    Optional<String> secretId,
    double requestsPerSecond,
    boolean searchUnknown,
    Optional<URI> docs,
    Optional<ExecutionPage> executionPage,
    Optional<ZoneId> displayTimeZone) {
  public static final URI PUBLIC_API = URI.create("https://api.github.com");

  private static final double DEFAULT_REQUESTS_PER_SECOND = 10;

  public GitHubSettings {
    if (enabled && secretId.isEmpty()) {
      throw new IllegalArgumentException("GitHub is enabled without a secret");
    }
  }

  /**
   * {@return the settings in {@code environment}}
   *
   * @throws IllegalStateException if a variable is missing or malformed; the message names it
   */
  public static GitHubSettings of(Environment environment) {
    boolean enabled = environment.flag("ENABLE_GITHUB_ISSUES", true);
    double rate =
        environment.number("GITHUB_REQUESTS_PER_SECOND", DEFAULT_REQUESTS_PER_SECOND, 0.1, 1_000);
    double instances = environment.number("GITHUB_MAX_CONCURRENCY", 1, 1, 1_000);
    return new GitHubSettings(
        enabled,
        environment.endpoint("GITHUB_API_URL").map(GitHubSettings::withoutSlash).orElse(PUBLIC_API),
        enabled
            ? Optional.of(environment.required("GITHUB_APP_SECRET_ID"))
            : environment.optional("GITHUB_APP_SECRET_ID"),
        share(rate / instances),
        environment.flag("SEARCH_UNKNOWN_ISSUES", false),
        environment.optional("DOCS_URL").map(GitHubSettings::docs),
        environment.optional("EXECUTION_PAGE").map(GitHubSettings::executionPage),
        environment.optional("DISPLAY_TIME_ZONE").map(GitHubSettings::zone));
  }

  private static URI docs(String address) {
    return Links.usable(address)
        .map(URI::create)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "environment variable DOCS_URL is not an absolute http(s) address"));
  }

  private static ExecutionPage executionPage(String template) {
    try {
      return new ExecutionPage(template);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "environment variable EXECUTION_PAGE is " + e.getMessage(), e);
    }
  }

  /** Whole requests, so that the instances' shares never add up to more than the budget. */
  private static double share(double requestsPerSecond) {
    return requestsPerSecond < 1 ? requestsPerSecond : Math.floor(requestsPerSecond);
  }

  /** Offsets such as +02:00 are refused: they would be wrong for half of the year. */
  private static ZoneId zone(String name) {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw new IllegalStateException(
          "environment variable DISPLAY_TIME_ZONE is not the name of a time zone,"
              + " such as Europe/Berlin");
    }
    return ZoneId.of(name);
  }

  private static URI withoutSlash(URI uri) {
    return URI.create(uri.toString().replaceAll("/+$", ""));
  }
}
