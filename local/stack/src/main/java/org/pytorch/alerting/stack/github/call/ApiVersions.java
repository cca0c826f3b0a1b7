package org.pytorch.alerting.stack.github.call;

import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.stack.github.settings.GitHubRules;

/** The versions of the REST API that {@code X-GitHub-Api-Version} may ask for. */
public final class ApiVersions {
  public static final String HEADER = "x-github-api-version";

  /** The one for those who ask for none; the later one has neither assignee nor downloads. */
  public static final String DEFAULT = "2022-11-28";

  private static final Set<String> SUPPORTED = Set.of(DEFAULT, "2026-03-10");

  private ApiVersions() {}

  /**
   * Checks the version that {@code call} asks for.
   *
   * @throws Refusal 410 if there is no such version any more, 400 if there never was
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
