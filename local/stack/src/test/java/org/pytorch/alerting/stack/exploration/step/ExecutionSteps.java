package org.pytorch.alerting.stack.exploration.step;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.stack.exploration.model.Bounds;
import org.pytorch.alerting.stack.exploration.model.Interned;
import org.pytorch.alerting.stack.exploration.model.IssueCall;
import org.pytorch.alerting.stack.exploration.model.Protocol;
import org.pytorch.alerting.stack.exploration.model.Story;
import org.pytorch.alerting.stack.exploration.world.Execution;
import org.pytorch.alerting.stack.exploration.world.Execution.Acting;
import org.pytorch.alerting.stack.exploration.world.Execution.Phase;
import org.pytorch.alerting.stack.exploration.world.Execution.Writing;
import org.pytorch.alerting.stack.exploration.world.Invocation;
import org.pytorch.alerting.stack.exploration.world.Invocation.Progress;
import org.pytorch.alerting.stack.exploration.world.Values;
import org.pytorch.alerting.stack.exploration.world.World;

/**
 * The steps of {@code alert-pipeline.asl.json}, each with the ways it can fail. Wherever the state
 * machine has a Retry, it may use it, or may have used it up.
 */
final class ExecutionSteps {
  /** The connection between the state machine and a function broke; the function may go on. */
  private static final String CONNECTION_LOST = "Lambda.SdkClientException";

  private final Story story;
  private final Protocol protocol;
  private final Bounds bounds;
  private final Values values;
  private final StateSteps state;
  private final GitHubSteps github;

  ExecutionSteps(Story story, Protocol protocol, Bounds bounds, Values values, StateSteps state) {
    this.story = story;
    this.protocol = protocol;
    this.bounds = bounds;
    this.values = values;
    this.state = state;
    this.github = new GitHubSteps(values);
  }

