package org.pytorch.alerting.simulation.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.model.json.Json;

/** One alert of a world, and the payloads that its provider sends. */
public record SimulatedAlert(int number, Provider provider) {

  /** The alert's provider; each has its own payload format. */
  public enum Provider {
    GRAFANA,
    ALERTMANAGER,
    CLOUDWATCH,
    NORMALIZED;

    boolean sendsGroups() {
      return this == GRAFANA || this == ALERTMANAGER;
    }
  }

  /**
   * The report on one alert in one message.
   *
   * @param skew the difference of the sender's clock from ours
   * @param since when the state began, by our clock
   * @param complete whether it has all fields that an issue needs
   */
  public record Report(
      SimulatedAlert alert, Duration skew, boolean firing, Instant since, boolean complete) {
    /** {@return when the state began, by the sender's clock} */
    Instant providerTime() {
      return since.plus(skew);
    }

    @Override
    public String toString() {
      return "alert %d %s%s since %s"
          .formatted(
              alert.number(),
              complete ? "" : "(without a priority) ",
              firing ? "fires" : "has resolved",
              providerTime());
    }
  }

  /**
   * {@return the payload of a message; only providers that send groups can report several alerts}
   */
  public static String payload(List<Report> reports) {
    Report first = reports.getFirst();
    return switch (first.alert().provider()) {
      case GRAFANA -> grafana(reports);
      case ALERTMANAGER -> alertmanager(reports);
      case CLOUDWATCH -> cloudWatch(first);
      case NORMALIZED -> normalized(first);
    };
  }

  private static String grafana(List<Report> reports) {
    ObjectNode group = group(reports);
    group.put("receiver", "alert-intake").put("version", "1").put("orgId", 1);
    for (Report report : reports) {
      ObjectNode alert = member(group, report);
      alert.put("generatorURL", "https://grafana.example/alerting/grafana/rule1/view");
      if (report.complete()) {
        ((ObjectNode) alert.path("labels")).put("priority", "P2");
      }
    }
    return Json.write(group);
  }

  private static String alertmanager(List<Report> reports) {
    ObjectNode group = group(reports);
    group.put("receiver", "github").put("version", "4");
    group.put("externalURL", "https://alertmanager.example");
    for (Report report : reports) {
      ObjectNode alert = member(group, report);
      alert.put("generatorURL", "https://prometheus.example/graph");
      if (report.complete()) {
        ((ObjectNode) alert.path("labels")).put("severity", "critical");
      }
    }
    return Json.write(group);
  }

  /** The fields that Grafana and Alertmanager share. */
  private static ObjectNode group(List<Report> reports) {
    ObjectNode group = Json.mapper().createObjectNode();
    group.put("status", reports.stream().anyMatch(Report::firing) ? "firing" : "resolved");
    group.put("groupKey", "{}:{}").put("truncatedAlerts", 0).putArray("alerts");
    return group;
  }

  private static ObjectNode member(ObjectNode group, Report report) {
    ObjectNode alert = ((ArrayNode) group.path("alerts")).addObject();
    alert
        .putObject("labels")
        .put("alertname", "Alert " + report.alert().number())
        .put("team", "harbor");
    alert.putObject("annotations");
    alert.put("status", report.firing() ? "firing" : "resolved");
    Instant time = report.providerTime();
    alert.put("startsAt", (report.firing() ? time : time.minusSeconds(60)).toString());
    alert.put("endsAt", report.firing() ? "0001-01-01T00:00:00Z" : time.toString());
    alert.put("fingerprint", "%016x".formatted(report.alert().number()));
    return alert;
  }

  private static String cloudWatch(Report report) {
    ObjectNode alarm = Json.mapper().createObjectNode();
    String name = "alarm-" + report.alert().number();
    alarm.put("AlarmName", name).put("AWSAccountId", "640017223391");
    alarm.put("AlarmDescription", report.complete() ? "TEAM=pilot | PRIORITY=P3" : "TEAM=pilot");
    alarm.put("NewStateValue", report.firing() ? "ALARM" : "OK");
    alarm.put("OldStateValue", report.firing() ? "OK" : "ALARM");
    alarm.put("NewStateReason", "Threshold Crossed");
    alarm.put("StateChangeTime", report.providerTime().toString());
    alarm.put("Region", "EU (Ireland)");
    alarm.put("AlarmArn", "arn:aws:cloudwatch:eu-west-1:640017223391:alarm:" + name);
    ObjectNode trigger = alarm.putObject("Trigger");
    trigger.put("MetricName", "Age").put("Namespace", "AWS/SQS").putArray("Dimensions");
    return Json.write(alarm);
  }

  private static String normalized(Report report) {
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("schema_version", 1).put("provider_version", "1").put("source", "backup");
    event.put("state", report.firing() ? "FIRING" : "RESOLVED");
    event.put("title", "Backup " + report.alert().number() + " failed").put("team", "yard");
    event.putArray("teams").add("yard");
    if (report.complete()) {
      event.put("priority", "P3");
    }
    event.put("occurred_at", report.providerTime().toString());
    event.putObject("resource").put("type", "generic");
    event.putObject("identity").put("alarm_id", "backup-" + report.alert().number());
    event.putObject("links");
    return Json.write(event);
  }
}
