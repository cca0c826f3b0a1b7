package org.pytorch.alerting.console.story;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.console.source.AlertRow.IssueId;

/**
 * What one execution did about one alert of its message.
 *
 * @param index of the alert among those of the message
 * @param state FIRING or RESOLVED; absent for a check, and if the alert could not be read
 * @param action such as CREATE; absent if it was not decided
 * @param reason the decision's sentence
 * @param result what GitHub's function reports, such as done
 * @param error the last error's name
 * @param diagnosis what the sender has to add; present if the alert was rejected
 * @param retryAt when the message is redelivered, if the alert was postponed
 */
public record Word(
    int index,
    String fingerprint,
    String eventId,
    String title,
    Optional<String> priority,
    Optional<String> state,
    Optional<String> action,
    Optional<String> reason,
    Optional<String> result,
    Optional<String> note,
    Optional<IssueId> issue,
    Optional<String> error,
    Optional<String> diagnosis,
    Optional<Instant> retryAt) {

  /** {@return a short phrase for what was done, such as "opened acme/alerts#1"} */
  public String done() {
    if (diagnosis.isPresent() && action.filter(this::isSettled).isEmpty()) {
      return "rejected";
    }
    if (retryAt.isPresent()) {
      return "postponed";
    }
    if (error.isPresent() && result.isEmpty()) {
      return "failed: " + error.get();
    }
    String verb =
        switch (action.orElse("") + " " + result.orElse("")) {
          case "CREATE done" -> "opened";
          case "COMMENT done" -> "commented on";
          case "UPDATE done" -> "updated";
          case "REOPEN done" -> "reopened";
          case "CLOSE done" -> "closed";
          case "COUNT " -> state.isPresent() ? "counted" : "nothing to do";
          case "JOIN " ->
              state.filter("RESOLVED"::equals).isPresent()
                  ? "left the shared issue"
                  : "joined others";
          case "SKIP_STALE ", "SKIP_MANUAL_CLOSE " -> "nothing to do";
          default -> result.orElse(action.orElse("not decided")).replace('_', ' ');
        };
    return issue.map(id -> verb + " " + id).orElse(verb);
  }

  private boolean isSettled(String decided) {
    return !decided.equals("REJECT");
  }
}
