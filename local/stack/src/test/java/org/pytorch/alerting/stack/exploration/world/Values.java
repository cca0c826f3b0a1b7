package org.pytorch.alerting.stack.exploration.world;

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
import org.pytorch.alerting.stack.exploration.model.Bounds;
import org.pytorch.alerting.stack.exploration.model.Interner;
import org.pytorch.alerting.stack.exploration.model.IssueCall;
import org.pytorch.alerting.stack.exploration.model.Mail;
import org.pytorch.alerting.stack.exploration.model.ModelGitHub;

/** What worlds are made of, each value once; so a world is only a few small numbers. */
public final class Values {
  /** Row, GitHub and mail come before the executions. */
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

  /** {@return how many numbers stand for a world: every lost function takes a fault} */
  public int width() {
    return FIRST_EXECUTION + bounds.executions() + bounds.faults();
  }

  /** {@return the numbers that stand for {@code world}; the order of its executions is lost} */
  public int[] encode(World world) {
    int[] code = new int[width()];
    code[0] = world.row().id;
    code[1] = world.github().id;
    code[2] = world.mail().bits();
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
    return new World(rows.at(code[0]), githubs.at(code[1]), new Mail(code[2]), decoded);
  }

  /** {@return the decisions that were made and what became of them, each in words} */
  public Set<String> met() {
    Set<String> met = new TreeSet<>();
    decisions.values().map(Values::words).forEach(met::add);
    requests.values().map(Values::words).forEach(met::add);
    return met;
  }

  private static String words(Decision.Act decision) {
    boolean again = decision.claim().attempt() > 1;
    return decision.action() + (again ? " again" : "") + (decision.help() ? " as help" : "");
  }

  private static String words(RecordRequest request) {
    String what =
        request
            .outcome()
            .map(outcome -> outcome.result().name())
            .or(() -> request.error().map(StepError::error))
            .orElseThrow();
    return request.decision().action() + " " + what.substring(what.lastIndexOf('.') + 1);
  }
}
