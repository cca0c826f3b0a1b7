package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** Returns scripted results; after the script, returns the function's payload. */
public final class ScriptedService implements TaskService {
  public final List<TaskRequest> requests = new ArrayList<>();
  private final VirtualScheduler scheduler;
  private final Deque<Function<TaskRequest, TaskResult>> script = new ArrayDeque<>();
  private Function<TaskRequest, TaskResult> defaultResult =
      request -> payload(request.parameters().path("Payload"));
  private Duration latency = Duration.ZERO;

  ScriptedService(VirtualScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Sets the time until each result. */
  public ScriptedService takes(Duration time) {
    latency = time;
    return this;
  }

  public ScriptedService fails(String error, String cause) {
    script.add(request -> new TaskResult.Failed(error, cause));
    return this;
  }

  public ScriptedService failsWith(String... errors) {
    for (String error : errors) {
      fails(error, "because");
    }
    return this;
  }

  public ScriptedService returns(String payload) {
    script.add(request -> payload(Machine.json(payload)));
    return this;
  }

  /** Sets the results after the end of the script. */
  public ScriptedService always(Function<TaskRequest, TaskResult> result) {
    defaultResult = result;
    return this;
  }

  public List<JsonNode> payloads() {
    return requests.stream().map(request -> request.parameters().path("Payload")).toList();
  }

  public static TaskResult payload(JsonNode payload) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("Payload", payload);
    return new TaskResult.Succeeded(result.put("StatusCode", 200));
  }

  @Override
  public void invoke(TaskRequest request, Consumer<TaskResult> done) {
    requests.add(request);
    TaskResult result = (script.isEmpty() ? defaultResult : script.removeFirst()).apply(request);
    scheduler.schedule(latency, () -> done.accept(result));
  }
}
