package org.pytorch.alerting.model.action;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.json.NamedInJson;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * The result of an action on GitHub.
 *
 * @param issue the issue acted on, if there is one
 * @param note what an operator should know if something unusual happened
 * @param checkedForDuplicates whether {@code issue} is now known to be the only one of its episode
 * @param retryAt when GitHub's rate limit ends; present exactly with {@link Result#RATE_LIMITED}
 */
public record Outcome(
    Result result,
    Optional<IssueRef> issue,
    Optional<String> note,
    boolean checkedForDuplicates,
    Optional<Instant> retryAt) {
  public Outcome {
    if (retryAt.isPresent() != (result == Result.RATE_LIMITED)) {
      throw new IllegalArgumentException("retry_at belongs to rate_limited: " + result);
    }
  }

  public Outcome(
      Result result,
      Optional<IssueRef> issue,
      Optional<String> note,
      boolean checkedForDuplicates) {
    this(result, issue, note, checkedForDuplicates, Optional.empty());
  }

  public Outcome(Result result, Optional<IssueRef> issue, Optional<String> note) {
    this(result, issue, note, false);
  }

  /** {@return that GitHub's rate limit lasts until {@code retryAt}, and nothing was written} */
  public static Outcome rateLimited(Instant retryAt, String note) {
    return new Outcome(
        Result.RATE_LIMITED, Optional.empty(), Optional.of(note), false, Optional.of(retryAt));
  }

  /** Reads JSON, where all but {@code result} may be left out. */
  @JsonCreator
  Outcome(
      @JsonProperty("result") Result result,
      @JsonProperty("issue") Optional<IssueRef> issue,
      @JsonProperty("note") Optional<String> note,
      @JsonProperty("checked_for_duplicates") Optional<Boolean> checkedForDuplicates,
      @JsonProperty("retry_at") Optional<Instant> retryAt) {
    this(result, issue, note, checkedForDuplicates.orElse(false), retryAt);
  }

  /** Every way in which an action can end without a failure. Failures are exceptions. */
  public enum Result implements NamedInJson {
    /** The action's effect is on GitHub. */
    DONE,
    /** A person had closed the issue; it was left alone. */
    MANUALLY_CLOSED,
    /** The issue no longer exists in the repository: deleted or transferred by a person. */
    GONE,
    /** GitHub is switched off by configuration; nothing was touched. */
    DISABLED,
    /**
     * GitHub refuses it permanently, or it failed too often: its event is in the dead-letter queue.
     */
    GIVEN_UP,
    /** GitHub has rate-limited us. Nothing was written. */
    RATE_LIMITED;

    /** {@return the result that {@code name} names, in any case} */
    @JsonCreator
    public static Result of(String name) {
      return NamedInJson.of(Result.class, name);
    }
  }
}
