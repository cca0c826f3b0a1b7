package org.pytorch.alerting.stack.github.settings;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.pytorch.alerting.model.json.Json;

/**
 * The numbers and habits of GitHub that a test may want to change.
 *
 * @param commentsPerIssueMax an issue that has so many takes no more, for good
 * @param pagesByNumberMax a list's later pages are only to be had through {@code Link}
 * @param statelessTokens whether installation tokens have the long shape that holds a JWT
 * @param tokenLifetimeS how long installation tokens live, in seconds
 * @param listLagS lists do not show what is younger, in seconds, up to {@link #LIST_LAG_MAX_S}
 * @param overlongUpdateIgnored whether too long a body in an update is answered with 200 and
 *     dropped, as was once reported, instead of refused
 * @param sunsetApiVersions API versions that are answered with 410
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
  /** Older states of issues are forgotten after this long. */
  public static final int LIST_LAG_MAX_S = 3600;

  /** GitHub as it is documented, on a good day. */
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
   * @param changes a JSON object of the fields to change, such as {@code {"list_lag_s": 60}}
   * @throws IllegalArgumentException if a field is unknown or its value impossible
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
      throw new IllegalArgumentException("these are no rules: " + changes, e);
    }
  }

  public Duration listLag() {
    return Duration.ofSeconds(listLagS);
  }

  public Duration tokenLifetime() {
    return Duration.ofSeconds(tokenLifetimeS);
  }
}
