package org.pytorch.alerting.stack.exploration.step;

import java.util.Optional;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.stack.exploration.model.Age;
import org.pytorch.alerting.stack.exploration.world.Execution;
import org.pytorch.alerting.stack.exploration.world.Execution.Phase;
import org.pytorch.alerting.stack.exploration.world.Invocation;

/** How steps are told. */
final class Descriptions {
  private Descriptions() {}

  /** {@return what decide makes of the row it has read} */
  static String decided(Phase read) {
    return "decide reads the row: " + after(read);
  }

  /** {@return what record makes of the row it has read} */
  static String recorded(RecordRequest request, Phase read) {
    String step = request.error().isPresent() ? "release" : "record";
    return step + " reads the row: " + after(read);
  }

  private static String after(Phase phase) {
    return switch (phase) {
      case Execution.Writing _ -> "to be changed";
      case Execution.Acting(Invocation invocation) -> "the claim is its own, " + invocation;
      case Execution.Deciding _ -> "so it is decided again";
      case Execution.ComesBack _ -> "its message comes back";
      case Execution.Quarantining _ -> "to be given up";
      case Execution.Finished _ -> "nothing more to do";
      case Execution.Over _ -> "it fails in good order";
      case Execution.Recording _ -> "to be recorded";
    };
  }

  static String row(Optional<StoredAlert> row) {
    StoredAlert alert = row.orElseThrow();
    return "%s, episode %d%s%s%s"
        .formatted(
            alert.status(),
            alert.episode(),
            alert.issue().map(issue -> ", #" + issue.number()).orElse(""),
            alert.isManuallyClosed() ? ", manually closed" : "",
            alert.pending().map(Descriptions::pending).orElse(""));
  }

  private static String pending(Pending pending) {
    return ", pending %s for %s, attempt %d%s"
        .formatted(
            pending.action(),
            pending.event().summary().orElse("?"),
            pending.attempt(),
            pending.isLeaseActive(Age.NOW) ? "" : ", free to take over");
  }
}
