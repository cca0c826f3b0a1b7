package org.pytorch.alerting.github.issue;

import java.util.Optional;
import org.pytorch.alerting.github.issue.GitHubIssues.CloseReason;

/**
 * A change of an issue in one request, so that no reader sees half of it. Absent fields stay.
 *
 * @param standing whether it is open afterwards, and why
 * @param body at most 65,536 code points
 */
public record IssueEdit(
    Optional<Standing> standing, Optional<String> title, Optional<String> body) {
  /** An edit that changes nothing. */
  public static final IssueEdit NONE =
      new IssueEdit(Optional.empty(), Optional.empty(), Optional.empty());

  /** Open or closed. */
  public sealed interface Standing {}

  /** The issue is open; nothing changes if it already is. */
  public record Open() implements Standing {}

  /** The issue is closed; nothing changes if it already is. */
  public record Closed(CloseReason reason) implements Standing {}

  /** {@return an edit that only closes} */
  public static IssueEdit closing(CloseReason reason) {
    return NONE.and(new Closed(reason));
  }

  /** {@return this edit, which also opens or closes the issue} */
  public IssueEdit and(Standing other) {
    return new IssueEdit(Optional.of(other), title, body);
  }

  public boolean isEmpty() {
    return equals(NONE);
  }
}
