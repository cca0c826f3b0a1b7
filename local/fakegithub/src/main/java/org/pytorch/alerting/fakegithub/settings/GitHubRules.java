package org.pytorch.alerting.fakegithub.settings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.pytorch.alerting.model.json.Json;

/**
 * Limits and behaviours of GitHub that a test may change.
 *
 * @param commentsPerIssueMax an issue with that many comments accepts no more, for good
 * @param pagesByNumberMax later pages of a list are only available through {@code Link}
 * @param statelessTokens whether installation tokens have the long format with a JWT
 * @param tokenLifetimeS how long installation tokens live, in seconds
 * @param listLagS lists do not show newer changes, in seconds, up to {@link #LIST_LAG_MAX_S}
 * @param overlongUpdateIgnored whether an update with an overlong body gets a 200 and is dropped,
 *     as was once reported, instead of refused
 * @param sunsetApiVersions API versions that get a 410
 */
public record GitHubRules(
    int commentsPerIssueMax,
    int pagesByNumberMax,
    boolean statelessTokens,
    int tokenLifetimeS,
    int listLagS,
    boolean overlongUpdateIgnored,
    List<String> sunsetApiVersions,
    LimitRules limits) {
  /** Older versions of issues are dropped after this time. */
  public static final int LIST_LAG_MAX_S = 3600;

  /** GitHub as documented, without lag. */
  public static final GitHubRules STANDARD =
      new GitHubRules(2500, 10, true, 3600, 0, false, List.of(), LimitRules.STANDARD);

  public GitHubRules {
    if (listLagS < 0 || listLagS > LIST_LAG_MAX_S) {
      throw new IllegalArgumentException(
          "list_lag_s is not from 0 to %d: %d".formatted(LIST_LAG_MAX_S, listLagS));
    }
    sunsetApiVersions = List.copyOf(sunsetApiVersions);
  }

  /**
   * {@return these rules with some changed}
   *
   * @param changes a JSON object with the fields to change, such as {@code {"list_lag_s": 60}}
   * @throws IllegalArgumentException if a field is unknown or its value invalid
   */
  public GitHubRules with(String changes) {
    try {
      JsonNode all = Json.mapper().valueToTree(this);
      JsonNode merged = Json.mapper().readerForUpdating(all).readValue(changes);
      return Json.mapper()
          .readerFor(GitHubRules.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(merged);
    } catch (IOException e) {
      throw new IllegalArgumentException("invalid rules:  " + changes, e);
    }
  }

  public Duration listLag() {
    return Duration.ofSeconds(listLagS);
  }

  public Duration tokenLifetime() {
    return Duration.ofSeconds(tokenLifetimeS);
  }
}
