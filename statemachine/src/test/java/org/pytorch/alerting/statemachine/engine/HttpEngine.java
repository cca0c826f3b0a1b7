package org.pytorch.alerting.statemachine.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Script;

/**
 * Any Step Functions engine over HTTP, with our own functions and queue behind it.
 *
 * <p>Every run has its own state machine, whose functions and queue carry the run's name, so that
 * runs can be parallel. The definition is rewritten by {@link ShortWaits#of}, and by {@link
 * ShortWaits#forOlderEngines} if the engine refuses it.
 */
public final class HttpEngine implements Engine, AutoCloseable {
  private static final String HALF_TOO_LARGE = Json.write(Map.of("text", "x".repeat(140_000)));
  private static final String DOUBLED = "{\"one.$\": \"$.text\", \"two.$\": \"$.text\"}";

  private final StepFunctionsApi api;
  private final ScriptedAws aws;
  private final AtomicInteger runs = new AtomicInteger();

  /** Unique per test run: a long-lived engine may know the names of an earlier one. */
  private final String series = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

  private final Machines machines;
  private final Set<DataLimit> dataLimits;

  /**
   * Probes the engine's features.
   *
   * @param aws serves the engine's calls to Lambda and SQS
   */
  public HttpEngine(URI endpoint, ScriptedAws aws) {
    this.api = new StepFunctionsApi(endpoint);
    this.aws = aws;
    this.machines = Machines.of(api, "probe-" + series);
    this.dataLimits =
        Arrays.stream(DataLimit.values()).filter(this::has).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Result run(Definition definition, JsonNode input, Backend backend) {
    String name = nextName();
    Definition rewritten = ShortWaits.of(definition).filledIn(aws.serve(name, backend));
    JsonNode ended = ended(name, rewritten, input.toString());
    return new Result(
        ended.path("status").asText(),
        text(ended, "output").map(output -> Json.read(output, JsonNode.class)),
        text(ended, "error"),
        text(ended, "cause"),
        backend.calls());
  }

  @Override
  public Set<DataLimit> dataLimits() {
    return dataLimits;
  }

  /** {@return the number of executions to run at once} */
  public int parallelism() {
    return machines.parallelism();
  }

  @Override
  public void close() {
    api.close();
  }

  private boolean has(DataLimit limit) {
    String name = nextName();
    Backend backend = new Backend(Map.of(Callee.NORMALIZE, Script.accepted()));
    JsonNode ended = ended(name, probe(limit).filledIn(aws.serve(name, backend)), HALF_TOO_LARGE);
    return ended.path("status").asText().equals("FAILED");
  }

  /** {@return a machine with one state, which doubles its input} */
  private static Definition probe(DataLimit limit) {
    String state =
        switch (limit) {
          case RESULT -> "\"Type\": \"Pass\", \"Parameters\": " + DOUBLED;
          case PARAMETERS ->
              """
              "Type": "Task", "Resource": "${normalize_function_arn}", "TimeoutSeconds": 10,
              "Parameters": %s"""
                  .formatted(DOUBLED);
        };
    return new Definition(
        "{\"StartAt\": \"Double\", \"States\": {\"Double\": {%s, \"End\": true}}}"
            .formatted(state));
  }

  private JsonNode ended(String name, Definition definition, String input) {
    String machine = create(name, definition);
    try {
      return machines.run(api, Map.of("stateMachineArn", machine, "name", name, "input", input));
    } finally {
      // Best effort: not every engine supports it, and none needs it.
      api.call("DeleteStateMachine", Map.of("stateMachineArn", machine));
    }
  }

  private String create(String name, Definition definition) {
    StepFunctionsApi.Reply reply = machines.create(api, name, definition);
    if (!reply.isOk()) {
      reply = machines.create(api, name, ShortWaits.forOlderEngines(definition));
    }
    return reply.json().get("stateMachineArn").asText();
  }

  private String nextName() {
    return "scenario-" + series + "-" + runs.incrementAndGet();
  }

  private static Optional<String> text(JsonNode ended, String field) {
    return Optional.of(ended.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
