package org.pytorch.alerting.simulation.exploration.world;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.action.IssueActions;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.StacklessException;
import org.pytorch.alerting.simulation.exploration.model.Age;
import org.pytorch.alerting.simulation.exploration.model.Interned;
import org.pytorch.alerting.simulation.exploration.model.IssueCall;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.world.ReplayedIssues.Exchange;

/**
 * One run of the github function, up to some call: the production {@link IssueActions}, replayed
 * with the responses so far. Invocations form a tree whose branches are the possible responses.
 * Each is computed once: two with the same past are the same object.
 */
public final class Invocation {

  public sealed interface Progress {
    /** It is about to send this call. */
    record Asks(Interned<IssueCall> call) implements Progress {}

    /** It has returned. */
    record Ends(Outcome outcome) implements Progress {}

    record Throws(String error) implements Progress {}
  }

  /** The function, shared by its invocations. */
  public static final class Function {
    private static final GitHubLinks LINKS = new GitHubLinks("github.com");
    private static final Log LOG =
        Log.of(
            "github",
            new Host(
                new Environment(Map.of()),
                () -> Age.NOW,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));

    private final Story story;
    private final Protocol protocol;
    private final Values values;
    private final Map<Interned<Decision.Act>, Map<Boolean, Invocation>> roots = new HashMap<>();

    public Function(Story story, Protocol protocol, Values values) {
      this.story = story;
      this.protocol = protocol;
      this.values = values;
    }

    /**
     * {@return an invocation before its first call}
     *
     * @param outcomeUnknown whether an earlier attempt of the execution may have sent something
     */
    public Invocation start(Interned<Decision.Act> decision, boolean outcomeUnknown) {
      return roots
          .computeIfAbsent(decision, _ -> new HashMap<>())
          .computeIfAbsent(
              outcomeUnknown, _ -> new Invocation(this, decision, outcomeUnknown, List.of()));
    }

    private Progress run(ActionRequest request, List<Exchange> past) {
      int firing = Story.firing(request.event());
      boolean shows = request.decision().action() == AlertAction.UPDATE;
      ReplayedIssues replay =
          new ReplayedIssues(
              past,
              story.messageOf(request.claim().eventId()),
              firing,
              // Nobody acts between our look at an issue and our edit of its block.
              shows ? firing : 0);
      IssueActions actions =
          new IssueActions(
              protocol.github().apply(replay),
              TimeBudget.start(() -> Age.NOW, _ -> {}),
              new IssueText(IssueText.Settings.of(LINKS)),
              new CommentText(LINKS),
              LOG);
      try {
        Outcome outcome = actions.carryOut(request);
        return new Progress.Ends(new Outcome(outcome.result(), outcome.issue(), Optional.empty()));
      } catch (ReplayedIssues.StoppedException stopped) {
        return new Progress.Asks(values.calls.of(stopped.call()));
      } catch (GitHubRateLimitedException e) {
        return new Progress.Ends(Outcome.rateLimited(Age.NOW, ""));
      } catch (StacklessException e) {
        return new Progress.Throws(e.getClass().getName());
      }
    }
  }

  private final Function function;
  private final Interned<Decision.Act> decision;
  private final boolean outcomeUnknown;
  private final List<Exchange> past;
  private final Progress progress;
  private final Map<Interned<Reply>, Invocation> next = new HashMap<>();

  private Invocation(
      Function function,
      Interned<Decision.Act> decision,
      boolean outcomeUnknown,
      List<Exchange> past) {
    this.function = function;
    this.decision = decision;
    this.outcomeUnknown = outcomeUnknown;
    this.past = past;
    ActionRequest request =
        new ActionRequest(
            decision.value,
            decision.value.event(),
            Optional.empty(),
            Age.NOW,
            Optional.of(outcomeUnknown),
            "execution",
            Age.NOW);
    this.progress = function.run(request, past);
  }

  public Interned<Decision.Act> decision() {
    return decision;
  }

  public Progress progress() {
    return progress;
  }

  /** {@return this invocation after its next call has ended with {@code reply}} */
  public Invocation after(Interned<Reply> reply) {
    return next.computeIfAbsent(
        reply,
        _ -> {
          Progress.Asks asks = (Progress.Asks) progress;
          List<Exchange> more = new ArrayList<>(past);
          more.add(new Exchange(asks.call().value, reply.value));
          return new Invocation(function, decision, outcomeUnknown, List.copyOf(more));
        });
  }

  /** {@return whether the execution may have sent something in an earlier attempt} */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  /**
   * {@return a retry of the same step of the state machine}
   *
   * @param nowUnknown whether this attempt may have sent something
   */
  public Invocation retry(boolean nowUnknown) {
    return function.start(decision, outcomeUnknown || nowUnknown);
  }

  @Override
  public String toString() {
    return decision.value.action() + " " + past.size() + (outcomeUnknown ? " again" : "");
  }
}
