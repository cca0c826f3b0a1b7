package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Rewrites a definition for an engine whose time is real. Nothing else is touched, so ways, data
 * and the number of retries stay as deployed.
 */
final class ShortWaits {
  private ShortWaits() {}

  /**
   * {@return the definition with every retrier and every Wait at its shortest}
   *
   * <p>{@code IntervalSeconds} becomes 1, the least that is allowed, {@code BackoffRate} 1, and
   * {@code MaxDelaySeconds} goes, as it would have to be more than the interval. {@code
   * JitterStrategy} stays, so that a retry waits half a second on average. A Wait waits a second.
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
   * {@return the definition without what came to the language in late 2023}
   *
   * <p>{@code CausePath} goes, so that a failed execution has no cause, and {@code JitterStrategy},
   * so that every retry waits the whole second. For engines that refuse the definition with them.
   */
  static Definition forOlderEngines(Definition definition) {
    ObjectNode tree = definition.tree();
    tree.findParents("CausePath").forEach(state -> ((ObjectNode) state).remove("CausePath"));
    tree.findParents("JitterStrategy")
        .forEach(retrier -> ((ObjectNode) retrier).remove(List.of("JitterStrategy")));
    return Definition.of(tree);
  }
}
