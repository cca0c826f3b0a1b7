package org.pytorch.alerting.console.machine;

import java.util.List;
import java.util.Optional;

/**
 * A state machine, or what is inside a Map or a branch of a Parallel.
 *
 * @param startAt the name of its first state
 */
public record Flow(String startAt, List<Node> nodes, List<Edge> edges) {
  public Flow {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A state.
   *
   * @param end whether the flow can end here
   * @param inner the processor of a Map, or the branches of a Parallel
   * @param definition its JSON, indented and without what is inside
   */
  public record Node(
      String name,
      String type,
      Optional<String> comment,
      boolean end,
      List<Flow> inner,
      String definition) {
    public Node {
      inner = List.copyOf(inner);
    }
  }

  /** Why an edge is taken. */
  public enum Kind {
    NEXT,
    CHOICE,
    DEFAULT,
    CATCH
  }

  /**
   * A possible step from one state to another.
   *
   * @param label the values of a choice or the errors of a catch; empty if it needs none
   */
  public record Edge(String from, String to, Kind kind, String label) {}

  /** {@return the state with this name, however deep} */
  public Optional<Node> find(String name) {
    for (Node node : nodes) {
      if (node.name().equals(name)) {
        return Optional.of(node);
      }
      for (Flow flow : node.inner()) {
        Optional<Node> found = flow.find(name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
