package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One change of state of a CloudWatch alarm, whichever form told of it.
 *
 * @param region the region's code
 */
record CloudWatchAlarm(
    Optional<String> version,
    Optional<String> name,
    Optional<String> account,
    Optional<String> region,
    Optional<AlarmArn> arn,
    Optional<String> state,
    Optional<String> reason,
    Optional<String> time,
    Optional<String> description,
    AlarmMetrics metrics) {

  /** Reads what an alarm publishes to SNS: metric, metric-math, anomaly and composite alarms. */
  static CloudWatchAlarm ofSns(ObjectNode payload) {
    Fields alarm = Fields.of(payload);
    Optional<AlarmArn> arn = alarm.get("alarmarn").flatMap(AlarmArn::parse);
    Optional<String> region = arn.map(AlarmArn::region).or(() -> regionOf(alarm));
    return new CloudWatchAlarm(
        Optional.empty(),
        alarm.get("alarmname").or(() -> arn.map(AlarmArn::name)),
        arn.map(AlarmArn::account).or(() -> alarm.get("awsaccountid")),
        region,
        arn,
        alarm.get("newstatevalue"),
        alarm.get("newstatereason"),
        alarm.get("statechangetime"),
        alarm.get("alarmdescription"),
        AlarmMetrics.ofSns(alarm.node("trigger")));
  }

  /** Reads the event that EventBridge makes of the same change. */
  static CloudWatchAlarm ofEventBridge(ObjectNode payload) {
    Fields event = Fields.of(payload);
    Fields detail = event.object("detail");
    Fields state = detail.object("state");
    Fields configuration = detail.object("configuration");
    Optional<AlarmArn> arn =
        elements(event.node("resources"))
            .flatMap(resource -> AlarmArn.parse(resource.asText()).stream())
            .findFirst();
    return new CloudWatchAlarm(
        event.get("version"),
        detail.get("alarmname").or(() -> arn.map(AlarmArn::name)),
        arn.map(AlarmArn::account).or(() -> event.get("account")),
        arn.map(AlarmArn::region).or(() -> event.get("region")),
        arn,
        state.get("value"),
        state.get("reason"),
        state.get("timestamp").or(() -> event.get("time")),
        configuration.get("description"),
        AlarmMetrics.ofEventBridge(configuration.node("metrics")));
  }

  /**
   * {@return the alarm's ARN as the provider's id of it, the same in every form; without one, what
   * is known of it}
   */
  Optional<String> alarmId() {
    return arn.or(
            () ->
                region.flatMap(
                    code -> account.flatMap(id -> name.flatMap(n -> AlarmArn.build(code, id, n)))))
        .map(AlarmArn::toString)
        .or(this::name);
  }

  /** {@return the alarm's page in the console} */
  Optional<String> consoleUrl() {
    return alarmId().flatMap(AlarmArn::parse).flatMap(AlarmArn::consoleUrl);
  }

  /**
   * {@return the region of an alarm that does not tell its ARN}
   *
   * <p>{@code Region} is a display name, such as "EU (Ireland)"; but an alarm's actions are in its
   * own region, and they are ARNs.
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
