package org.pytorch.alerting.fakegithub.data;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;

/** The versions of a value within the last hour, so that a list can show an earlier one. */
final class Versions<T> {
  private static final Duration REMEMBERED = Duration.ofSeconds(GitHubRules.LIST_LAG_MAX_S);

  private record Version<T>(Instant from, Optional<T> value) {}

  /** Oldest first. */
  private final Deque<Version<T>> versions = new ArrayDeque<>();

  void put(Instant now, T value) {
    add(new Version<>(now, Optional.of(value)));
  }

  void remove(Instant now) {
    add(new Version<>(now, Optional.empty()));
  }

  /** {@return the current version; absent if it was removed} */
  Optional<T> latest() {
    return versions.isEmpty() ? Optional.empty() : versions.getLast().value();
  }

  /** {@return the version at {@code time}; absent if it did not exist then} */
  Optional<T> asOf(Instant time) {
    Iterator<Version<T>> newestFirst = versions.descendingIterator();
    while (newestFirst.hasNext()) {
      Version<T> version = newestFirst.next();
      if (!version.from().isAfter(time)) {
        return version.value();
      }
    }
    return Optional.empty();
  }

  private void add(Version<T> version) {
    versions.addLast(version);
    Instant horizon = version.from().minus(REMEMBERED);
    while (versions.size() > 1 && secondIsOlderThan(horizon)) {
      versions.removeFirst();
    }
  }

  /** The oldest version may only be dropped if the next one is older than the horizon. */
  private boolean secondIsOlderThan(Instant horizon) {
    Iterator<Version<T>> oldestFirst = versions.iterator();
    oldestFirst.next();
    return !oldestFirst.next().from().isAfter(horizon);
  }
}
