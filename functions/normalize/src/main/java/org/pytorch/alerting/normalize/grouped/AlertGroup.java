package org.pytorch.alerting.normalize.grouped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Notes;

/**
 * The common part of a notification's alerts, in Alertmanager's format, which Grafana adopted; read
 * once for all of them.
 *
 * @param routeLabels the labels of the notification's route; only Alertmanager has them, from 0.34
 * @param size how many alerts the notification lists
 */
record AlertGroup(
    Fields fields,
    Fields groupLabels,
    Fields commonLabels,
    Fields commonAnnotations,
    Notes commonNotes,
    Fields routeLabels,
    int size) {
  private static final String ALERTS = "alerts";

  static AlertGroup of(ObjectNode payload, int size) {
    Fields fields = Fields.of(payload);
    Fields commonAnnotations = fields.object("commonannotations");
    return new AlertGroup(
        fields,
        fields.object("grouplabels"),
        fields.object("commonlabels"),
        commonAnnotations,
        Notes.of(commonAnnotations.texts()),
        fields.object("routelabels"),
        size);
  }

  /**
   * {@return the alerts in {@code payload}}
   *
   * @param remedy what the sender has to do if there are none
   * @throws InvalidAlertException if there are none
   */
  static List<JsonNode> alerts(ObjectNode payload, String remedy) {
    if (!(payload.get(ALERTS) instanceof ArrayNode alerts) || alerts.isEmpty()) {
      throw new InvalidAlertException(
          "no alerts: the payload's \"alerts\" has to be a list with at least one alert; "
              + remedy);
    }
    List<JsonNode> list = new ArrayList<>(alerts.size());
    alerts.forEach(list::add);
    return list;
  }

  /** {@return a reading of each of {@code alerts}; what is not an object is rejected} */
  List<Reading> readings(List<JsonNode> alerts, Function<GroupedAlert, Reading> read) {
    return alerts.stream()
        .map(
            alert ->
                alert.isObject()
                    ? read.apply(new GroupedAlert(alert, this))
                    : new Reading.Rejected(
                        EventDraft.UNTITLED, List.of("alerts: this entry is not a JSON object")))
        .toList();
  }

  /** {@return a copy of {@code payload} with only {@code alerts}} */
  static ObjectNode withAlerts(ObjectNode payload, List<JsonNode> alerts) {
    ArrayNode list = payload.arrayNode(alerts.size()).addAll(alerts);
    // Shares everything but the list: payloads are never modified.
    ObjectNode copy = payload.objectNode();
    copy.setAll(payload);
    copy.set(ALERTS, list);
    return copy;
  }

  /**
   * {@return the state of an alert without a state, if the group's state determines it}
   *
   * <p>A group is firing if any of its alerts is, so a firing group does not determine the state of
   * one alert among several; a resolved group determines all.
   */
  Optional<String> statusOfEveryAlert() {
    return fields
        .get("status")
        .or(() -> fields.get("state"))
        .filter(status -> size == 1 || NotifiedState.RESOLVED.isNamedBy(status));
  }
}
