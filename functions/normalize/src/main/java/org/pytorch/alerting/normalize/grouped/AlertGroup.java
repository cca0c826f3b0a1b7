package org.pytorch.alerting.normalize.grouped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Notes;

/**
 * What the alerts of one notification have in common, in the form that Alertmanager gave to the
 * world and Grafana took over; looked up once for all of them.
 *
 * @param routeLabels what the route that the notification took says of all that take it; only
 *     Alertmanager has it, from 0.34
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
   * {@return the alerts that {@code payload} lists}
   *
   * @param remedy what its sender has to do if it lists none
   * @throws InvalidAlertException if it lists none
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

  /** {@return a payload like {@code payload} that lists only {@code alerts}} */
  static ObjectNode withAlerts(ObjectNode payload, List<JsonNode> alerts) {
    ArrayNode list = payload.arrayNode(alerts.size()).addAll(alerts);
    // Shares all but the list: nobody changes a payload.
    ObjectNode copy = payload.objectNode();
    copy.setAll(payload);
    copy.set(ALERTS, list);
    return copy;
  }

  /**
   * {@return the state of an alert that has none of its own, where the group's state leaves no
   * choice}
   *
   * <p>A group is firing when one of its alerts is, so a firing group says nothing of one alert
   * among several; a resolved group says it of all.
   */
  Optional<String> statusOfEveryAlert() {
    return fields
        .get("status")
        .or(() -> fields.get("state"))
        .filter(
            status ->
                size == 1
                    || NotifiedState.parse(status).equals(Optional.of(NotifiedState.RESOLVED)));
  }
}
