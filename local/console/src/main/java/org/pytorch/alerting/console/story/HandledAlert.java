package org.pytorch.alerting.console.story;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.console.source.AlertRow.IssueId;
import org.pytorch.alerting.console.text.Effect;

/**
 * What one execution did about one alert of its message.
 *
 * @param index of the alert among those of the message
 * @param state FIRING or RESOLVED; absent for a check, and if the alert could not be read
 * @param check why the alert was checked, such as refresh; absent for a sender's message
 * @param action such as CREATE; absent if it was not decided
 * @param reason the decision's sentence
 * @param result what GitHub's function reports, such as done
 * @param error the last error's name
 * @param diagnosis what the sender has to add; present if the alert was rejected
 * @param retryAt when the message is redelivered, if the alert was postponed
 */
public record HandledAlert(
    int index,
    String fingerprint,
    String eventId,
    String title,
    Optional<String> priority,
    Optional<String> state,
    Optional<String> check,
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
      return "failed: " + Effect.failure(error.get());
    }
    String verb = result.map(this::carriedOut).orElseGet(this::decided);
    return issue.map(id -> verb + " " + id).orElse(verb);
  }

  private boolean isSettled(String decided) {
    return !decided.equals("REJECT");
  }

  /** {@return the action's effect} Results of later versions stay readable. */
  private String carriedOut(String how) {
    return switch (how) {
      case "done" ->
          Effect.of(action.orElse(""), how, note.orElse(""))
              .orElseGet(() -> action.map(name -> plain(name) + " done:").orElse("done"));
      case "manually_closed" -> "left alone, as a person closed it:";
      case "gone" -> "found nothing, as somebody deleted or moved";
      case "disabled" -> "GitHub is switched off";
      case "given_up" -> "given up";
      case "rate_limited" -> "waits for GitHub's rate limit";
      default -> plain(how);
    };
  }

  /** {@return the decision, if GitHub was not asked} */
  private String decided() {
    return switch (action.orElse("")) {
      case "" -> "not decided";
      case "COUNT" -> state.isPresent() ? "counted" : "nothing to do";
      case "JOIN" ->
          state.filter("RESOLVED"::equals).isPresent() ? "left the shared issue" : "joined others";
      case "SKIP_STALE", "SKIP_MANUAL_CLOSE" -> "nothing to do";
      case "SKIP_POLICY" -> "kept quiet by the policy";
      case "REJECT" -> "rejected";
      case "GIVE_UP" -> "given up";
      case "POSTPONE" -> "postponed";
      default -> plain(action.get());
    };
  }

  /** {@return the phrase for a check's reason, as a sentence goes on after "because"} */
  public static String because(String check) {
    return switch (check) {
      case "held_close" -> "its close was held";
      case "refresh" -> "its status was behind";
      case "one_shot" -> "it never resolves by itself";
      case "member" -> "its alerts have changed";
      case "maintenance" -> "its maintenance was to end";
      default -> "of: " + plain(check);
    };
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
