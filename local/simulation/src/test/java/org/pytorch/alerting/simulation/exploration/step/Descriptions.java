package org.pytorch.alerting.simulation.exploration.step;

import java.util.Optional;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.simulation.exploration.model.Age;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.Execution.Phase;
import org.pytorch.alerting.simulation.exploration.world.Invocation;

/** Describes the steps. */
final class Descriptions {
  private Descriptions() {}

  /** {@return what decide does with the row it has read} */
  static String decided(Phase read) {
    return "decide reads the row: " + after(read);
  }

  /** {@return what record does with the row it has read} */
  static String recorded(RecordRequest request, Phase read) {
    String step = request.error().isPresent() ? "release" : "record";
    return step + " reads the row: " + after(read);
  }

  private static String after(Phase phase) {
    return switch (phase) {
      case Execution.Writing _ -> "it will be changed";
      case Execution.Acting(Invocation invocation) -> "it holds the claim, " + invocation;
      case Execution.Deciding _ -> "decides again";
      case Execution.Redelivered _ -> "its message is redelivered";
      case Execution.Quarantining _ -> "the action is given up";
      case Execution.Finished _ -> "nothing to do";
      case Execution.Ended _ -> "it is refused";
      case Execution.Recording _ -> "records the outcome";
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
            pending.isLeaseActive(Age.NOW) ? "" : ", lease expired");
  }
}
