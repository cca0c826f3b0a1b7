package org.pytorch.alerting.model.status;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.NamedInJson;

/**
 * One of the alerts that share an issue.
 *
 * @param title for people; at most {@link #MAX_TITLE_LENGTH} code points
 * @param since when it began to fire by the provider's clock, in ms
 * @param issue its own issue, if it has got one since
 * @param rule the address of its rule, if the list has it; at most {@link #MAX_RULE_LENGTH}
 */
public record SharingAlert(
    State state,
    Optional<Priority> priority,
    String title,
    Instant since,
    Optional<IssueRef> issue,
    Optional<String> rule) {
  public static final int MAX_TITLE_LENGTH = 100;

  /** In characters: a longer address is left out. */
  public static final int MAX_RULE_LENGTH = 200;

  /** Its state in the shared issue. */
  public enum State implements NamedInJson {
    FIRING,
    /** It has got an issue of its own. */
    OWN_ISSUE,
    RESOLVED
  }

  public SharingAlert {
    requireNonNull(state, "state is null");
    requireNonNull(title, "title is null");
    since = since.truncatedTo(ChronoUnit.MILLIS);
    rule = rule.filter(url -> url.length() <= MAX_RULE_LENGTH).flatMap(Links::usable);
    if ((state == State.OWN_ISSUE) != issue.isPresent()) {
      throw new IllegalArgumentException("an issue belongs to OWN_ISSUE: " + state);
    }
  }

  /** An alert without the address of its rule. */
  public SharingAlert(
      State state,
      Optional<Priority> priority,
      String title,
      Instant since,
      Optional<IssueRef> issue) {
    this(state, priority, title, since, issue, Optional.empty());
  }
}
