package org.pytorch.alerting.stack.explain;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Identity;

/**
 * More than programs read: what people ask about one alert.
 *
 * @param missed why each earlier route is not the alert's route
 * @param withState what would be decided with the row of the running stack, if there is one
 */
public record Explained(
    Explanation.Alert alert, AlertEvent event, List<String> missed, Optional<WithState> withState) {
  public Explained {
    missed = List.copyOf(missed);
  }

  /** {@return what makes two alerts the same} */
  public String identity() {
    Identity identity = event.identity();
    return "source %s, account %s, region %s, alarm %s"
        .formatted(
            event.source(),
            identity.accountId().orElse("none"),
            identity.region().orElse("none"),
            identity.alarmId().orElse("none"));
  }

  /**
   * What would be decided with the row.
   *
   * @param action its name; "waits" while another action is claimed
   */
  public record WithState(String action, String reason) {
    @Override
    public String toString() {
      return "%s: %s".formatted(action, reason);
    }
  }
}
