package org.pytorch.alerting.github.http;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one invocation has asked of GitHub: for its log line and its metrics. */
public final class Usage {
  private final SortedMap<String, Integer> byStatusClass = new TreeMap<>();
  private OptionalLong remaining = OptionalLong.empty();

  /** Counts an answer, and keeps what GitHub says is left of the hourly limit. */
  void answered(HttpAnswer answer) {
    byStatusClass.merge(answer.status() / 100 + "xx", 1, Integer::sum);
    answer
        .header("x-ratelimit-remaining")
        .filter(text -> text.matches("[0-9]{1,15}"))
        .ifPresent(text -> remaining = OptionalLong.of(Long.parseLong(text)));
  }

  /** Counts a request without an answer. */
  void unanswered() {
    byStatusClass.merge("no_answer", 1, Integer::sum);
  }

  /** {@return how many requests were sent, by {@code 2xx}, …, {@code no_answer}} */
  public SortedMap<String, Integer> byStatusClass() {
    return Collections.unmodifiableSortedMap(byStatusClass);
  }

  /** {@return how many requests were sent} */
  public int requests() {
    return byStatusClass.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return what is left of the hourly limit by the last answer that said so} */
  public OptionalLong remaining() {
    return remaining;
  }
}
