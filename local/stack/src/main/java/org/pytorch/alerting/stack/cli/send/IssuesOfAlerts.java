package org.pytorch.alerting.stack.cli.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.stack.journal.StackEvent.LogLine;

/**
 * The issues of alerts that needed no action of their own.
 *
 * @param rows gives an alert's row in the table
 * @param patience for an issue that alerts share: it is opened some seconds after they joined
 */
public record IssuesOfAlerts(Function<Fingerprint, Optional<StoredAlert>> rows, Duration patience) {
  /** Some seconds until it is opened, and a retry on GitHub. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Set<String> OPENING = Set.of("CREATE", "REOPEN");

  /**
   * An issue that alerts belong to.
   *
   * @param issue empty if it was not opened in time
   * @param sharing how many of the alerts share it; 0 if one of them has it for itself
   */
  record Place(Optional<String> issue, int sharing) {}

  /**
   * {@return the issues of {@code alerts}, each once}
   *
   * @param following from before they were sent
   */
  List<Place> of(List<Fingerprint> alerts, Following following) {
    List<Place> places = new ArrayList<>();
    Map<Fingerprint, Integer> several = new LinkedHashMap<>();
    for (Fingerprint alert : alerts) {
      Optional<StoredAlert> row = rows.apply(alert);
      Optional<String> own = row.flatMap(StoredAlert::issue).map(IssueRef::toString);
      if (own.isPresent()) {
        places.add(new Place(own, 0));
      } else {
        row.filter(it -> it.status() == AlertStatus.OPEN)
            .flatMap(StoredAlert::sharedIssue)
            .ifPresent(issue -> several.merge(issue.fingerprint(), 1, Integer::sum));
      }
    }
    several.forEach((alert, members) -> places.add(new Place(shared(alert, following), members)));
    return places.stream().distinct().toList();
  }

  /** {@return the open issue that stands for several alerts, if it is opened in time} */
  private Optional<String> shared(Fingerprint several, Following following) {
    return open(several)
        .or(() -> following.find(patience, line -> opened(line, several)))
        .or(() -> open(several));
  }

  private Optional<String> open(Fingerprint alert) {
    return rows.apply(alert)
        .filter(row -> row.status() == AlertStatus.OPEN)
        .flatMap(StoredAlert::issue)
        .map(IssueRef::toString);
  }

  private static Optional<String> opened(LogLine line, Fingerprint alert) {
    return Optional.of(line)
        .filter(it -> it.text("message").equals("GitHub action done"))
        .filter(it -> it.text("fingerprint").equals(alert.hex()))
        .filter(it -> OPENING.contains(it.text("action")))
        .map(it -> it.text("issue"))
        .filter(issue -> !issue.isEmpty());
  }
}
