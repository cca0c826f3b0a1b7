package org.pytorch.alerting.stack.cli.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.pytorch.alerting.model.text.Sha256;

/**
 * Gives the alerts of a payload an identity of their own, so that they get issues of their own. The
 * same name always gives the same identity, so a firing and its resolve still belong together.
 */
public final class PayloadIdentity {
  /** In characters: it is part of a title. */
  public static final int MAX_NAME_LENGTH = 50;

  /** In hex digits, as Grafana's and Alertmanager's are. */
  private static final int FINGERPRINT_LENGTH = 16;

  /** Renamed, Grafana's test notification would be a real alert. */
  private static final String TEST_NAME = "TestAlert";

  private static final String ALARM = ":alarm:";

  private PayloadIdentity() {}

  /**
   * {@return {@code body} with other alerts}
   *
   * @throws IllegalArgumentException if the body is not a known provider's, or the name is too long
   */
  public static String named(String body, String name) {
    String given = name.strip();
    if (given.isEmpty() || given.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "a name has 1 to %d characters: %s".formatted(MAX_NAME_LENGTH, name));
    }
    return ProviderPayload.edited(body, payload -> rename(payload, given));
  }

  private static void rename(ObjectNode payload, String name) {
    switch (ProviderPayload.Form.of(payload)) {
      case GROUP -> renameGroup(payload, name);
      case CLOUDWATCH_SNS -> {
        append(payload, "AlarmName", "-" + name);
        append(payload, "AlarmArn", "-" + name);
      }
      case CLOUDWATCH_EVENT -> renameEvent(payload, name);
      case NORMALIZED -> {
        append(payload, "title", " (" + name + ")");
        if (payload.path("identity") instanceof ObjectNode identity) {
          append(identity, "alarm_id", "/" + name);
        }
      }
      case OTHER ->
          throw new IllegalArgumentException(
              "it is not an alert of Grafana, Alertmanager, CloudWatch or our own schema, so its"
                  + " identity is unknown");
    }
  }

  private static void renameGroup(ObjectNode payload, String name) {
    for (String labels : List.of("commonLabels", "groupLabels")) {
      renameLabels(payload.path(labels), name);
    }
    for (JsonNode alert : payload.path("alerts")) {
      if (alert instanceof ObjectNode object) {
        renameAlert(object, name);
      }
    }
  }

  private static void renameAlert(ObjectNode alert, String name) {
    String before = alert.path("fingerprint").asText();
    renameLabels(alert.path("labels"), name);
    if (!before.isEmpty()) {
      alert.put("fingerprint", Sha256.hex(before + "\n" + name).substring(0, FINGERPRINT_LENGTH));
    } else if (alert.path("labels") instanceof ObjectNode labels) {
      // Without a fingerprint the labels are the identity.
      labels.put("sent_as", name);
    }
  }

  private static void renameLabels(JsonNode labels, String name) {
    if (labels instanceof ObjectNode object) {
      for (String label : List.of("alertname", "rulename")) {
        if (!object.path(label).asText().equals(TEST_NAME)) {
          append(object, label, " (" + name + ")");
        }
      }
    }
  }

  /** An alarm that a composite alarm is made of keeps its name. */
  private static void renameEvent(ObjectNode payload, String name) {
    append(payload, "alarmArn", "-" + name);
    for (String member : List.of("detail", "alarmData")) {
      if (payload.path(member) instanceof ObjectNode detail) {
        append(detail, "alarmName", "-" + name);
      }
    }
    if (payload.path("resources") instanceof ArrayNode resources) {
      for (int i = 0; i < resources.size(); i++) {
        String resource = resources.get(i).asText();
        if (resource.contains(ALARM)) {
          resources.set(i, resource + "-" + name);
        }
      }
    }
  }

  private static void append(ObjectNode object, String member, String suffix) {
    if (object.path(member).isTextual()) {
      object.put(member, object.get(member).textValue() + suffix);
    }
  }
}
