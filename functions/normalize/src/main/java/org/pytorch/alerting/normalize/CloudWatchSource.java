package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertState;

/**
 * CloudWatch alarms, as they publish themselves to SNS and as EventBridge reports them. What an
 * alarm cannot say by itself, such as whose it is, stands in its description.
 */
final class CloudWatchSource implements AlertSource {
  private static final Wording WORDING =
      new Wording(
          "the alarm's name (AlarmName) is missing from the message; send the message as CloudWatch"
              + " publishes it",
          "the alarm's new state (NewStateValue, in an event detail.state.value) has to be ALARM,"
              + " OK or INSUFFICIENT_DATA",
          "add a line PRIORITY=P1 (P0, P1, P2 or P3) to the alarm's description",
          "add a line TEAM=<name of the owning team> to the alarm's description");

  private static final String EVENT_PREFIX = "CloudWatch Alarm";

  @Override
  public String name() {
    return "cloudwatch";
  }

  @Override
  public boolean recognizes(ObjectNode payload) {
    boolean message =
        payload.has("AlarmArn") || (payload.has("AlarmName") && payload.has("NewStateValue"));
    return message || isEvent(payload);
  }

  @Override
  public List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt) {
    CloudWatchAlarm alarm =
        isEvent(payload) ? CloudWatchAlarm.ofEventBridge(payload) : CloudWatchAlarm.ofSns(payload);
    EventDraft draft = new EventDraft(name(), WORDING).title(Stream.of(alarm.name()));
    if (isConfigurationChange(payload)) {
      return List.of(
          new Reading.Ignored(
              draft.currentTitle(), "the alarm's configuration changed, not its state"));
    }
    switch (alarm.state().map(state -> state.toUpperCase(Locale.ROOT)).orElse("")) {
      case "ALARM" -> draft.state(AlertState.FIRING);
      case "OK" -> draft.state(AlertState.RESOLVED);
      case "INSUFFICIENT_DATA" -> {
        return List.of(
            new Reading.Ignored(
                draft.currentTitle(), "state INSUFFICIENT_DATA is neither firing nor resolved"));
      }
      default -> draft.unknownState(alarm.state());
    }
    return List.of(finish(draft, alarm, payload, sentAt));
  }

  private static Reading finish(
      EventDraft draft, CloudWatchAlarm alarm, ObjectNode payload, Instant sentAt) {
    AlarmDescription description = AlarmDescription.parse(alarm.description().orElse(""));
    return draft
        .providerVersion(alarm.version())
        .priority(Stream.of(description.get(AlarmDescription.Key.PRIORITY)))
        .teams(
            Stream.of(
                description.get(AlarmDescription.Key.TEAMS),
                description.get(AlarmDescription.Key.TEAM)))
        .occurredAt(alarm.time(), sentAt)
        .description(description.text())
        .summary(description.get(AlarmDescription.Key.SUMMARY))
        .reason(alarm.reason())
        .resource(Resources.of(alarm.metrics().labels(), alarm.region(), Set.of()))
        .identity(alarm.account(), alarm.region(), alarm.alarmId())
        .links(
            Stream.of(description.get(AlarmDescription.Key.RUNBOOK)),
            Stream.of(description.get(AlarmDescription.Key.DASHBOARD)),
            Stream.of(alarm.consoleUrl()),
            Stream.of(Optional.empty()))
        .rawProvider(payload)
        .finish();
  }

  private static boolean isEvent(ObjectNode payload) {
    return payload.path("detail-type").asText().startsWith(EVENT_PREFIX)
        || payload.path("source").asText().equals("aws.cloudwatch");
  }

  private static boolean isConfigurationChange(ObjectNode payload) {
    return payload.path("detail-type").asText().contains("Configuration Change");
  }
}
