package org.pytorch.alerting.github.issue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * An issue as GitHub shows it.
 *
 * @param ours whether our App opened it, not a person or another App
 * @param closer the account that closed it, if GitHub says so
 * @param closedAsDuplicate whether it was closed as a duplicate of another issue
 * @param locked whether only members of the repository may comment
 * @param comments the number of comments, by any author
 * @param updatedAt the last change of any kind; a new comment is a change
 * @param body empty if it has none
 */
public record Issue(
    IssueRef ref,
    boolean open,
    boolean ours,
    Optional<Closer> closer,
    boolean closedAsDuplicate,
    boolean locked,
    int comments,
    Instant createdAt,
    Instant updatedAt,
    String title,
    String body,
    List<String> labels) {
  /** Creation times are in whole seconds; the number decides between equal ones. */
  public static final Comparator<Issue> OLDEST_FIRST =
      Comparator.comparing(Issue::createdAt).thenComparingLong(issue -> issue.ref().number());

  public Issue {
    labels = List.copyOf(labels);
  }

  /** {@return whether this issue is ours and has {@code marker}} */
  public boolean carries(Marker marker) {
    // People and bots that copy an issue's text also copy its marker.
    return ours && marker.isOn(body);
  }

  /** {@return whether this issue is ours and belongs to the alert, whatever its episode} */
  public boolean isOfAlert(Fingerprint fingerprint) {
    return ours && Marker.isOfAlert(fingerprint, body);
  }

  /** {@return whether this issue is ours and has {@code marker}, as a possible duplicate} */
  public boolean carriesUnsure(Marker marker) {
    return ours && marker.isUnsureOn(body);
  }

  /** {@return whether a person closed it; an unknown closer counts as a person} */
  public boolean closedByPerson() {
    return !open && closer.map(Closer::kind).orElse(Closer.Kind.PERSON) == Closer.Kind.PERSON;
  }

  /** {@return whether our own App closed it} */
  public boolean closedByUs() {
    return !open && closer.map(Closer::kind).filter(Closer.Kind.OUR_APP::equals).isPresent();
  }

  /** {@return whether our own App closed it as a duplicate of an older issue} */
  public boolean closedByUsAsDuplicate() {
    return closedByUs() && closedAsDuplicate;
  }
}
