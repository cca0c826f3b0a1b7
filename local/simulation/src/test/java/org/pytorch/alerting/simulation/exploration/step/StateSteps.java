package org.pytorch.alerting.simulation.exploration.step;

import static org.pytorch.alerting.simulation.exploration.model.Age.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.simulation.exploration.model.Age;
import org.pytorch.alerting.simulation.exploration.model.Interned;
import org.pytorch.alerting.simulation.exploration.model.ModelGitHub;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.Execution.Phase;
import org.pytorch.alerting.simulation.exploration.world.Execution.Write;
import org.pytorch.alerting.simulation.exploration.world.Invocation;
import org.pytorch.alerting.simulation.exploration.world.Values;
import org.pytorch.alerting.simulation.exploration.world.World;

/**
 * Decide and record on the modelled table: a read, the production rule, and a conditional write.
 * Each result is computed once.
 */
final class StateSteps {
  /** A lease at least this long outlives its holder and every function that the holder started. */
  private static final Duration LONGEST_WORK =
      Deadline.EXECUTION_TIMEOUT.plus(TimeBudget.PER_INVOCATION);

  // The hashes of the keys are written out for the same reason as Execution's.

  private record DecideKey(
      Interned<Optional<StoredAlert>> row, int message, boolean windowOver, boolean holds) {
    @Override
    public int hashCode() {
      return 31 * row.hashCode() + 4 * message + (windowOver ? 2 : 0) + (holds ? 1 : 0);
    }
  }

  private record RecordKey(
      Interned<Optional<StoredAlert>> row, Interned<RecordRequest> request, boolean holds) {
    @Override
    public int hashCode() {
      return 31 * (31 * row.hashCode() + request.hashCode()) + (holds ? 1 : 0);
    }
  }

  private record EffectKey(
      Interned<ModelGitHub> github,
      Interned<Optional<StoredAlert>> before,
      Interned<Optional<StoredAlert>> after) {
    @Override
    public int hashCode() {
      return 31 * (31 * github.hashCode() + before.hashCode()) + after.hashCode();
    }
  }

  private record ExpiredKey(Interned<Optional<StoredAlert>> row, Age age) {}

  private final Story story;
  private final Protocol protocol;
  private final Invocation.Function function;
  private final Values values;
  private final Map<DecideKey, Phase> decided = new HashMap<>();
  private final Map<RecordKey, Phase> recorded = new HashMap<>();
  private final Map<EffectKey, Interned<ModelGitHub>> noted = new HashMap<>();
  private final Map<ExpiredKey, Interned<Optional<StoredAlert>>> expired = new HashMap<>();
  private final Map<Interned<Optional<StoredAlert>>, Interned<Optional<StoredAlert>>> older =
      new HashMap<>();
  private final boolean windowMatters;

  StateSteps(Story story, Protocol protocol, Values values) {
    this.story = story;
    this.protocol = protocol;
    this.values = values;
    this.windowMatters = story.mayHaveLateCopy();
    this.function = new Invocation.Function(story, protocol, values);
  }

  /** {@return the phase after decide has read the row} A refused request ends the execution. */
  Phase decide(World world, Execution execution) {
    return decided.computeIfAbsent(
        new DecideKey(
            world.row(), execution.message(), world.counters().isWindowOver(), execution.holds()),
        key -> {
          DecideRequest request =
              Requests.decide(story, key.message(), key.windowOver(), key.holds());
          Transition<Decision> transition =
              inTurn(protocol.decider().apply(alert(key.row()), request, NOW));
          return switch (transition) {
            case Transition.Refuse<Decision> _ -> new Execution.Ended();
            case Transition.Keep<Decision>(Decision result) -> afterDecide(result, request);
            case Transition.Write<Decision>(StoredAlert next, Decision result) ->
                writing(
                    key.row(),
                    next,
                    key.holds(),
                    afterDecide(result, request),
                    new Execution.Deciding());
            case Transition.TakePlace<Decision> _ ->
                throw new IllegalStateException("an alert of these stories shares no issue");
            case Transition.TakeTurn<Decision> _ ->
                throw new IllegalStateException("a turn was requested twice");
          };
        });
  }

  private StoredAlert alert(Interned<Optional<StoredAlert>> row) {
    return row.value.orElseGet(() -> StoredAlert.unknown(story.fingerprint()));
  }