  /** Adds all that the execution at {@code index} can do, and its lost function. */
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
      case Execution.ComesBack _ -> {
        Execution next = Execution.begun(execution.message());
        Phase read = state.decide(world, next);
        World over = world.in(index, new Execution.Over()).plus(next);
        add(
            steps,
            index,
            () -> "is over; its message is delivered again; " + Descriptions.decided(read),
            over.in(over.executions().size() - 1, read));
      }
      case Execution.Finished _ -> {
        World handled = world.withMail(world.mail().handled(execution.message()));
        add(steps, index, () -> "is done", handled.in(index, new Execution.Over()));
      }
      case Execution.Over _ -> {}
    }
    if (mayFail(world) && !execution.isOver()) {
      World fault = world.withFault();
      add(steps, index, () -> "dies", fault.in(index, new Execution.Over()));
      addLoss(steps, fault, index);
    }
    execution.lost().ifPresent(lost -> addLost(steps, world, index, lost));
  }

  private boolean mayFail(World world) {
    return world.mail().faults() < bounds.faults();
  }

  private void addWrite(List<Step> steps, World world, int index, Writing writing) {
    Execution.Write write = writing.writes().getFirst();
    Supplier<String> words = () -> "writes " + Descriptions.row(write.row().value);
    World written = state.written(world, index, write);
    add(steps, index, words, written.in(index, writing.next()));
    if (mayFail(world)) {
      add(
          steps,
          index,
          () -> words.get() + "; the answer is lost, it tries again",
          written.withFault().in(index, writing.again()));
    }
  }

  private void addCall(List<Step> steps, World world, int index, Invocation invocation) {
    if (!(invocation.progress() instanceof Progress.Asks)) {
      addAfter(steps, world, index, "asks nothing of GitHub", invocation);
      return;
    }
    IssueCall call = GitHubSteps.call(invocation);
    GitHubSteps.Effect effect = github.make(world, invocation);
    World changed = world.withGitHub(effect.github());
    addAfter(steps, changed, index, call.words(), effect.invocation());
    if (mayFail(world)) {
      Invocation failed = github.fail(invocation);
      addAfter(steps, world.withFault(), index, call.words() + ", which fails", failed);
      if (call.changesSomething()) {
        String lost = call.words() + ", whose answer is lost";
        addAfter(steps, changed.withFault(), index, lost, failed);
      }
      if (call.changesSomething()) {
        addAfter(
            steps,
            world.withFault(),
            index,
            call.words() + ", which GitHub's limit prevents",
            github.limit(invocation));
        addAfter(
            steps,
            world.withFault(),
            index,
            call.words() + ", which GitHub refuses for good",
            github.reject(invocation));
      }
      if (call instanceof IssueCall.Comment comment) {
        String locked = call.words() + ", which is locked";
        World refusing =
            world.withFault().withGitHub(values.githubs.of(world.github().value.refusing(comment)));
        addAfter(steps, refusing, index, locked, github.refuse(invocation));
      }
    }
  }

  /** What the state machine does after a call: wait for the next, record, try again or release. */
  private void addAfter(
      List<Step> steps, World world, int index, String words, Invocation invocation) {
    switch (invocation.progress()) {
      case Progress.Asks _ ->
          add(steps, index, () -> words, world.in(index, new Acting(invocation)));
      case Progress.Ends(Outcome outcome) -> {
        add(
            steps,
            index,
            () -> words + "; outcome " + outcome.result(),
            acknowledged(world, index).in(index, settle(invocation, outcome)));
        if (mayFail(world)) {
          add(
              steps,
              index,
              () -> words + "; the function ends, but the connection to it is lost",
              world.withFault().in(index, release(invocation, CONNECTION_LOST)));
        }
      }
      case Progress.Throws(String error) -> {
        boolean unknown = error.equals(GitHubUnavailableException.class.getName());
        if (unknown || error.equals(GitHubNotAskedException.class.getName())) {
          add(
              steps,
              index,
              () -> words + "; the step is tried again",
              world.in(index, new Acting(invocation.retry(unknown))));
        }
        add(
            steps,
            index,
            () -> words + "; the claim is to be released",
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
        () -> "puts the event of m%d into the dead-letter queue".formatted(message + 1),
        world
            .withMail(world.mail().dead(message))
            .in(index, recording(RecordRequest.settle(decision, givenUp))));
    if (mayFail(world)) {
      add(
          steps,
          index,
          () -> "cannot reach the dead-letter queue",
          world.withFault().in(index, new Execution.Over()));
    }
  }

  private World acknowledged(World world, int index) {
    return protocol.acknowledgesBeforeRecord()
        ? world.withMail(world.mail().handled(world.executions().get(index).message()))
        : world;
  }

  private Phase settle(Invocation invocation, Outcome outcome) {
    boolean unknown =
        outcome.result() == Outcome.Result.RATE_LIMITED && invocation.outcomeUnknown();
    return recording(
        new RecordRequest(
            invocation.decision().value, Optional.of(outcome), Optional.empty(), unknown));
  }

  private Phase release(Invocation invocation, String error) {
    Decision.Act decision = invocation.decision().value;
    return recording(
        RecordRequest.release(
            decision, new StepError(error, Optional.empty()), invocation.outcomeUnknown()));
  }

  private Phase recording(RecordRequest request) {
    return new Execution.Recording(values.requests.of(request));
  }

  /**
   * The connection to the function is lost, and the function goes on. Decide and record are tried
   * again beside it. An action on GitHub is not: nobody could tell when the function has ended.
   */
  private void addLoss(List<Step> steps, World fault, int index) {
    Execution execution = fault.executions().get(index);
    if (execution.lost().isPresent()) {
      return; // One at a time is enough.
    }
    Optional<Phase> next =
        switch (execution.phase()) {
          case Execution.Deciding _, Execution.Recording _ -> Optional.of(execution.phase());
          case Writing writing -> Optional.of(writing.again());
          case Acting(Invocation invocation) ->
              asks(invocation).map(_ -> release(invocation, CONNECTION_LOST));
          case Execution.Quarantining _,
              Execution.ComesBack _,
              Execution.Finished _,
              Execution.Over _ ->
              Optional.empty();
        };
    next.ifPresent(
        phase ->
            add(
                steps,
                index,
                () -> "the connection to its function is lost, but that goes on",
                fault.withLost(index, Optional.of(execution.phase())).in(index, phase)));
  }

  /** What a function does that nobody listens to. What it answers, nobody hears. */
  private void addLost(List<Step> steps, World world, int index, Phase lost) {
    Execution execution = world.executions().get(index);
    switch (lost) {
      case Execution.Deciding _ -> {
        Phase read = state.decide(world, execution);
        addLost(steps, world, index, () -> Descriptions.decided(read), writes(read));
      }
      case Execution.Recording(Interned<RecordRequest> request) -> {
        Phase read = state.record(world, execution, request);
        addLost(
            steps, world, index, () -> Descriptions.recorded(request.value, read), writes(read));
      }
      case Writing writing -> {
        Execution.Write write = writing.writes().getFirst();
        World written = state.written(world, index, write);
        Supplier<String> words = () -> "writes " + Descriptions.row(write.row().value);
        addLost(steps, written, index, words, writes(writing.next()));
      }
      case Acting(Invocation invocation) -> {
        GitHubSteps.Effect effect = github.make(world, invocation);
        World changed = world.withGitHub(effect.github());
        Supplier<String> words = () -> GitHubSteps.call(invocation).words();
        addLost(steps, changed, index, words, asks(effect.invocation()));
      }
      case Execution.Quarantining _,
          Execution.ComesBack _,
          Execution.Finished _,
          Execution.Over _ -> {}
    }
    addLost(steps, world, index, () -> "is stopped", Optional.empty());
  }

  private static Optional<Phase> asks(Invocation invocation) {
    return Optional.of(invocation)
        .filter(one -> one.progress() instanceof Progress.Asks)
        .map(Acting::new);
  }

  private static Optional<Phase> writes(Phase phase) {
    return Optional.of(phase).filter(Writing.class::isInstance);
  }

  private static void addLost(
      List<Step> steps, World world, int index, Supplier<String> words, Optional<Phase> next) {
    add(steps, index, () -> "its lost function " + words.get(), world.withLost(index, next));
  }

  private static void add(List<Step> steps, int actor, Supplier<String> words, World next) {
    steps.add(new Step(actor, words, next));
  }
}
