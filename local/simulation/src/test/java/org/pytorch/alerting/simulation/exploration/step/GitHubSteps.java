package org.pytorch.alerting.simulation.exploration.step;

import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.simulation.exploration.model.Interned;
import org.pytorch.alerting.simulation.exploration.model.IssueCall;
import org.pytorch.alerting.simulation.exploration.model.ModelGitHub;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.Invocation;
import org.pytorch.alerting.simulation.exploration.world.Invocation.Progress;
import org.pytorch.alerting.simulation.exploration.world.Reply;
import org.pytorch.alerting.simulation.exploration.world.Values;
import org.pytorch.alerting.simulation.exploration.world.World;

/** The next call of a github function to the modelled GitHub. Each is computed once. */
final class GitHubSteps {

  /** The effect of a call on GitHub and on the function. */
  record Effect(Interned<ModelGitHub> github, Invocation invocation) {}

  private record Key(Interned<ModelGitHub> github, Invocation invocation) {
    /** Written out for the same reason as {@link Execution#hashCode}. */
    @Override
    public int hashCode() {
      return 31 * github.hashCode() + invocation.hashCode();
    }
  }

  private final Values values;
  private final Interned<Reply> failed;
  private final Interned<Reply> refused;
  private final Interned<Reply> limited;
  private final Interned<Reply> rejected;
  private final Map<Key, Effect> effects = new HashMap<>();

  GitHubSteps(Values values) {
    this.values = values;
    this.failed = values.replies.of(new Reply.Failed());
    this.limited = values.replies.of(new Reply.Limited());
    this.rejected = values.replies.of(new Reply.Rejected());
    this.refused = values.replies.of(new Reply.Answered(new GitHubIssues.CommentRefused("locked")));
  }

  static IssueCall call(Invocation invocation) {
    return ((Progress.Asks) invocation.progress()).call().value;
  }

  /** {@return the effect of the next call if it succeeds} */
  Effect make(World world, Invocation invocation) {
    return effects.computeIfAbsent(
        new Key(world.github(), invocation),
        key -> {
          ModelGitHub.Effect effect = key.github().value.apply(call(key.invocation()));
          return new Effect(
              values.githubs.of(effect.next()),
              key.invocation().after(values.replies.of(new Reply.Answered(effect.response()))));
        });
  }

  /** {@return the function after GitHub has refused this comment permanently} */
  Invocation refuse(Invocation invocation) {
    return invocation.after(refused);
  }

  /** {@return the function after GitHub has rate-limited it} */
  Invocation limit(Invocation invocation) {
    return invocation.after(limited);
  }

  /** {@return the function after GitHub has refused its next call permanently} */
  Invocation reject(Invocation invocation) {
    return invocation.after(rejected);
  }

  /** {@return the function after its next call has failed, or has succeeded without a response} */
  Invocation fail(Invocation invocation) {
    return invocation.after(failed);
  }
}
