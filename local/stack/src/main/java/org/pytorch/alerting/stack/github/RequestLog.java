package org.pytorch.alerting.stack.github;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests, oldest first. */
final class RequestLog {
  static final int REQUESTS_MAX = 10_000;

  private final Deque<LoggedRequest> requests = new ArrayDeque<>();

  void add(LoggedRequest request) {
    if (requests.size() == REQUESTS_MAX) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  List<LoggedRequest> all() {
    return List.copyOf(requests);
  }

  void clear() {
    requests.clear();
  }
}