  /**
   * The turn is now. A later turn looks like a slow function to the others, and without a turn the
   * message is redelivered.
   */
  private static <A> Transition<A> inTurn(Transition<A> transition) {
    return transition instanceof Transition.TakeTurn<A>(_, var then)
        ? then.apply(new Turn.Granted(NOW))
        : transition;
  }

  private Phase afterDecide(Decision decision, DecideRequest request) {
    return switch (decision) {
      case Decision.Act act -> {
        Interned<Decision.Act> plain = values.decisions.of(Requests.plain(act, request.event()));
        yield act.action() == AlertAction.GIVE_UP
            ? new Execution.Quarantining(plain)
            : new Execution.Acting(function.start(plain, false));
      }
      case Decision.Postpone _ -> new Execution.Redelivered();
      case Decision.Skip skip when skip.action() == AlertAction.REJECT ->
          throw new IllegalStateException("an event of a story was rejected");
      case Decision.Skip _ -> new Execution.Finished();
    };
  }

  /** {@return the phase after record has read the row} A refused request ends the execution. */
  Phase record(World world, Execution execution, Interned<RecordRequest> request) {
    return recorded.computeIfAbsent(
        new RecordKey(world.row(), request, execution.holds()),
        key -> {
          Transition<Recorded> transition =
              protocol
                  .recorder()
                  .apply(
                      alert(key.row()),
                      Requests.presented(request.value, key.row().value, key.holds()),
                      NOW);
          return switch (transition) {
            case Transition.Refuse<Recorded> _ -> new Execution.Ended();
            case Transition.Keep<Recorded>(Recorded result) -> afterRecord(request.value, result);
            case Transition.Write<Recorded>(StoredAlert next, Recorded result) ->
                writing(
                    key.row(),
                    next,
                    key.holds(),
                    afterRecord(request.value, result),
                    new Execution.Recording(request));
            case Transition.TakePlace<Recorded> _ ->
                throw new IllegalStateException("record requested a place");
            case Transition.TakeTurn<Recorded> _ ->
                throw new IllegalStateException("record requested a turn");
          };
        });
  }

  private static Phase afterRecord(RecordRequest request, Recorded recorded) {
    if (recorded.rest().isPresent()) {
      return new Execution.Redelivered();
    }
    return request.error().isPresent() ? new Execution.Ended() : new Execution.Finished();
  }

