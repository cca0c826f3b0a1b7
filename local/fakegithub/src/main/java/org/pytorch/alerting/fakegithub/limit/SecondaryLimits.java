package org.pytorch.alerting.fakegithub.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.route.Route;
import org.pytorch.alerting.fakegithub.settings.LimitRules;

/** The limits without headers: points per minute, new content per minute and per hour. */
public final class SecondaryLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  public static final String MESSAGE =
      "You have exceeded a secondary rate limit and have been temporarily blocked from content"
          + " creation. Please retry your request again later.";
  public static final String DOCUMENTATION = Refusal.RATE_LIMITS + "#about-secondary-rate-limits";
  private static final int READ_POINTS = 1;
  private static final int WRITE_POINTS = 5;

  /** The spent amounts with their times, oldest first, and their sum. */
  private static final class Budget {
    private record Spent(Instant at, int amount) {}

    private final Duration window;
    private final Deque<Spent> spent = new ArrayDeque<>();
    private int sum;

    Budget(Duration window) {
      this.window = window;
    }

    /**
     * {@return the wait until {@code amount} fits under {@code limit}; absent if none is needed}
     */
    Optional<Duration> wait(int amount, int limit, Instant now) {
      forget(now);
      if (amount == 0 || sum + amount <= limit) {
        return Optional.empty();
      }
      int excess = sum + amount - limit;
      for (Spent entry : spent) {
        excess -= entry.amount();
        if (excess <= 0) {
          return Optional.of(Duration.between(now, entry.at().plus(window)));
        }
      }
      return Optional.of(window);
    }

    void spend(int amount, Instant now) {
      spent.addLast(new Spent(now, amount));
      sum += amount;
    }

    private void forget(Instant now) {
      while (!spent.isEmpty() && !spent.getFirst().at().plus(window).isAfter(now)) {
        sum -= spent.removeFirst().amount();
      }
    }
  }

  private record Budgets(Budget points, Budget contentInMinute, Budget contentInHour) {
    Budgets() {
      this(new Budget(MINUTE), new Budget(MINUTE), new Budget(HOUR));
    }
  }

  private final Map<String, Budgets> byCaller = new HashMap<>();
  private long breaches;

  /**
   * Counts one request of {@code caller}.
   *
   * @throws Refusal if a limit is exceeded and the rules enforce it
   */
  public void count(Caller caller, Route route, LimitRules rules, Instant now) {
    Budgets budgets = byCaller.computeIfAbsent(caller.limitKey(), _ -> new Budgets());
    int points = route.method().equals("GET") ? READ_POINTS : WRITE_POINTS;
    int content = route.createsContent() ? 1 : 0;
    Duration wait =
        Stream.of(
                budgets.points().wait(points, rules.pointsPerMinute(), now),
                budgets.contentInMinute().wait(content, rules.contentPerMinute(), now),
                budgets.contentInHour().wait(content, rules.contentPerHour(), now))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    if (wait.isPositive()) {
      breaches++;
      if (rules.secondaryEnforced()) {
        throw refusal(rules.secondaryStatus(), wait);
      }
    }
    budgets.points().spend(points, now);
    budgets.contentInMinute().spend(content, now);
    budgets.contentInHour().spend(content, now);
  }

  /** {@return the number of requests beyond a limit, refused or not} */
  public long breaches() {
    return breaches;
  }

  public void reset() {
    byCaller.clear();
    breaches = 0;
  }

  private static Refusal refusal(int status, Duration wait) {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    return new Refusal(
        Refusal.of(status, MESSAGE, DOCUMENTATION)
            .response()
            .withHeader("retry-after", Long.toString(seconds)));
  }
}
