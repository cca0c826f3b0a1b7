package org.pytorch.alerting.console.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An execution as far as its history tells. */
public record Run(Status status, Instant startedAt, Optional<Instant> endedAt, List<Visit> visits) {
  public Run {
    visits = List.copyOf(visits);
  }

  /** {@return every visit, also those of items, by the time at which they began} */
  public List<Visit> allVisits() {
    List<Visit> all = new ArrayList<>();
    visits.forEach(visit -> add(visit, all));
    return all;
  }

  private static void add(Visit visit, List<Visit> all) {
    all.add(visit);
    visit.items().forEach(item -> item.visits().forEach(inner -> add(inner, all)));
  }

  /** {@return the visits of the state {@code name}} */
  public Stream<Visit> visitsOf(String name) {
    return allVisits().stream().filter(visit -> visit.name().equals(name));
  }
}
