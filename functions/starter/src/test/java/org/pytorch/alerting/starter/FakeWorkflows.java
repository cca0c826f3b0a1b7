package org.pytorch.alerting.starter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.pytorch.alerting.starter.workflow.NewExecution;
import org.pytorch.alerting.starter.workflow.WorkflowResult;
import org.pytorch.alerting.starter.workflow.WorkflowStarter;

/** Executions that end as they are told to, when they are told to. */
final class FakeWorkflows implements WorkflowStarter {
  final List<NewExecution> starts = new ArrayList<>();
  private final Map<String, Supplier<CompletableFuture<WorkflowResult>>> answers = new HashMap<>();

  static WorkflowResult succeeded() {
    return new WorkflowResult.Succeeded("arn:aws:states:us-east-1:123456789012:express:m:n:1");
  }

  /** Executions that are not told otherwise succeed at once. */
  void answer(String name, WorkflowResult result) {
    answers.put(name, () -> CompletableFuture.completedFuture(result));
  }

  void fail(String name, RuntimeException failure) {
    answers.put(name, () -> CompletableFuture.failedFuture(failure));
  }

  void explode(String name, RuntimeException failure) {
    answers.put(
        name,
        () -> {
          throw failure;
        });
  }

  /** The execution runs until the future that is returned is completed. */
  CompletableFuture<WorkflowResult> hold(String name) {
    CompletableFuture<WorkflowResult> running = new CompletableFuture<>();
    answers.put(name, () -> running);
    return running;
  }

  List<String> names() {
    return starts.stream().map(NewExecution::name).toList();
  }

  @Override
  public CompletableFuture<WorkflowResult> start(NewExecution execution) {
    starts.add(execution);
    return answers
        .getOrDefault(execution.name(), () -> CompletableFuture.completedFuture(succeeded()))
        .get();
  }
}
