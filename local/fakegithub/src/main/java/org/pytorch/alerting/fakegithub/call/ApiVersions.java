package org.pytorch.alerting.fakegithub.call;

import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;

/** The versions of the REST API, selected by {@code X-GitHub-Api-Version}. */
public final class ApiVersions {
  public static final String HEADER = "x-github-api-version";

  /** The version without a header; the later one has neither assignee nor downloads. */
  public static final String DEFAULT = "2022-11-28";

  private static final Set<String> SUPPORTED = Set.of(DEFAULT, "2026-03-10");

  private ApiVersions() {}

  /**
   * Checks the version of {@code call}.
   *
   * @throws Refusal 410 if the version was retired, 400 if it never existed
   */
  public static void require(GitHubCall call, GitHubRules rules) {
    Optional<String> version = call.header(HEADER);
    if (version.isPresent() && rules.sunsetApiVersions().contains(version.get())) {
      throw Refusal.of(410, "API version %s is no longer supported.".formatted(version.get()));
    }
    if (version.isPresent() && !SUPPORTED.contains(version.get())) {
      throw Refusal.of(400, "Unsupported API version: " + version.get());
    }
  }
}
