package org.pytorch.alerting.statemachine.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.pytorch.alerting.statemachine.definition.Definition;

/**
 * Shortens a definition's waits for an engine in real time. Paths, data and the number of retries
 * stay as deployed.
 */
final class ShortWaits {
  private ShortWaits() {}

  /**
   * {@return the definition with every retrier and Wait as short as possible}
   *
   * <p>{@code IntervalSeconds} and {@code BackoffRate} become 1, the minimum. {@code
   * MaxDelaySeconds} is removed, because it must be more than the interval. {@code JitterStrategy}
   * stays, so that a retry waits half a second on average. A Wait takes a second.
   */
  static Definition of(Definition definition) {
    ObjectNode tree = definition.tree();
    tree.findValues("Retry").stream()
        .flatMap(JsonNode::valueStream)
        .map(ObjectNode.class::cast)
        .forEach(
            retrier -> {
              retrier.put("IntervalSeconds", 1);
              retrier.put("BackoffRate", 1.0);
              retrier.remove("MaxDelaySeconds");
            });
    tree.findParents("Seconds").forEach(state -> ((ObjectNode) state).put("Seconds", 1));
    return Definition.of(tree);
  }

  /**
   * {@return the definition without the language features of late 2023}
   *
   * <p>For engines that refuse them. Without {@code CausePath}, a failed execution has no cause;
   * without {@code JitterStrategy}, every retry waits a whole second.
   */
  static Definition forOlderEngines(Definition definition) {
    ObjectNode tree = definition.tree();
    tree.findParents("CausePath").forEach(state -> ((ObjectNode) state).remove("CausePath"));
    tree.findParents("JitterStrategy")
        .forEach(retrier -> ((ObjectNode) retrier).remove(List.of("JitterStrategy")));
    return Definition.of(tree);
  }
}
