package org.pytorch.alerting.normalize.grouped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.Resources;
import org.pytorch.alerting.normalize.source.SeverityPriorities;
import org.pytorch.alerting.normalize.source.SeverityPriorities.Severity;
import org.pytorch.alerting.normalize.source.Subject;
import org.pytorch.alerting.normalize.source.UsableLink;
import org.pytorch.alerting.normalize.source.Wording;
import org.pytorch.alerting.normalize.text.Candidates;
import org.pytorch.alerting.normalize.text.Decoration;
import org.pytorch.alerting.normalize.text.Placeholders;

/**
 * The webhook of Prometheus Alertmanager, including Mimir's, and Grafana's Mimir receivers, whose
 * notifications are identical. The priority is {@code priority} if given, else it is derived from
 * {@code severity}.
 *
 * <p>An alert is identified by its fingerprint, that is by its labels only, not by its sender: the
 * Alertmanagers of a pair have different addresses and send the same alerts. Two Prometheus servers
 * with different alerts need different external labels, as Prometheus itself requires.
 */
public final class AlertmanagerSource implements AlertSource {
  /** The {@code version} that Alertmanager sends, which is the payload's. */
  static final String VERSION = "4";

  private static final Set<String> NOT_EXTRA =
      Set.of("alertname", "team", "teams", "priority", "region", "aws_region");

  private final SeverityPriorities severities;
  private final Wording wording;

  public AlertmanagerSource(SeverityPriorities severities) {
    this.severities = severities;
    wording =
        new Wording(
            "add a label \"alertname\" to the alert",
            "the alert's \"status\" has to be firing or resolved",
            "add a label or annotation \"priority\" with P0, P1, P2 or P3 to the rule, or a label"
                + " \"severity\" that is one of "
                + severities.names(),
            "add a label or annotation \"team\" with the name of the owning team to the rule, or a"
                + " label \"team\" to the route");
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  /**
   * A payload without a version, such as from a user's template, or with a future one could also be
   * Grafana's: then the sender's name decides.
   */
  @Override
  public boolean recognizes(ObjectNode payload) {
    return payload.has("alerts")
        && !payload.path("version").asText().equals(GrafanaSource.VERSION)
        && !GrafanaSource.hasGrafanaOnlyMembers(payload);
  }

  @Override
  public List<JsonNode> alerts(ObjectNode payload) {
    return AlertGroup.alerts(payload, "send Alertmanager's default webhook payload");
  }

  @Override
  public ObjectNode withAlerts(ObjectNode payload, List<JsonNode> alerts) {
    return AlertGroup.withAlerts(payload, alerts);
  }

  @Override
  public List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt) {
    return AlertGroup.of(payload, alerts.size()).readings(alerts, alert -> read(alert, sentAt));
  }

  private Reading read(GroupedAlert alert, Instant sentAt) {
    Severity severity = severities.choose(alert.everywhere("severity"));
    EventDraft draft = new EventDraft(name(), wording(severity)).title(titles(alert));
    // A resolve may lack an annotation that the firing had.
    boolean resolved = alert.is(NotifiedState.RESOLVED);
    if (!hasPriority(alert) && !resolved && severity.ignored()) {
      return new Reading.Ignored(
          draft.currentTitle(),
          "%s needs no action"
              .formatted(
                  severity
                      .text()
                      .map(text -> "severity " + EventDraft.quoted(text))
                      .orElse("no severity")));
    }
    return alert.readState(draft, sentAt).orElseGet(() -> finish(draft, alert, severity));
  }

  private Reading finish(EventDraft draft, GroupedAlert alert, Severity severity) {
    return draft
        .providerVersion(alert.group().fields().get("version").stream())
        .priority(
            Stream.concat(
                alert.everywhere("priority"), severity.priority().map(Priority::name).stream()))
        .teams(alert.teams())
        .subject(
            Subject.of(visibleLabels(alert), alert.commonLabels(), draft.currentTitle()).stream())
        .description(
            alert
                .description(
                    Candidates.of(
                        Optional.of(draft.currentTitle()),
                        UsableLink.first(alert.runbooks()),
                        UsableLink.first(alert.dashboards())))
                .stream())
        .summary(alert.annotation("summary").stream())
        .values(AnnotatedValues.of(alert))
        .resource(Resources.of(visibleLabels(alert), alert.regions(), NOT_EXTRA))
        .identity(new Identity(Optional.empty(), Optional.empty(), alarmId(alert)))
        .links(
            alert.runbooks(),
            Stream.empty(),
            alert.dashboards(),
            alert.fields().get("generatorurl").stream(),
            SilenceLink.of(alert).stream())
        .impliedPriority(!hasPriority(alert))
        .attributes(alert.allLabels(), alert.allAnnotations(), Map.of())
        .rawProvider(alert.json())
        .finish();
  }

  private static boolean hasPriority(GroupedAlert alert) {
    return alert.everywhere("priority").anyMatch(text -> Decoration.priority(text).isPresent());
  }

  /** Alertmanager requires only that an alert has a label. */
  private static Stream<String> titles(GroupedAlert alert) {
    return Candidates.of(
        alert.label("alertname"),
        alert.group().groupLabels().get("alertname"),
        alert.annotation("title"),
        alert.annotation("summary"));
  }

  /** A user's template may omit the fingerprint; it can be computed. */
  private static Optional<String> alarmId(GroupedAlert alert) {
    return alert
        .fields()
        .get("fingerprint")
        .filter(id -> !Placeholders.isAll(id))
        .or(() -> LabelsFingerprint.of(alert.fields().node("labels")));
  }

  /** {@return the labels without the internal ones of Grafana's rules} */
  private static Map<String, String> visibleLabels(GroupedAlert alert) {
    Map<String, String> labels = new LinkedHashMap<>(alert.labels().texts());
    labels.keySet().removeIf(name -> name.startsWith("__") && name.endsWith("__"));
    return labels;
  }

  private Wording wording(Severity severity) {
    return severity
        .text()
        .filter(_ -> severity.priority().isEmpty())
        .map(
            text ->
                new Wording(
                    wording.title(),
                    wording.state(),
                    "severity %s is not mapped; %s"
                        .formatted(EventDraft.quoted(text), wording.priority()),
                    wording.team()))
        .orElse(wording);
  }
}
