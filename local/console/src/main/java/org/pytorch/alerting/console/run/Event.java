package org.pytorch.alerting.console.run;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event of an execution's history.
 *
 * @param previousId the event that led to it; 0 for the first
 * @param details the fields of the event's own details, as text
 */
public record Event(
    long id, long previousId, Instant at, String type, Map<String, String> details) {
  public Event {
    details = Map.copyOf(details);
  }

  public Optional<String> detail(String name) {
    return Optional.ofNullable(details.get(name));
  }

  boolean entersState() {
    return type.endsWith("StateEntered");
  }

  boolean exitsState() {
    return type.endsWith("StateExited");
  }

  /** {@return the type of the state that is entered, such as "Task"} */
  String stateType() {
    return type.substring(0, type.length() - "StateEntered".length());
  }
}
