package org.pytorch.alerting.console.story;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.source.StepFunctions.Summary;

/**
 * One delivery of a message: what one execution did.
 *
 * @param messageId the id in events and dead letters; the execution's name has the queue's id
 * @param source the sender, if the message or one of its alerts names it
 * @param ignored parts of the message that are not alerts, with the reason
 * @param more how many alerts are left out of {@code alerts}
 */
public record Delivery(
    Summary execution,
    String messageId,
    Optional<String> source,
    List<HandledAlert> alerts,
    List<String> ignored,
    int more) {
  public Delivery {
    alerts = List.copyOf(alerts);
    ignored = List.copyOf(ignored);
  }
}
