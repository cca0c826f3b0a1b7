package org.pytorch.alerting.normalize.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.text.Fields;

/**
 * One change of state of a CloudWatch alarm, or of one of its contributors, in any of CloudWatch's
 * formats.
 *
 * @param operation what was done to the alarm itself, if the message is about that
 * @param suppressed why the alarm's actions are suppressed, if they are
 */
record CloudWatchAlarm(
    Optional<String> version,
    AlarmIdentity identity,
    Change change,
    Optional<String> description,
    AlarmMetrics metrics,
    AlarmValues values,
    AlarmContributor contributor,
    AlarmTags tags,
    Optional<String> operation,
    Optional<String> suppressed) {

  /** The alarm's new state, why, and since when. */
  record Change(Optional<String> state, Optional<String> reason, Optional<String> time) {}

  /** Reads an alarm's SNS message: metric, metric-math, anomaly and composite alarms. */
  static CloudWatchAlarm ofSns(ObjectNode payload) {
    Fields alarm = Fields.of(payload);
    Optional<AlarmArn> arn = alarm.get("alarmarn").flatMap(AlarmArn::parse);
    return new CloudWatchAlarm(
        Optional.empty(),
        new AlarmIdentity(
            alarm.get("alarmname").or(() -> arn.map(AlarmArn::name)),
            arn.map(AlarmArn::account).or(() -> alarm.get("awsaccountid")),
            arn.map(AlarmArn::region).or(() -> regionOf(alarm)),
            arn),
        new Change(
            alarm.get("newstatevalue"), alarm.get("newstatereason"), alarm.get("statechangetime")),
        alarm.get("alarmdescription"),
        AlarmMetrics.ofSns(alarm.node("trigger")),
        AlarmValues.ofSns(alarm.node("trigger")),
        AlarmContributor.of(alarm, "alarmcontributorid", "alarmcontributorattributes"),
        AlarmTags.of(alarm),
        Optional.empty(),
        suppressed(alarm, alarm));
  }

  /**
   * Reads EventBridge's event about the same change, and an alarm's invocation of a Lambda
   * function: the same data under other names.
   */
  static CloudWatchAlarm ofEvent(ObjectNode payload) {
    Fields event = Fields.of(payload);
    Fields detail = event.object(event.node("detail").isObject() ? "detail" : "alarmdata");
    Fields state = detail.object("state");
    Fields configuration = detail.object("configuration");
    Fields contributor = detail.object("alarmcontributor");
    Optional<AlarmArn> arn =
        Stream.concat(
                event.get("alarmarn").stream(),
                elements(event.node("resources")).map(JsonNode::asText))
            .flatMap(text -> AlarmArn.parse(text).stream())
            .findFirst();
    return new CloudWatchAlarm(
        event.get("version"),
        new AlarmIdentity(
            detail.get("alarmname").or(() -> arn.map(AlarmArn::name)),
            arn.map(AlarmArn::account)
                .or(() -> event.get("account"))
                .or(() -> event.get("accountid")),
            arn.map(AlarmArn::region).or(() -> event.get("region")),
            arn),
        new Change(
            state.get("value"),
            state.get("reason"),
            state.get("timestamp").or(() -> event.get("time"))),
        configuration.get("description"),
        AlarmMetrics.ofEventBridge(configuration),
        AlarmValues.ofEventBridge(configuration),
        AlarmContributor.of(contributor, "id", "attributes"),
        AlarmTags.of(detail).or(AlarmTags.of(event)),
        detail.get("operation"),
        suppressed(state, detail));
  }

  /** {@return the provider's id; for a contributor a list of the alarm's and its own} */
  Optional<String> alarmId() {
    Optional<String> alarm = identity.id();
    // An ARN is never JSON, so no alarm can be mistaken for another's contributor.
    return alarm.map(id -> contributor.id().map(part -> Json.write(List.of(id, part))).orElse(id));
  }

  /** {@return this alarm, deleted at {@code when}} */
  CloudWatchAlarm deleted(String when) {
    return new CloudWatchAlarm(
        version,
        identity,
        new Change(change.state, Optional.of("The alarm was deleted."), Optional.of(when)),
        description,
        metrics,
        values,
        contributor,
        tags,
        operation,
        suppressed);
  }

  /** {@return titles, the best first} */
  Stream<String> titles() {
    return identity.name().stream()
        .flatMap(text -> Stream.of(text, "CloudWatch alarm " + text))
        .map(text -> contributor.title().map(part -> text + ": " + part).orElse(text));
  }

  /** {@return the subject: dimensions, and what distinguishes a contributor from the others} */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>(contributor.labels());
    metrics.labels().forEach(labels::putIfAbsent);
    return labels;
  }

  /** A composite alarm may be suppressed by another alarm, and any alarm by a mute rule. */
  private static Optional<String> suppressed(Fields state, Fields alarm) {
    Optional<String> muted =
        alarm.node("mutedetail").isMissingNode()
            ? Optional.empty()
            : Optional.of("the alarm is muted by a mute rule");
    return state
        .get("actionssuppressedby")
        .map(
            by ->
                "the alarm's actions are suppressed by %s%s"
                    .formatted(
                        EventDraft.quoted(by),
                        state
                            .get("actionssuppressedreason")
                            .map(reason -> ": " + EventDraft.quoted(reason))
                            .orElse("")))
        .or(() -> muted);
  }

  /**
   * {@return the region of an alarm without an ARN}
   *
   * <p>{@code Region} is a display name, such as "EU (Ireland)"; but an alarm's actions are ARNs in
   * its own region.
   */
  private static Optional<String> regionOf(Fields alarm) {
    Stream<String> actions =
        Stream.of("alarmactions", "okactions", "insufficientdataactions")
            .flatMap(list -> elements(alarm.node(list)))
            .map(JsonNode::asText)
            .filter(action -> action.startsWith("arn:"))
            .map(action -> action.split(":", 5))
            .filter(parts -> parts.length == 5)
            .map(parts -> parts[3]);
    return Stream.concat(alarm.get("region").stream(), actions)
        .filter(AlarmArn::isRegion)
        .findFirst();
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
