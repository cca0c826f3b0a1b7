package org.pytorch.alerting.simulation.exploration.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Counters;
import org.pytorch.alerting.simulation.exploration.model.Interner;
import org.pytorch.alerting.simulation.exploration.model.IssueCall;
import org.pytorch.alerting.simulation.exploration.model.ModelGitHub;

/**
 * The values that worlds consist of, each stored once, so that a world is only a few small numbers.
 */
public final class Values {
  /** Row, GitHub and counters come before the executions. */
  private static final int FIRST_EXECUTION = 3;

  public final Interner<Optional<StoredAlert>> rows = new Interner<>();
  public final Interner<ModelGitHub> githubs = new Interner<>();
  public final Interner<Decision.Act> decisions = new Interner<>();
  final Interner<IssueCall> calls = new Interner<>();
  public final Interner<Reply> replies = new Interner<>();
  public final Interner<RecordRequest> requests = new Interner<>();
  private final Interner<Execution> executions = new Interner<>();
  private final Bounds bounds;

  public Values(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * {@return the number of numbers that encode a world} Every orphaned function takes a fault, so
   * there are at most that many ended executions.
   */
  public int width() {
    return FIRST_EXECUTION + bounds.executions() + bounds.faults();
  }

  /** {@return the numbers that encode {@code world}, without the order of its executions} */
  public int[] encode(World world) {
    int[] code = new int[width()];
    code[0] = world.row().id;
    code[1] = world.github().id;
    code[2] = world.counters().bits();
    int end = FIRST_EXECUTION;
    for (Execution execution : world.executions()) {
      code[end++] = executions.of(execution).id + 1; // 0 is none.
    }
    Arrays.sort(code, FIRST_EXECUTION, end);
    return code;
  }

  public World decode(int[] code) {
    List<Execution> decoded = new ArrayList<>();
    for (int i = FIRST_EXECUTION; i < code.length && code[i] != 0; i++) {
      decoded.add(executions.at(code[i] - 1).value);
    }
    return new World(rows.at(code[0]), githubs.at(code[1]), new Counters(code[2]), decoded);
  }

  /** {@return the decisions and outcomes that occurred, as text} */
  public Set<String> occurred() {
    Set<String> occurred = new TreeSet<>();
    decisions.values().map(Values::text).forEach(occurred::add);
    requests.values().map(Values::text).forEach(occurred::add);
    return occurred;
  }

  private static String text(Decision.Act decision) {
    boolean again = decision.claim().attempt() > 1;
    return decision.action() + (again ? " again" : "") + (decision.help() ? " as help" : "");
  }

  private static String text(RecordRequest request) {
    String what =
        request
            .outcome()
            .map(outcome -> outcome.result().name())
            .or(() -> request.error().map(StepError::error))
            .orElseThrow();
    return request.decision().action() + " " + what.substring(what.lastIndexOf('.') + 1);
  }
}
