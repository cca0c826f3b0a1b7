package org.pytorch.alerting.stack.exploration;

import static org.pytorch.alerting.stack.exploration.Age.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.decide.DecideRequest;
import org.pytorch.alerting.decide.Pending;
import org.pytorch.alerting.decide.RecordRequest;
import org.pytorch.alerting.decide.Recorded;
import org.pytorch.alerting.decide.StoredAlert;
import org.pytorch.alerting.decide.Transition;
import org.pytorch.alerting.github.TimeBudget;
import org.pytorch.alerting.model.Deadline;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.stack.exploration.Execution.Phase;
import org.pytorch.alerting.stack.exploration.Execution.Write;

/**
 * Decide and record on the modelled table: a read, the production rule, and a write on condition
 * that nobody else has written. Each answer is computed once.
 */
final class StateSteps {
  /** A lease at least this long outlives its owner and what its owner has started. */
  private static final Duration LONGEST_WORK =
      Deadline.EXECUTION_TIMEOUT.plus(TimeBudget.PER_INVOCATION);

  private record DecideKey(Interned<Optional<StoredAlert>> row, int message, boolean holds) {}

  private record RecordKey(
      Interned<Optional<StoredAlert>> row, Interned<RecordRequest> request, boolean holds) {}

  private record EffectKey(
      Interned<ModelGitHub> github,
      Interned<Optional<StoredAlert>> before,
      Interned<Optional<StoredAlert>> after) {}

  private final Story story;
  private final Protocol protocol;
  private final Invocation.Function function;
  private final Values values;
  private final Map<DecideKey, Phase> decided = new HashMap<>();
  private final Map<RecordKey, Phase> recorded = new HashMap<>();
  private final Map<EffectKey, Interned<ModelGitHub>> noted = new HashMap<>();

  StateSteps(Story story, Protocol protocol, Values values) {
    this.story = story;
    this.protocol = protocol;
    this.values = values;
    this.function = new Invocation.Function(story, protocol, values);
  }

  /**
   * {@return the phase after decide has read the row} Refused, the execution fails in good order.
   */
  Phase decide(World world, Execution execution) {
    return decided.computeIfAbsent(
        new DecideKey(world.row(), execution.message(), execution.holds()),
        key -> {
          DecideRequest request = Requests.decide(story, key.message(), key.holds());
          Transition<Decision> transition = protocol.decider().apply(key.row().value, request, NOW);
          return switch (transition) {
            case Transition.Refuse<Decision> _ -> new Execution.Over();
            case Transition.Keep<Decision>(Decision answer) -> afterDecide(answer);
            case Transition.Write<Decision>(StoredAlert next, Decision answer) ->
                writing(
                    key.row(), next, key.holds(), afterDecide(answer), new Execution.Deciding());
          };
        });
  }

  private Phase afterDecide(Decision decision) {
    return decision.action().isClaimed()
        ? new Execution.Acting(function.start(values.decisions.of(Requests.plain(decision)), false))
        : new Execution.Finished();
  }

  /**
   * {@return the phase after record has read the row} Refused, the execution fails in good order.
   */
  Phase record(World world, Execution execution, Interned<RecordRequest> request) {
    return recorded.computeIfAbsent(
        new RecordKey(world.row(), request, execution.holds()),
        key -> {
          Transition<Recorded> transition =
              protocol
                  .recorder()
                  .apply(key.row().value, Requests.withToken(request.value, key.holds()), NOW);
          return switch (transition) {
            case Transition.Refuse<Recorded> _ -> new Execution.Over();
            case Transition.Keep<Recorded> _ -> afterRecord(request.value);
            case Transition.Write<Recorded>(StoredAlert next, Recorded _) ->
                writing(
                    key.row(),
                    next,
                    key.holds(),
                    afterRecord(request.value),
                    new Execution.Recording(request));
          };
        });
  }

  private static Phase afterRecord(RecordRequest request) {
    if (request.error().isPresent()) {
      return new Execution.Over();
    }
    return request.decision().help() ? new Execution.Deciding() : new Execution.Finished();
  }

