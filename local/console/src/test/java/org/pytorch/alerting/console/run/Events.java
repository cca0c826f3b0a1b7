package org.pytorch.alerting.console.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a history; an event is 10 ms after the one before. */
public final class Events {
  public static final Instant START = Instant.parse("2026-03-09T12:00:00Z");

  private final List<Event> events = new ArrayList<>();
  private Instant at = START;

  /** Adds an event that follows the one before. {@return its id} */
  public long add(String type, String... details) {
    return after(events.size(), type, details);
  }

  /** Adds an event that follows {@code previous}. {@return its id} */
  public long after(long previous, String type, String... details) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < details.length; i += 2) {
      map.put(details[i], details[i + 1]);
    }
    long id = events.size() + 1L;
    events.add(new Event(id, previous, at, type, map));
    at = at.plusMillis(10);
    return id;
  }

  /** Lets time pass. */
  public Events pause(Duration duration) {
    at = at.plus(duration);
    return this;
  }

  public List<Event> all() {
    return List.copyOf(events);
  }

  public Run run() {
    return History.read(all());
  }
}
