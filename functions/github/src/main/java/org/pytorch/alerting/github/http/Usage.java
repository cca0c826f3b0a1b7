package org.pytorch.alerting.github.http;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The requests of one invocation, for its log line and its metrics. */
public final class Usage {
  private final SortedMap<String, Integer> byStatusClass = new TreeMap<>();
  private OptionalLong remaining = OptionalLong.empty();

  /** Counts a response, and keeps what is left of GitHub's hourly limit. */
  void responded(GitHubResponse response) {
    byStatusClass.merge(response.status() / 100 + "xx", 1, Integer::sum);
    response
        .header("x-ratelimit-remaining")
        .filter(text -> text.matches("[0-9]{1,15}"))
        .ifPresent(text -> remaining = OptionalLong.of(Long.parseLong(text)));
  }

  /** Counts a request without a response. */
  void noResponse() {
    byStatusClass.merge("no_answer", 1, Integer::sum);
  }

  /** {@return the number of requests, by {@code 2xx}, …, {@code no_answer}} */
  public SortedMap<String, Integer> byStatusClass() {
    return Collections.unmodifiableSortedMap(byStatusClass);
  }

  /** {@return the number of requests} */
  public int requests() {
    return byStatusClass.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return what is left of the hourly limit, by the last response that had it} */
  public OptionalLong remaining() {
    return remaining;
  }
}
