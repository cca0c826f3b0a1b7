package org.pytorch.alerting.github;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.IssueRef;

/**
 * An issue as GitHub shows it.
 *
 * @param author the login of who opened it
 * @param byApp whether that is a GitHub App, as ours is, and not a person
 * @param closedBy the login of who closed it, when GitHub says so
 * @param comments how many there are, of anybody
 * @param updatedAt when anything of it changed last; a new comment is a change
 * @param body empty when it has none
 */
public record Issue(
    IssueRef ref,
    boolean open,
    boolean locked,
    String author,
    boolean byApp,
    Optional<String> closedBy,
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
    // A person who copies the text of an issue copies its marker, too.
    return byApp && marker.isOn(body);
  }

  /** {@return whether our own App closed this issue, which it also opened} */
  public boolean closedByUs() {
    return !open && byApp && closedBy.map(author::equals).orElse(false);
  }
}
