package org.pytorch.alerting.simulation.exploration.step;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Interned;
import org.pytorch.alerting.simulation.exploration.model.IssueCall;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.Execution.Acting;
import org.pytorch.alerting.simulation.exploration.world.Execution.Phase;
import org.pytorch.alerting.simulation.exploration.world.Execution.Writing;
import org.pytorch.alerting.simulation.exploration.world.Invocation;
import org.pytorch.alerting.simulation.exploration.world.Invocation.Progress;
import org.pytorch.alerting.simulation.exploration.world.Values;
import org.pytorch.alerting.simulation.exploration.world.World;

/**
 * The steps of {@code alert-pipeline.asl.json}, each with the ways it can fail. Where the state
 * machine has a Retry, it may retry, or may have used up its retries.
 */
final class ExecutionSteps {
  /** The connection between the state machine and a function broke; the function may still run. */
  private static final String CONNECTION_LOST = "Lambda.SdkClientException";

  private final Story story;
  private final Protocol protocol;
  private final Bounds bounds;
  private final Values values;
  private final StateSteps state;
  private final GitHubSteps github;
  private final Map<Invocation, Phase> settled = new HashMap<>();
  private final Map<ReleaseKey, Phase> released = new HashMap<>();

  private record ReleaseKey(Invocation invocation, String error) {}

  ExecutionSteps(Story story, Protocol protocol, Bounds bounds, Values values, StateSteps state) {
    this.story = story;
    this.protocol = protocol;
    this.bounds = bounds;
    this.values = values;
    this.state = state;
    this.github = new GitHubSteps(values);
  }

  /** Adds all steps of the execution at {@code index} and of its orphaned function. */
  void addTo(List<Step> steps, World world, int index) {
    Execution execution = world.executions().get(index);
    switch (execution.phase()) {
      case Execution.Deciding _ -> {
        Phase read = state.decide(world, execution);
        add(steps, index, () -> Descriptions.decided(read), world.in(index, read));
      }
      case Execution.Recording(Interned<RecordRequest> request) -> {
        Phase read = state.record(world, execution, request);
        add(steps, index, () -> Descriptions.recorded(request.value, read), world.in(index, read));
      }
      case Writing writing -> addWrite(steps, world, index, writing);
      case Acting(Invocation invocation) -> addCall(steps, world, index, invocation);
      case Execution.Quarantining(Interned<Decision.Act> decision) ->
          addQuarantine(steps, world, index, decision.value);
      case Execution.Redelivered _ -> {
        Execution next = Execution.started(execution.message());
        Phase read = state.decide(world, next);
        World ended = world.in(index, new Execution.Ended()).plus(next);
        add(
            steps,
            index,
            () -> "has ended; its message is redelivered; " + Descriptions.decided(read),
            ended.in(ended.executions().size() - 1, read));
      }
      case Execution.Finished _ -> {
        World handled = world.withCounters(world.counters().handled(execution.message()));
        add(steps, index, () -> "is done", handled.in(index, new Execution.Ended()));
      }
      case Execution.Ended _ -> {}
    }
    if (mayFail(world) && !execution.hasEnded()) {
      World fault = world.withFault();
      add(steps, index, () -> "dies", fault.in(index, new Execution.Ended()));
      addDisconnect(steps, fault, index);
    }
    execution.orphan().ifPresent(orphan -> addOrphan(steps, world, index, orphan));
  }

  private boolean mayFail(World world) {
    return world.counters().faults() < bounds.faults();
  }

  private void addWrite(List<Step> steps, World world, int index, Writing writing) {
    Execution.Write write = writing.writes().getFirst();
    Supplier<String> text = () -> "writes " + Descriptions.row(write.row().value);
    World written = state.written(world, index, write);
    add(steps, index, text, written.in(index, writing.next()));
    if (mayFail(world)) {
      add(
          steps,
          index,
          () -> text.get() + "; the response is lost, it retries",
          written.withFault().in(index, writing.again()));
    }
  }

  private void addCall(List<Step> steps, World world, int index, Invocation invocation) {
    if (!(invocation.progress() instanceof Progress.Asks)) {
      addAfter(steps, world, index, "sends nothing to GitHub", invocation);
      return;
    }
    IssueCall call = GitHubSteps.call(invocation);
    GitHubSteps.Effect effect = github.make(world, invocation);
    World changed = world.withGitHub(effect.github());
    addAfter(steps, changed, index, call.text(), effect.invocation());
    if (mayFail(world)) {
      Invocation failed = github.fail(invocation);
      addAfter(steps, world.withFault(), index, call.text() + ", but GitHub fails", failed);
      if (call.isWrite()) {
        String lost = call.text() + ", but the response is lost";
        addAfter(steps, changed.withFault(), index, lost, failed);
      }
      if (call.isWrite()) {
        addAfter(
            steps,
            world.withFault(),
            index,
            call.text() + ", but is rate-limited",
            github.limit(invocation));
        addAfter(
            steps,
            world.withFault(),
            index,
            call.text() + ", but GitHub refuses permanently",
            github.reject(invocation));
      }
      if (call instanceof IssueCall.Comment comment) {
        String locked = call.text() + ", but the issue is locked";
        World refusing =
            world.withFault().withGitHub(values.githubs.of(world.github().value.refusing(comment)));
        addAfter(steps, refusing, index, locked, github.refuse(invocation));
      }
    }
  }

