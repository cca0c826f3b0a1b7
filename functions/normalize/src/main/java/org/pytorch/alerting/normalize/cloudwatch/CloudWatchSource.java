package org.pytorch.alerting.normalize.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.Resources;
import org.pytorch.alerting.normalize.source.Wording;
import org.pytorch.alerting.normalize.text.Text;

/**
 * CloudWatch alarms, as published to SNS and as reported by EventBridge. Data that an alarm has no
 * field for, such as its owner, is in its description.
 */
public final class CloudWatchSource implements AlertSource {
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
        isEvent(payload) ? CloudWatchAlarm.ofEvent(payload) : CloudWatchAlarm.ofSns(payload);
    EventDraft draft = new EventDraft(name(), WORDING).title(alarm.titles());
    if (isConfigurationChange(payload) || alarm.operation().isPresent()) {
      return List.of(changed(draft, alarm, payload, sentAt));
    }
    switch (alarm.change().state().map(state -> state.toUpperCase(Locale.ROOT)).orElse("")) {
      case "ALARM" -> draft.state(AlertState.FIRING);
      case "OK" -> {
        // Even if the alarm is muted or its contributors report themselves: an open issue is over.
        draft.state(AlertState.RESOLVED);
        return List.of(finish(draft, alarm, payload, sentAt));
      }
      case "INSUFFICIENT_DATA" -> {
        return List.of(
            new Reading.Ignored(
                draft.currentTitle(), "state INSUFFICIENT_DATA is neither firing nor resolved"));
      }
      default -> alarm.change().state().ifPresent(draft::unknownState);
    }
    return List.of(
        reasonToIgnore(alarm, isFromEventBridge(payload))
            .<Reading>map(reason -> new Reading.Ignored(draft.currentTitle(), reason))
            .orElseGet(() -> finish(draft, alarm, payload, sentAt)));
  }

  /** An alarm that is deleted never reports OK. */
  private static Reading changed(
      EventDraft draft, CloudWatchAlarm alarm, ObjectNode payload, Instant sentAt) {
    String operation = alarm.operation().orElse("update").toLowerCase(Locale.ROOT);
    if (!operation.equals("delete")) {
      return new Reading.Ignored(
          draft.currentTitle(),
          "the alarm's configuration changed (%s), not its state"
              .formatted(Text.cut(operation, 50)));
    }
    draft.state(AlertState.RESOLVED);
    return finish(draft, alarm.deleted(payload.path("time").asText()), payload, sentAt);
  }

  /**
   * {@return why an alarm in state ALARM opens no issue}
   *
   * <p>An alarm over several series reports each of them itself, always to SNS and to Lambda
   * functions. An EventBridge rule may select only the alarm's own events, and then nothing else
   * reports the alert.
   */
  private static Optional<String> reasonToIgnore(CloudWatchAlarm alarm, boolean fromEventBridge) {
    boolean spokenFor =
        alarm.metrics().isSeveralSeries() && alarm.contributor().id().isEmpty() && !fromEventBridge;
    return alarm
        .suppressed()
        .or(
            () ->
                spokenFor
                    ? Optional.of("the alarm watches several series, and each reports itself")
                    : Optional.empty());
  }

  private static Reading finish(
      EventDraft draft, CloudWatchAlarm alarm, ObjectNode payload, Instant sentAt) {
    AlarmDescription description = AlarmDescription.parse(alarm.description().orElse(""));
    // The tags count only if the description names none.
    List<String> priorities =
        description.priorities().findAny().isPresent()
            ? description.contradictingPriorities()
            : AlarmDescription.contradictingPriorities(alarm.tags().get("priority").toList());
    List<String> teams =
        description.teams().findAny().isPresent()
            ? description.contradictingTeams()
            : AlarmDescription.contradictingTeams(alarm.tags().get("team").toList());
    if (!priorities.isEmpty()) {
      draft.contradiction("priority", priorities);
    }
    if (!teams.isEmpty()) {
      draft.contradiction("team", teams);
    }
    alarm.change().reason().flatMap(AlarmValues::condition).ifPresent(draft::condition);
    return draft
        .providerVersion(alarm.version().stream())
        .priority(Stream.concat(description.priorities(), alarm.tags().get("priority")))
        .teams(Stream.concat(description.teams(), alarm.tags().get("teams", "team")))
        .occurredAt(alarm.change().time().stream(), sentAt)
        .description(alarm.tags().notes().below(description.text().stream(), Stream.of()).stream())
        .summary(description.get(AlarmDescription.AlarmKey.SUMMARY).stream())
        .reason(alarm.change().reason().stream())
        .values(alarm.change().reason().map(alarm.values()::in).orElse(List.of()))
        .resource(Resources.of(alarm.labels(), alarm.identity().region().stream(), Set.of()))
        .identity(
            new Identity(alarm.identity().account(), alarm.identity().region(), alarm.alarmId()))
        .links(
            Stream.concat(
                description.get(AlarmDescription.AlarmKey.RUNBOOK).stream(),
                alarm.tags().get("runbook", "runbook_url")),
            Stream.empty(),
            Stream.concat(
                description.get(AlarmDescription.AlarmKey.DASHBOARD).stream(),
                alarm.tags().get("dashboard", "dashboard_url")),
            alarm.identity().consoleUrl().stream(),
            Stream.empty())
        .attributes(alarm.tags().texts(), annotations(alarm), alarm.labels())
        .rawProvider(payload)
        .finish();
  }

  /** Only metric math says what is measured. */
  private static Map<String, String> annotations(CloudWatchAlarm alarm) {
    return alarm.values().expression().map(math -> Map.of("expression", math)).orElse(Map.of());
  }

  private static boolean isEvent(ObjectNode payload) {
    return payload.path("detail-type").asText().startsWith(EVENT_PREFIX)
        || payload.path("source").asText().equals("aws.cloudwatch")
        || (payload.has("alarmData") && payload.has("alarmArn"));
  }

  private static boolean isFromEventBridge(ObjectNode payload) {
    return isEvent(payload) && payload.has("detail");
  }

  private static boolean isConfigurationChange(ObjectNode payload) {
    return payload.path("detail-type").asText().contains("Configuration Change");
  }
}
