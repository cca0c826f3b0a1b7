package org.pytorch.alerting.webhook.topic;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.webhook.payload.Group;
import org.pytorch.alerting.webhook.payload.Payload;
import org.pytorch.alerting.webhook.sender.Sender;

/**
 * An alert to a sender's operators: alerts were left out of a notification before it reached us.
 *
 * <p>It never resolves: a later complete notification does not bring the missing alerts back, so a
 * person has to check. Its identity includes the week, so that closing its issue does not silence
 * it forever: there is at most one issue per source, receiver and week.
 */
final class TruncationNotice {
  /** The issue is commented on at most this often, whatever the number of notifications. */
  private static final Duration INTERVAL = Duration.ofHours(1);

  /** Keeps the ids distinct from those of the sender's own messages. */
  private static final String NORMALIZED = "normalized";

  /** In code points: names from a payload, quoted in texts. */
  private static final int MAX_QUOTED = 200;

  private TruncationNotice() {}

  /** {@return the message about {@code group}} */
  static AlertMessage of(Group group, Sender sender, Instant now) {
    AlertEvent event = event(group, sender, now);
    String scope = "hour " + now.getEpochSecond() / INTERVAL.toSeconds();
    String about = Json.write(List.of(event.source(), event.identity()));
    return AlertMessage.of(
            new EncodedBody(Payload.allowedOnQueue(Json.write(event)), BodyEncoding.IDENTITY),
            // Our own event in the sender's name: only the sender may speak for its source.
            sender.source())
        .with(DeliveryId.of(NORMALIZED, scope, about));
  }

  private static AlertEvent event(Group group, Sender sender, Instant now) {
    String receiver = quoted(group.about().receiver());
    return new AlertEventBuilder()
        .source(sender.source())
        .state(AlertState.FIRING)
        .title(
            "Alerts from %s were cut off before they reached us"
                .formatted(receiver.isBlank() ? sender.source() : receiver))
        .summary(
            Optional.of(
                "%s left %d alerts out of a notification."
                    .formatted(sender.source(), group.truncatedAlerts())))
        .description(Optional.of(description(group, receiver)))
        .priority(sender.operators().priority())
        .teams(List.of(sender.operators().team()))
        .occurredAt(now)
        .resource(
            new Resource(
                Resource.Type.SERVICE,
                Optional.of(receiver).filter(text -> !text.isBlank()),
                Optional.empty(),
                Optional.empty()))
        .identity(
            new Identity(Optional.empty(), Optional.empty(), Optional.of(alarmId(group, now))))
        .links(
            new Links(
                Optional.empty(),
                Optional.empty(),
                Links.usable(group.about().externalUrl()),
                Optional.empty()))
        .build();
  }

  private static String description(Group group, String receiver) {
    return """
        A notification for the receiver "%s" had %d alerts and said that %d more were left out: new and \
        resolved alerts among them may be lost. No issue was opened or closed for those.

        Check the group at the sender and handle the missing alerts. Then set the receiver's alert limit \
        to 0, which means no limit (Grafana: Max Alerts; Alertmanager: max_alerts), and close this issue.

        Group: %s"""
        .formatted(
            receiver,
            group.alerts().size(),
            group.truncatedAlerts(),
            quoted(group.about().groupKey()));
  }

  private static String alarmId(Group group, Instant now) {
    LocalDate week =
        now.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return "alerts-cut-off/" + week + "/" + group.about().receiver();
  }

  private static String quoted(String text) {
    return Truncation.marked(text, MAX_QUOTED);
  }
}
