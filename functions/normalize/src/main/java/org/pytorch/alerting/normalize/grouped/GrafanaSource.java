package org.pytorch.alerting.normalize.grouped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.Resources;
import org.pytorch.alerting.normalize.source.Subject;
import org.pytorch.alerting.normalize.source.Wording;

/** Grafana's webhook: one notification is a group of alerts. */
public final class GrafanaSource implements AlertSource {
  private static final Wording WORDING =
      new Wording(
          "add a label \"alertname\" to the alert",
          "the alert's \"status\" has to be firing or resolved",
          "add a label or annotation \"priority\" with P0, P1, P2 or P3 to the rule",
          "add a label or annotation \"team\" with the name of the owning team to the rule");

  /** The {@code version} that Grafana sends, which is the payload's. */
  static final String VERSION = "1";

  /** Labels for which an event has other fields. */
  private static final Set<String> NOT_EXTRA =
      Set.of("alertname", "rulename", "team", "teams", "priority", "region", "aws_region");

  /** Members of Grafana's alerts that Prometheus Alertmanager's alerts do not have. */
  private static final List<String> GRAFANA_ONLY =
      List.of("valueString", "values", "silenceURL", "dashboardURL", "panelURL", "ruleUID");

  @Override
  public String name() {
    return "grafana";
  }

  /** Alertmanager sends the same shape with version 4 and without Grafana's own members. */
  @Override
  public boolean recognizes(ObjectNode payload) {
    return payload.has("alerts")
        && (!payload.path("version").asText().equals(AlertmanagerSource.VERSION)
            || hasGrafanaOnlyMembers(payload));
  }

  static boolean hasGrafanaOnlyMembers(ObjectNode payload) {
    return payload.has("orgId")
        || GRAFANA_ONLY.stream().anyMatch(payload.path("alerts").path(0)::has);
  }

  @Override
  public List<JsonNode> alerts(ObjectNode payload) {
    return AlertGroup.alerts(payload, "send Grafana's default webhook payload");
  }

  @Override
  public ObjectNode withAlerts(ObjectNode payload, List<JsonNode> alerts) {
    return AlertGroup.withAlerts(payload, alerts);
  }

  @Override
  public List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt) {
    AlertGroup group = AlertGroup.of(payload, alerts.size());
    GrafanaAlert.Shared shared = GrafanaAlert.Shared.of(group);
    return group.readings(alerts, alert -> read(new GrafanaAlert(alert, shared), sentAt));
  }

  private Reading read(GrafanaAlert alert, Instant sentAt) {
    EventDraft draft = new EventDraft(name(), WORDING).title(alert.titles());
    if (alert.isTestNotification()) {
      return new Reading.Ignored(draft.currentTitle(), "Grafana's own test notification");
    }
    return alert.alert().readState(draft, sentAt).orElseGet(() -> finish(draft, alert));
  }

  private static Reading finish(EventDraft draft, GrafanaAlert grafana) {
    GroupedAlert alert = grafana.alert();
    List<MeasuredValue> values = GrafanaValues.of(alert);
    grafana.condition().ifPresent(draft::condition);
    return draft
        .providerVersion(alert.group().fields().get("version").stream())
        .priority(alert.everywhere("priority"))
        .teams(alert.teams())
        .subject(
            Subject.of(alert.labels().texts(), alert.commonLabels(), draft.currentTitle()).stream())
        .description(alert.description(grafana.shown(draft.currentTitle())).stream())
        .summary(alert.annotation("summary").stream())
        .reason(grafana.reason(values).stream())
        .values(values)
        .resource(Resources.of(alert.labels().texts(), alert.regions(), NOT_EXTRA))
        .identity(new Identity(grafana.orgId(), Optional.empty(), grafana.alarmId()))
        .links(
            alert.runbooks(),
            alert.fields().get("panelurl").stream(),
            grafana.dashboards(),
            alert.fields().get("generatorurl").stream(),
            alert.fields().get("silenceurl").stream())
        .attributes(alert.allLabels(), alert.allAnnotations(), Map.of())
        .rawProvider(alert.json())
        .finish();
  }
}
