package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertState;

/**
 * Grafana's webhook: one notification is a group of alerts. An alert's own labels and annotations
 * win over the group's common ones, key by key.
 */
final class GrafanaSource implements AlertSource {
  private static final Wording WORDING =
      new Wording(
          "add a label \"alertname\" to the alert",
          "the alert's \"status\" has to be firing or resolved",
          "add a label or annotation \"priority\" with P0, P1, P2 or P3 to the rule",
          "add a label or annotation \"team\" with the name of the owning team to the rule");

  /** Labels that an event has other fields for. */
  private static final Set<String> NOT_EXTRA =
      Set.of("alertname", "rulename", "team", "teams", "priority", "region", "aws_region");

  /** Members that Grafana's alerts have and those of Prometheus Alertmanager have not. */
  private static final List<String> GRAFANA_ONLY =
      List.of("valueString", "values", "silenceURL", "dashboardURL", "panelURL", "ruleUID");

  @Override
  public String name() {
    return "grafana";
  }

  /** Alertmanager sends the same shape with version 4 and without what only Grafana has. */
  @Override
  public boolean recognizes(ObjectNode payload) {
    return payload.has("alerts")
        && (!payload.path("version").asText().equals("4")
            || payload.has("orgId")
            || GRAFANA_ONLY.stream().anyMatch(payload.path("alerts").path(0)::has));
  }

  @Override
  public List<JsonNode> alerts(ObjectNode payload) {
    if (!(payload.get("alerts") instanceof ArrayNode alerts) || alerts.isEmpty()) {
      throw new InvalidAlertException(
          "no alerts: the payload's \"alerts\" has to be a list with at least one alert; send"
              + " Grafana's default webhook payload");
    }
    List<JsonNode> list = new ArrayList<>(alerts.size());
    alerts.forEach(list::add);
    return list;
  }

  @Override
  public ObjectNode withAlerts(ObjectNode payload, List<JsonNode> alerts) {
    ArrayNode list = payload.arrayNode(alerts.size()).addAll(alerts);
    // Shares all but the list: nobody changes a payload.
    ObjectNode copy = payload.objectNode();
    copy.setAll(payload);
    copy.set("alerts", list);
    return copy;
  }

  @Override
  public List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt) {
    GrafanaGroup group = GrafanaGroup.of(payload, alerts.size());
    return alerts.stream().map(alert -> read(new GrafanaAlert(alert, group), sentAt)).toList();
  }

  private Reading read(GrafanaAlert alert, Instant sentAt) {
    if (!alert.json().isObject()) {
      return new Reading.Rejected("untitled", List.of("alerts: this entry is not a JSON object"));
    }
    EventDraft draft = new EventDraft(name(), WORDING).title(alert.titles());
    if (alert.isTestNotification()) {
      return new Reading.Ignored(draft.currentTitle(), "Grafana's own test notification");
    }
    Optional<String> status = alert.status();
    Optional<GrafanaState> state = status.flatMap(GrafanaState::parse);
    if (state.isPresent() && state.get() == GrafanaState.NEITHER) {
      return new Reading.Ignored(
          draft.currentTitle(),
          "state %s is neither firing nor resolved"
              .formatted(EventDraft.quoted(status.orElseThrow())));
    }
    Optional<AlertState> known = state.flatMap(GrafanaState::alertState);
    known.ifPresentOrElse(draft::state, () -> draft.unknownState(status));
    String time = known.equals(Optional.of(AlertState.FIRING)) ? "startsat" : "endsat";
    return finish(draft.occurredAt(alert.fields().get(time), sentAt), alert);
  }

  private static Reading finish(EventDraft draft, GrafanaAlert alert) {
    return draft
        .providerVersion(alert.group().fields().get("version"))
        .priority(alert.everywhere("priority"))
        .teams(Stream.concat(alert.everywhere("teams"), alert.everywhere("team")))
        .description(alert.annotation("description").or(() -> alert.annotation("message")))
        .summary(alert.annotation("summary"))
        .reason(alert.reason())
        .resource(Resources.of(alert.labels().texts(), alert.region(), NOT_EXTRA))
        .identity(alert.orgId(), Optional.empty(), alert.alarmId())
        .links(
            Stream.of(alert.annotation("runbook_url"), alert.annotation("runbook")),
            Stream.of(
                alert.fields().get("dashboardurl"),
                alert.fields().get("panelurl"),
                alert.annotation("dashboard_url"),
                alert.annotation("dashboard")),
            Stream.of(alert.fields().get("generatorurl")),
            Stream.of(alert.fields().get("silenceurl")))
        .rawProvider(alert.json())
        .finish();
  }
}