  /**
   * After a call the state machine waits for the next one, records, retries or releases the claim.
   */
  private void addAfter(
      List<Step> steps, World world, int index, String text, Invocation invocation) {
    switch (invocation.progress()) {
      case Progress.Asks _ ->
          add(steps, index, () -> text, world.in(index, new Acting(invocation)));
      case Progress.Ends(Outcome outcome) -> {
        add(
            steps,
            index,
            () -> text + "; outcome " + outcome.result(),
            acknowledged(world, index).in(index, settle(invocation, outcome)));
        if (mayFail(world)) {
          add(
              steps,
              index,
              () -> text + "; the function returns, but the connection to it is lost",
              world.withFault().in(index, release(invocation, CONNECTION_LOST)));
        }
      }
      case Progress.Throws(String error) -> {
        boolean unknown = error.equals(GitHubUnavailableException.class.getName());
        if (unknown || error.equals(GitHubNotAskedException.class.getName())) {
          add(
              steps,
              index,
              () -> text + "; the step is retried",
              world.in(index, new Acting(invocation.retry(unknown))));
        }
        add(
            steps,
            index,
            () -> text + "; the claim will be released",
            world.in(index, release(invocation, error)));
      }
    }
  }

  private void addQuarantine(List<Step> steps, World world, int index, Decision.Act decision) {
    Claim claim = decision.claim();
    int message = story.messageOf(claim.eventId());
    Outcome givenUp = new Outcome(Outcome.Result.GIVEN_UP, Optional.empty(), Optional.empty());
    add(
        steps,
        index,
        () -> "quarantines the event of m%d".formatted(message + 1),
        world
            .withCounters(world.counters().dead(message))
            .in(index, recording(RecordRequest.settle(decision, givenUp))));
    if (mayFail(world)) {
      add(
          steps,
          index,
          () -> "cannot reach the dead-letter queue",
          world.withFault().in(index, new Execution.Ended()));
    }
  }

  private World acknowledged(World world, int index) {
    return protocol.acknowledgesBeforeRecord()
        ? world.withCounters(world.counters().handled(world.executions().get(index).message()))
        : world;
  }

  private Phase settle(Invocation invocation, Outcome outcome) {
    return settled.computeIfAbsent(
        invocation,
        _ -> {
          boolean unknown =
              outcome.result() == Outcome.Result.RATE_LIMITED && invocation.outcomeUnknown();
          return recording(
              new RecordRequest(
                  invocation.decision().value, Optional.of(outcome), Optional.empty(), unknown));
        });
  }

  private Phase release(Invocation invocation, String error) {
    return released.computeIfAbsent(
        new ReleaseKey(invocation, error),
        _ ->
            recording(
                RecordRequest.release(
                    invocation.decision().value,
                    new StepError(error, Optional.empty()),
                    invocation.outcomeUnknown())));
  }

  private Phase recording(RecordRequest request) {
    return new Execution.Recording(values.requests.of(request));
  }

  /**
   * The connection to the function is lost, and the function still runs. Decide and record are
   * retried while it runs. An action on GitHub is not, because the execution cannot know when the
   * function has ended.
   */
  private void addDisconnect(List<Step> steps, World fault, int index) {
    Execution execution = fault.executions().get(index);
    if (execution.orphan().isPresent()) {
      return; // One at a time is enough.
    }
    Optional<Phase> next =
        switch (execution.phase()) {
          case Execution.Deciding _, Execution.Recording _ -> Optional.of(execution.phase());
          case Writing writing -> Optional.of(writing.again());
          case Acting(Invocation invocation) ->
              asks(invocation).map(_ -> release(invocation, CONNECTION_LOST));
          case Execution.Quarantining _,
              Execution.Redelivered _,
              Execution.Finished _,
              Execution.Ended _ ->
              Optional.empty();
        };
    next.ifPresent(
        phase ->
            add(
                steps,
                index,
                () -> "the connection to its function is lost, but the function still runs",
                fault.withOrphan(index, Optional.of(execution.phase())).in(index, phase)));
  }

  /** The steps of an orphaned function. Its response is lost. */
  private void addOrphan(List<Step> steps, World world, int index, Phase orphan) {
    Execution execution = world.executions().get(index);
    switch (orphan) {
      case Execution.Deciding _ -> {
        Phase read = state.decide(world, execution);
        addOrphan(steps, world, index, () -> Descriptions.decided(read), writes(read));
      }
      case Execution.Recording(Interned<RecordRequest> request) -> {
        Phase read = state.record(world, execution, request);
        addOrphan(
            steps, world, index, () -> Descriptions.recorded(request.value, read), writes(read));
      }
      case Writing writing -> {
        Execution.Write write = writing.writes().getFirst();
        World written = state.written(world, index, write);
        Supplier<String> text = () -> "writes " + Descriptions.row(write.row().value);
        addOrphan(steps, written, index, text, writes(writing.next()));
      }
      case Acting(Invocation invocation) -> {
        GitHubSteps.Effect effect = github.make(world, invocation);
        World changed = world.withGitHub(effect.github());
        Supplier<String> text = () -> GitHubSteps.call(invocation).text();
        addOrphan(steps, changed, index, text, asks(effect.invocation()));
      }
      case Execution.Quarantining _,
          Execution.Redelivered _,
          Execution.Finished _,
          Execution.Ended _ -> {}
    }
    addOrphan(steps, world, index, () -> "is stopped", Optional.empty());
  }

  private static Optional<Phase> asks(Invocation invocation) {
    return Optional.of(invocation)
        .filter(one -> one.progress() instanceof Progress.Asks)
        .map(Acting::new);
  }

  private static Optional<Phase> writes(Phase phase) {
    return Optional.of(phase).filter(Writing.class::isInstance);
  }

  private static void addOrphan(
      List<Step> steps, World world, int index, Supplier<String> text, Optional<Phase> next) {
    add(steps, index, () -> "its orphaned function " + text.get(), world.withOrphan(index, next));
  }

  private static void add(List<Step> steps, int actor, Supplier<String> text, World next) {
    steps.add(new Step(actor, text, next));
  }
}
