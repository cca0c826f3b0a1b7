package org.pytorch.alerting.stepfunctions.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

/**
 * All running executions, and the latest ended ones. A history of the pipeline has 100 kB as
 * objects: 10,000 of them would not fit, but packed they do.
 */
final class ExecutionStore {
  /** Above this number, the oldest ended execution is removed. */
  static final int MAX_KEPT = 10_000;

  /** Above this number, the history of the oldest ended execution is packed. */
  static final int MAX_UNPACKED = 500;

  private final int maxKept;
  private final int maxUnpacked;
  private final Map<String, StoredExecution> byArn = new LinkedHashMap<>();

  /** The oldest first. */
  private final Deque<StoredExecution> unpacked = new ArrayDeque<>();

  ExecutionStore() {
    this(MAX_KEPT, MAX_UNPACKED);
  }

  ExecutionStore(int maxKept, int maxUnpacked) {
    this.maxKept = maxKept;
    this.maxUnpacked = maxUnpacked;
  }

  synchronized void add(StoredExecution execution) {
    byArn.put(execution.start().executionArn(), execution);
    unpacked.addLast(execution);
    if (unpacked.size() > maxUnpacked) {
      pack(unpacked.removeFirst());
    }
    Iterator<StoredExecution> oldestFirst = byArn.values().iterator();
    while (byArn.size() > maxKept && oldestFirst.hasNext()) {
      if (oldestFirst.next().status() != ExecutionStatus.RUNNING) {
        oldestFirst.remove();
      }
    }
  }

  /** One that still runs gets its turn again later. */
  private void pack(StoredExecution oldest) {
    oldest.pack();
    if (oldest.status() == ExecutionStatus.RUNNING) {
      unpacked.addLast(oldest);
    }
  }

  synchronized Optional<StoredExecution> find(String arn) {
    return Optional.ofNullable(byArn.get(arn));
  }

  StoredExecution require(ApiRequest request) {
    String arn = Arns.checkArn(request.requiredText("executionArn"));
    return find(arn)
        .orElseThrow(
            () ->
                new ApiException(
                    "ExecutionDoesNotExist", "Execution Does Not Exist: '%s'".formatted(arn)));
  }

  synchronized List<StoredExecution> newestFirst() {
    return new ArrayList<>(byArn.values()).reversed();
  }

  synchronized Set<StoredExecution> running() {
    return byArn.values().stream()
        .filter(execution -> execution.status() == ExecutionStatus.RUNNING)
        .collect(Collectors.toSet());
  }
}
