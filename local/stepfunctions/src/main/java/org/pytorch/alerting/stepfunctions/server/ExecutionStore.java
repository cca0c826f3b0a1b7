package org.pytorch.alerting.stepfunctions.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

/** All running executions, and the latest ended ones. */
final class ExecutionStore {
  /** Above this number, the oldest ended execution is removed. */
  static final int MAX_KEPT = 1_000;

  private final Map<String, StoredExecution> byArn = new LinkedHashMap<>();

  synchronized void add(StoredExecution execution) {
    byArn.put(execution.start().executionArn(), execution);
    Iterator<StoredExecution> oldestFirst = byArn.values().iterator();
    while (byArn.size() > MAX_KEPT && oldestFirst.hasNext()) {
      if (oldestFirst.next().status() != ExecutionStatus.RUNNING) {
        oldestFirst.remove();
      }
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
