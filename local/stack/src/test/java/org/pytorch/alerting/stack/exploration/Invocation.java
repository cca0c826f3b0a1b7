package org.pytorch.alerting.stack.exploration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.github.ActionRequest;
import org.pytorch.alerting.github.IssueActions;
import org.pytorch.alerting.github.TimeBudget;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Outcome;
import org.pytorch.alerting.model.StacklessException;
import org.pytorch.alerting.stack.exploration.ReplayedIssues.Exchange;

/**
 * One run of the GitHub function, up to some call: the production {@link IssueActions}, replayed on
 * the answers so far. Invocations form a tree, whose branches are the possible answers, and each is
 * computed once; two with the same past are the same object.
 */
final class Invocation {

  /** How far it has come. */
  sealed interface Progress {
    /** It is about to make this call. */
    record Asks(Interned<IssueCall> call) implements Progress {}

    /** It has ended well. */
    record Ends(Outcome outcome) implements Progress {}

    /** It has thrown an exception of this name. */
    record Throws(String error) implements Progress {}
  }

  /** What invocations have in common. */
  static final class Function {
    private static final GitHubLinks LINKS = new GitHubLinks("github.com");

    private final Story story;
    private final Protocol protocol;
    private final Values values;
    private final Map<Interned<Decision>, Map<Boolean, Invocation>> roots = new HashMap<>();

    Function(Story story, Protocol protocol, Values values) {
      this.story = story;
      this.protocol = protocol;
      this.values = values;
    }

    /**
     * {@return a run that has made no call yet}
     *
     * @param retried whether the execution has tried the same step before
     */
    Invocation start(Interned<Decision> decision, boolean retried) {
      return roots
          .computeIfAbsent(decision, _ -> new HashMap<>())
          .computeIfAbsent(retried, _ -> new Invocation(this, decision, retried, List.of()));
    }

    private Progress run(ActionRequest request, List<Exchange> past) {
      ReplayedIssues replay = new ReplayedIssues(past, story.events().indexOf(request.event()));
      IssueActions actions =
          new IssueActions(
              protocol.github().apply(replay),
              TimeBudget.start(() -> Age.NOW, _ -> {}),
              ModelIssue.REPO,
              new IssueText(LINKS),
              new CommentText(LINKS));
      try {
        Outcome outcome = actions.carryOut(request);
        return new Progress.Ends(new Outcome(outcome.result(), outcome.issue(), Optional.empty()));
      } catch (ReplayedIssues.StoppedException stopped) {
        return new Progress.Asks(values.calls.of(stopped.call()));
      } catch (StacklessException e) {
        return new Progress.Throws(e.getClass().getName());
      }
    }
  }

  private final Function function;
  private final Interned<Decision> decision;
  private final boolean retried;
  private final List<Exchange> past;
  private final Progress progress;
  private final Map<Interned<Reply>, Invocation> next = new HashMap<>();

  private Invocation(
      Function function, Interned<Decision> decision, boolean retried, List<Exchange> past) {
    this.function = function;
    this.decision = decision;
    this.retried = retried;
    this.past = past;
    ActionRequest request =
        new ActionRequest(decision.value, Requests.ENVELOPE, retried ? 1 : 0, "execution", Age.NOW);
    this.progress = function.run(request, past);
  }

  Interned<Decision> decision() {
    return decision;
  }

  Progress progress() {
    return progress;
  }

  /** {@return this run once the call that it asks for has ended with {@code reply}} */
  Invocation after(Interned<Reply> reply) {
    return next.computeIfAbsent(
        reply,
        _ -> {
          Progress.Asks asks = (Progress.Asks) progress;
          List<Exchange> more = new ArrayList<>(past);
          more.add(new Exchange(asks.call().value, reply.value));
          return new Invocation(function, decision, retried, List.copyOf(more));
        });
  }

  /** {@return the same step of the state machine, tried again} */
  Invocation retry() {
    return function.start(decision, true);
  }

  @Override
  public String toString() {
    return decision.value.action() + " " + past.size() + (retried ? " again" : "");
  }
}
