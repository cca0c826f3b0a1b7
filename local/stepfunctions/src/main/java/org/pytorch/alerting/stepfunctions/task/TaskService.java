package org.pytorch.alerting.stepfunctions.task;

import java.util.function.Consumer;

/**
 * What runs a Task state's Resource. Asynchronous, because the interpreter owns no thread: a
 * simulation answers from its scheduler, a service over HTTP from a virtual thread.
 */
@FunctionalInterface
public interface TaskService {
  /**
   * Starts one attempt and returns without waiting for it. An error is a {@link TaskResult.Failed};
   * what it throws is a bug, which is left to the scheduler to report.
   *
   * @param done takes the result, once, from any thread, now or later; a result that comes after
   *     the state has timed out or the execution has ended is dropped
   */
  void invoke(TaskRequest request, Consumer<TaskResult> done);
}
