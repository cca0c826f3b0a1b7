package org.pytorch.alerting.fakegithub.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests, oldest first. */
public final class RequestLog {
  public static final int REQUESTS_MAX = 10_000;

  private final Deque<LoggedRequest> requests = new ArrayDeque<>();

  public void add(LoggedRequest request) {
    if (requests.size() == REQUESTS_MAX) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  public List<LoggedRequest> all() {
    return List.copyOf(requests);
  }

  public void clear() {
    requests.clear();
  }
}
