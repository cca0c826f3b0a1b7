package org.pytorch.alerting.stack.exploration.step;

import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.stack.exploration.model.Interned;
import org.pytorch.alerting.stack.exploration.model.IssueCall;
import org.pytorch.alerting.stack.exploration.model.ModelGitHub;
import org.pytorch.alerting.stack.exploration.world.Invocation;
import org.pytorch.alerting.stack.exploration.world.Invocation.Progress;
import org.pytorch.alerting.stack.exploration.world.Reply;
import org.pytorch.alerting.stack.exploration.world.Values;
import org.pytorch.alerting.stack.exploration.world.World;

/** The next call of a GitHub function on the modelled GitHub. Each is computed once. */
final class GitHubSteps {

  /** How a call ends for GitHub and for the function. */
  record Effect(Interned<ModelGitHub> github, Invocation invocation) {}

  private record Key(Interned<ModelGitHub> github, Invocation invocation) {}

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

  /** {@return what becomes of the next call when all goes well} */
  Effect make(World world, Invocation invocation) {
    return effects.computeIfAbsent(
        new Key(world.github(), invocation),
        key -> {
          ModelGitHub.Effect effect = key.github().value.apply(call(key.invocation()));
          return new Effect(
              values.githubs.of(effect.next()),
              key.invocation().after(values.replies.of(new Reply.Answered(effect.answer()))));
        });
  }

  /** {@return the function once GitHub has said that it will never take this comment} */
  Invocation refuse(Invocation invocation) {
    return invocation.after(refused);
  }

  /** {@return the function once GitHub has asked it to wait} */
  Invocation limit(Invocation invocation) {
    return invocation.after(limited);
  }

  /** {@return the function once GitHub has refused its next call for good} */
  Invocation reject(Invocation invocation) {
    return invocation.after(rejected);
  }

  /** {@return the function once its next call has failed, or succeeded without an answer} */
  Invocation fail(Invocation invocation) {
    return invocation.after(failed);
  }
}