  private Phase writing(
      Interned<Optional<StoredAlert>> read,
      StoredAlert next,
      boolean holds,
      Phase then,
      Phase again) {
    if (next.version() != read.value.map(StoredAlert::version).orElse(0L) + 1) {
      throw new IllegalStateException("the version does not follow the row that was read: " + next);
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
   * {@return the world after a function of the execution at {@code index} has written; the caller
   * sets the phase of that function}
   *
   * <p>All others that were about to write fail and get this row back with the failure, which is
   * the same as reading it now.
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
              .withOrphan(execution.orphan().map(StateSteps::overtaken)));
    }
    return new World(write.row(), notes(world, write.row()), world.counters(), executions);
  }

  private static Phase overtaken(Phase phase) {
    return phase instanceof Execution.Writing writing ? writing.again() : phase;
  }

  /**
   * A new claim makes everything on GitHub older than it; what we record about an issue is noted on
   * the issue.
   */
  private Interned<ModelGitHub> notes(World world, Interned<Optional<StoredAlert>> after) {
    return noted.computeIfAbsent(
        new EffectKey(world.github(), world.row(), after),
        key -> {
          ModelGitHub github = key.github().value;
          boolean hadClaim = key.before().value.flatMap(StoredAlert::pending).isPresent();
          StoredAlert now = key.after().value.orElseThrow();
          if (!hadClaim && now.pending().isPresent()) {
            github = github.agedTo(Age.OLD);
            github =
                now.formerIssue()
                    .filter(_ -> opens(now.pending().orElseThrow().action()))
                    .map(github::claimedBeside)
                    .orElse(github);
          }
          if (now.pending().isEmpty() && now.sent().isPresent()) {
            github = github.agedTo(Age.OLD);
          }
          if (!now.seenClosedBy().isEmpty()) {
            github = github.recordedAsManuallyClosed(now);
          }
          return values.githubs.of(github);
        });
  }

  private static boolean opens(AlertAction action) {
    return action == AlertAction.CREATE || action == AlertAction.REOPEN;
  }

  /**
   * {@return the world after the pending claim's lease has expired, if it can expire now} A lease
   * that is long enough only expires when its holder, and every function that the holder started,
   * has ended. A released claim only waits for its next attempt.
   */
  Optional<World> expireLease(World world) {
    Optional<Pending> active =
        world.row().value.flatMap(StoredAlert::pending).filter(one -> one.isLeaseActive(NOW));
    if (active.isEmpty()) {
      return Optional.empty();
    }
    Pending pending = active.get();
    if (!pending.held()) {
      return Optional.of(expired(world, pending, Age.RECENT));
    }
    boolean ownerGone = world.executions().stream().noneMatch(Execution::holds);
    Duration lease = Duration.between(NOW, pending.leaseExpiresAt());
    if (ownerGone) {
      return Optional.of(expired(world, pending, Age.EARLIER));
    }
    return lease.compareTo(LONGEST_WORK) < 0
        ? Optional.of(expired(world, pending, Age.RECENT))
        : Optional.empty();
  }

  /** Afterwards everything, including the claim, is at least as old as {@code age}. */
  private World expired(World world, Pending pending, Age age) {
    return new World(
        expired.computeIfAbsent(
            new ExpiredKey(world.row(), age), _ -> expiredRow(pending, world, age)),
        values.githubs.of(world.github().value.agedTo(age)),
        world.counters(),
        world.executions());
  }

  private Interned<Optional<StoredAlert>> expiredRow(Pending pending, World world, Age age) {
    Instant claimedAt = pending.claimedAt().isBefore(age.time()) ? pending.claimedAt() : age.time();
    Pending expired =
        pending.with().claimedAt(claimedAt).leaseExpiresAt(NOW).failure(Optional.empty()).build();
    return changed(world.row(), next -> next.pending(Optional.of(expired)));
  }

  /**
   * {@return the world after a released claim has used up its attempts, if there is one} The
   * attempts in between are equal to those that are explored.
   */
  Optional<World> attemptsUsedUp(World world) {
    return world
        .row()
        .value
        .flatMap(StoredAlert::pending)
        .filter(one -> !one.held() && one.attempt() > 1 && !one.mustBeGivenUp())
        .map(
            one ->
                withRow(
                    world,
                    next ->
                        next.pending(
                            Optional.of(
                                one.with()
                                    .attempt(Pending.MAX_ATTEMPTS + 1)
                                    .held(false)
                                    .failure(Optional.empty())
                                    .build()))));
  }

  /**
   * {@return the world after the reorder window of all messages, if that matters and the window is
   * not over yet} The clock stands still; instead, the messages get older. Executions that were
   * about to write read the row again.
   */
  Optional<World> windowOver(World world) {
    if (world.counters().isWindowOver() || !windowMatters) {
      return Optional.empty();
    }
    World later = overtaken(world.withCounters(world.counters().windowOver()));
    return Optional.of(
        later.row().value.isEmpty()
            ? later
            : later.withRow(older.computeIfAbsent(later.row(), this::olderRow)));
  }

  private Interned<Optional<StoredAlert>> olderRow(Interned<Optional<StoredAlert>> row) {
    StoredAlert alert = row.value.orElseThrow();
    return changed(
        row,
        next ->
            next.lastSaidAt(alert.lastSaidAt().minus(Story.WINDOW))
                .episodeSaidAt(alert.episodeSaidAt().minus(Story.WINDOW))
                .pending(
                    alert
                        .pending()
                        .map(
                            one ->
                                one.with()
                                    .saidAt(one.saidAt().minus(Story.WINDOW))
                                    .failure(Optional.empty())
                                    .build())));
  }

  /** Changes the row from outside; the writes of executions that were about to write fail. */
  private World withRow(World world, UnaryOperator<StoredAlertBuilder> change) {
    return overtaken(world).withRow(changed(world.row(), change));
  }

  private Interned<Optional<StoredAlert>> changed(
      Interned<Optional<StoredAlert>> row, UnaryOperator<StoredAlertBuilder> change) {
    StoredAlert changed = change.apply(row.value.orElseThrow().next(NOW)).build();
    return values.rows.of(Optional.of(Requests.plain(changed)));
  }

  /** Executions that were about to write have to read the row again. */
  private static World overtaken(World world) {
    return new World(
        world.row(),
        world.github(),
        world.counters(),
        world.executions().stream()
            .map(
                execution ->
                    execution
                        .in(overtaken(execution.phase()))
                        .withOrphan(execution.orphan().map(StateSteps::overtaken)))
            .toList());
  }
}
