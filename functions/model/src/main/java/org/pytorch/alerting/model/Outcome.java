package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of an action on GitHub.
 *
 * @param issue the issue acted on, when there is one
 * @param note what an operator should know, when it did not go the usual way
 * @param checkedForDuplicates whether {@code issue} is now known to be the only one of its episode
 */
public record Outcome(
    Result result, Optional<IssueRef> issue, Optional<String> note, boolean checkedForDuplicates) {

  public Outcome(Result result, Optional<IssueRef> issue, Optional<String> note) {
    this(result, issue, note, false);
  }

  /** {@return the outcome as its JSON says it, where all but {@code result} may be left out} */
  @JsonCreator
  static Outcome read(
      @JsonProperty("result") Result result,
      @JsonProperty("issue") Optional<IssueRef> issue,
      @JsonProperty("note") Optional<String> note,
      @JsonProperty("checked_for_duplicates") Optional<Boolean> checkedForDuplicates) {
    return new Outcome(result, issue, note, checkedForDuplicates.orElse(false));
  }

  /** Every way an action can end well. Anything else is an exception. */
  public enum Result {
    /** The action's effect is on GitHub. */
    DONE,
    /** A person had closed the issue; it was left alone. */
    MANUALLY_CLOSED,
    /** The issue no longer exists in the repository: deleted or transferred by a person. */
    GONE,
    /** GitHub is switched off by configuration; nothing was touched. */
    DISABLED,
    /**
     * GitHub refuses it for good, or it failed too often: its event is in the dead-letter queue.
     */
    GIVEN_UP;

    @JsonValue
    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the result that {@code name} names, in any case} */
    @JsonCreator
    public static Result of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
