package org.pytorch.alerting.model;

import java.util.Optional;

/**
 * What decide answers.
 *
 * @param reason why, in a sentence for the operator
 * @param episode which firing episode of the fingerprint the action belongs to, from 1; 0 when it
 *     has never fired
 * @param help whether the action belongs to another event, whose holder is gone: the asker finishes
 *     it and then asks again for its own
 * @param claim present exactly when the action touches GitHub
 * @param issue the episode's issue, when one is known
 * @param formerIssue the issue of the episode before, for CREATE only: if a person has reopened it,
 *     it is used instead of a new one
 * @param checkedForDuplicates whether {@code issue} is known to be the only one of its episode
 */
public record Decision(
    AlertAction action,
    String reason,
    Fingerprint fingerprint,
    int episode,
    boolean help,
    Optional<Claim> claim,
    Optional<IssueRef> issue,
    Optional<IssueRef> formerIssue,
    boolean checkedForDuplicates) {
  public Decision {
    if (action.isClaimed() != claim.isPresent()) {
      throw new IllegalArgumentException(
          "a claim belongs to CREATE, COMMENT, CLOSE and GIVE_UP only: " + action);
    }
  }
}
