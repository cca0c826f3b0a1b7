package org.pytorch.alerting.fakegithub.settings;

/**
 * GitHub's rate limits per caller.
 *
 * @param requestsPerHour the primary limit
 * @param primaryStatus 403 or 429, the status when it is used up
 * @param secondaryEnforced whether the limits below refuse a request or only count breaches
 * @param secondaryStatus 403 or 429, the status of a request beyond them
 * @param contentPerMinute issues, comments and labels created in any 60 s
 * @param contentPerHour the same in any hour
 * @param pointsPerMinute a read costs 1 and a write 5
 */
public record LimitRules(
    int requestsPerHour,
    int primaryStatus,
    boolean secondaryEnforced,
    int secondaryStatus,
    int contentPerMinute,
    int contentPerHour,
    int pointsPerMinute) {
  /** GitHub's documented limits; the secondary ones are only counted. */
  public static final LimitRules STANDARD = new LimitRules(5000, 403, false, 403, 80, 500, 900);

  public LimitRules {
    requireLimitStatus(primaryStatus);
    requireLimitStatus(secondaryStatus);
  }

  private static void requireLimitStatus(int status) {
    if (status != 403 && status != 429) {
      throw new IllegalArgumentException("the status of a limit is 403 or 429, not  " + status);
    }
  }
}