  private Phase writing(
      Interned<Optional<StoredAlert>> read,
      StoredAlert next,
      boolean holds,
      Phase then,
      Phase again) {
    if (next.version() != read.value.map(StoredAlert::version).orElse(0L) + 1) {
      throw new IllegalStateException("not numbered as the next version: " + next);
    }
    List<Write> writes = new ArrayList<>();
    for (StoredAlert row : protocol.writes().apply(next)) {
      boolean ours =
          row.pending().filter(one -> one.token().equals(Requests.token(holds))).isPresent();
      writes.add(new Write(values.rows.of(Optional.of(Requests.plain(row))), ours));
    }
    return new Execution.Writing(List.copyOf(writes), then, again);
  }

  /**
   * {@return the world after a function of the execution at {@code index} has written; the phase of
   * that function is still to be set}
   *
   * <p>All others that were about to write will lose the race and get this row back with the
   * failure, which is the same as reading it now.
   */
  World written(World world, int index, Write write) {
    boolean newClaim = write.holds() && !world.executions().get(index).holds();
    boolean noClaim = write.row().value.flatMap(StoredAlert::pending).isEmpty();
    List<Execution> executions = new ArrayList<>();
    for (int i = 0; i < world.executions().size(); i++) {
      Execution execution = world.executions().get(i);
      if (noClaim || newClaim) {
        execution = execution.holding(newClaim && i == index);
      }
      executions.add(
          execution
              .in(overtaken(execution.phase()))
              .withLost(execution.lost().map(StateSteps::overtaken)));
    }
    return new World(write.row(), notes(world, write.row()), world.mail(), executions);
  }

  private static Phase overtaken(Phase phase) {
    return phase instanceof Execution.Writing writing ? writing.again() : phase;
  }

  /** What GitHub has becomes old with a new claim; what we record about an issue is noted on it. */
  private Interned<ModelGitHub> notes(World world, Interned<Optional<StoredAlert>> after) {
    return noted.computeIfAbsent(
        new EffectKey(world.github(), world.row(), after),
        key -> {
          ModelGitHub github = key.github().value;
          boolean hadClaim = key.before().value.flatMap(StoredAlert::pending).isPresent();
          StoredAlert now = key.after().value.orElseThrow();
          if (!hadClaim && now.pending().isPresent()) {
            github = github.agedTo(Age.OLD);
          }
          if (now.isManuallyClosed()) {
            github = github.recordedAsManuallyClosed(now.episode());
          }
          return values.githubs.of(github);
        });
  }

  /**
   * {@return the world once the pending claim's lease has lapsed, if it can lapse now} One that is
   * long enough only does when its owner, and every function its owner started, is gone.
   */
  Optional<World> lapse(World world) {
    Optional<Pending> living =
        world.row().value.flatMap(StoredAlert::pending).filter(one -> one.isLeaseAlive(NOW));
    if (living.isEmpty()) {
      return Optional.empty();
    }
    boolean ownerGone = world.executions().stream().noneMatch(Execution::holds);
    Duration lease = Duration.between(NOW, living.get().leaseExpiresAt());
    if (ownerGone) {
      return Optional.of(lapsed(world, living.get(), Age.EARLIER));
    }
    return lease.compareTo(LONGEST_WORK) < 0
        ? Optional.of(lapsed(world, living.get(), Age.RECENT))
        : Optional.empty();
  }

  /** By then everything, the claim as well, is at least as old as {@code age}. */
  private World lapsed(World world, Pending pending, Age age) {
    Instant claimedAt = pending.claimedAt().isBefore(age.time()) ? pending.claimedAt() : age.time();
    Pending lapsed =
        new Pending(
            pending.action(),
            pending.eventId(),
            pending.event(),
            pending.token(),
            pending.attempt(),
            claimedAt,
            NOW);
    StoredAlert row =
        world.row().value.orElseThrow().next(NOW).pending(Optional.of(lapsed)).build();
    return new World(
        values.rows.of(Optional.of(Requests.plain(row))),
        values.githubs.of(world.github().value.agedTo(age)),
        world.mail(),
        world.executions());
  }
}
