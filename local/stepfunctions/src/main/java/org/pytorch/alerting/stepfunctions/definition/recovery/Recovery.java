package org.pytorch.alerting.stepfunctions.definition.recovery;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** The Retry and the Catch of a state. */
public record Recovery(List<Retrier> retriers, List<Catcher> catchers) {
  public Recovery {
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }

  public static Recovery parse(DefinitionFields state) {
    return new Recovery(Retrier.parseAll(state), Catcher.parseAll(state));
  }

  public List<Edge> edges(String state) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < retriers.size(); i++) {
      // MaxAttempts 0 means "never retry these errors", so there is no edge.
      if (retriers.get(i).maxAttempts() > 0) {
        edges.add(new Edge.Retry(state, i));
      }
    }
    for (int i = 0; i < catchers.size(); i++) {
      edges.add(new Edge.Catch(state, i, catchers.get(i).next()));
    }
    return edges;
  }
}
