package org.pytorch.alerting.stepfunctions.task;

import java.util.function.Consumer;

/**
 * Runs a Task state's Resource. Asynchronous, because the interpreter owns no thread: a simulation
 * responds from its scheduler, an HTTP service from a virtual thread.
 */
@FunctionalInterface
public interface TaskService {
  /**
   * Starts one attempt and returns without waiting for it. An error is a {@link TaskResult.Failed};
   * an exception is a bug, which the scheduler reports.
   *
   * @param done takes the result, once, from any thread, now or later. A result is dropped if the
   *     state has timed out or the execution has ended.
   */
  void invoke(TaskRequest request, Consumer<TaskResult> done);
}
