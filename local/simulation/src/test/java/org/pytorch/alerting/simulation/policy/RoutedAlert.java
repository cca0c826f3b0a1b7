package org.pytorch.alerting.simulation.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * An alert of Grafana, with what policies look at.
 *
 * @param number from 0
 * @param team absent if its sender names none
 * @param priority absent likewise
 * @param env the label, absent if it has none
 * @param site the label, absent if it has none
 */
record RoutedAlert(
    int number,
    Optional<String> team,
    Optional<String> priority,
    Optional<String> env,
    Optional<String> site) {
  String title() {
    return "Routed alert %d.".formatted(number);
  }

  String firing(Instant since) {
    return payload(true, since, true);
  }

  /**
   * {@return the payload of a resolve}
   *
   * @param labelled whether it has the labels that routes look at; a resolve may lack them
   */
  String resolved(Instant at, boolean labelled) {
    return payload(false, at, labelled);
  }

  private String payload(boolean firing, Instant time, boolean labelled) {
    ObjectNode group = Json.mapper().createObjectNode();
    group.put("receiver", "alert-intake").put("version", "1").put("orgId", 1);
    group.put("status", firing ? "firing" : "resolved").put("groupKey", "{}:{}");
    ObjectNode alert = group.put("truncatedAlerts", 0).putArray("alerts").addObject();
    alert.put("status", firing ? "firing" : "resolved").putObject("annotations");
    ObjectNode labels = alert.putObject("labels").put("alertname", title());
    if (labelled) {
      team.ifPresent(value -> labels.put("team", value));
      priority.ifPresent(value -> labels.put("priority", value));
      env.ifPresent(value -> labels.put("env", value));
      site.ifPresent(value -> labels.put("site", value));
    }
    alert.put("startsAt", (firing ? time : time.minusSeconds(60)).toString());
    alert.put("endsAt", firing ? "0001-01-01T00:00:00Z" : time.toString());
    alert.put("generatorURL", "https://grafana.example/alerting/grafana/rule1/view");
    alert.put("fingerprint", "%016x".formatted(number));
    return Json.write(group);
  }
}
