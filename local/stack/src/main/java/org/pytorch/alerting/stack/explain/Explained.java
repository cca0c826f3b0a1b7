package org.pytorch.alerting.stack.explain;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;

/**
 * More than programs read: what people ask about one alert.
 *
 * @param missed why each earlier route is not the alert's route
 * @param withState what would be decided with the row of the running stack, if there is one
 */
record Explained(
    Explanation.Alert alert, AlertEvent event, List<String> missed, Optional<String> withState) {
  Explained {
    missed = List.copyOf(missed);
  }
}
