package org.pytorch.alerting.github.issue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.action.IssueRef;

/**
 * An issue as GitHub shows it.
 *
 * @param ours whether our App opened it, and not a person or another App
 * @param closer who closed it, when GitHub says so
 * @param closedAsDuplicate whether it was closed as a duplicate of another issue
 * @param comments how many there are, of any author
 * @param updatedAt when anything of it changed last; a new comment is a change
 * @param body empty when it has none
 */
public record Issue(
    IssueRef ref,
    boolean open,
    boolean ours,
    Optional<Closer> closer,
    boolean closedAsDuplicate,
    int comments,
    Instant createdAt,
    Instant updatedAt,
    String body,
    List<String> labels) {
  /** Creation times have whole seconds only; the number decides between equal ones. */
  public static final Comparator<Issue> OLDEST_FIRST =
      Comparator.comparing(Issue::createdAt).thenComparingLong(issue -> issue.ref().number());

  public Issue {
    labels = List.copyOf(labels);
  }

  /** {@return whether this issue is ours and carries {@code marker}} */
  public boolean carries(Marker marker) {
    // A person or a bot that copies the text of an issue copies its marker, too.
    return ours && marker.isOn(body);
  }

  /** {@return whether this issue is ours, carries {@code marker} and may not be the only one to} */
  public boolean carriesUnsure(Marker marker) {
    return ours && marker.isUnsureOn(body);
  }

  /** {@return whether a person closed it; when GitHub does not say who did, it was a person} */
  public boolean closedByPerson() {
    return !open && closer.map(Closer::kind).orElse(Closer.Kind.PERSON) == Closer.Kind.PERSON;
  }

  /** {@return whether our own App closed it as the duplicate of an older issue} */
  public boolean closedByUsAsDuplicate() {
    return !open
        && closedAsDuplicate
        && closer.map(Closer::kind).filter(Closer.Kind.OUR_APP::equals).isPresent();
  }
}
