package org.pytorch.alerting.normalize.grouped;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.normalize.source.UsableLink;
import org.pytorch.alerting.normalize.text.Candidates;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.StableId;
import org.pytorch.alerting.normalize.text.Text;

/** One alert of a Grafana notification. */
record GrafanaAlert(GroupedAlert alert, Shared shared) {
  /**
   * Computed once for a whole group, because its inputs may be large.
   *
   * @param orgId the group's organisation
   * @param tested the fingerprint in the group key of a test notification
   */
  record Shared(Optional<String> orgId, Optional<String> tested) {
    static Shared of(AlertGroup group) {
      return new Shared(
          group.fields().get("orgid").map(StableId::of),
          group
              .fields()
              .get("groupkey")
              .map(TEST_GROUP_KEY::matcher)
              .filter(Matcher::find)
              .map(match -> match.group(1)));
    }
  }

  private static final Pattern RULE_UID =
      Pattern.compile("/alerting/(?:grafana/)?([A-Za-z0-9_-]{1,100})/(?:view|edit)");

  private static final String TEST_NAME = "TestAlert";

  /**
   * The end of the "Test" button's group key, {@code <integration>-<fingerprint>-<unix seconds>}; a
   * real one is {@code <route>:{labels}}.
   */
  private static final Pattern TEST_GROUP_KEY = Pattern.compile("-([0-9a-f]{1,16})-\\d{9,11}$");

  /**
   * {@return titles, the best first}
   *
   * <p>An alert about a rule that cannot be evaluated has the rule's name as {@code rulename}. It
   * is a different alert from the rule's own, so it has a different title.
   */
  Stream<String> titles() {
    Stream<String> titles =
        Candidates.of(
            alert.label("rulename"),
            alert.label("alertname"),
            alert.group().groupLabels().get("alertname"),
            alert.group().fields().get("title"));
    return notEvaluated()
        .map(why -> titles.filter(title -> !title.startsWith("Datasource")).map(why::titled))
        .orElse(titles);
  }

  Optional<Condition> condition() {
    return notEvaluated().map(NotEvaluated::condition).or(this::keptCondition);
  }

  /** A rule that treats missing data or an error as alerting keeps its own name. */
  private Optional<Condition> keptCondition() {
    return alert
        .annotation("grafana_state_reason")
        .flatMap(
            reason ->
                // Followed by a comma and another reason if there are several.
                switch (reason.split(",", 2)[0]) {
                  case "NoData" -> Optional.of(Condition.NO_DATA);
                  case "Error" -> Optional.of(Condition.ERROR);
                  default -> Optional.empty();
                });
  }

  private Optional<NotEvaluated> notEvaluated() {
    return alert.label("alertname").flatMap(NotEvaluated::of);
  }

  /** {@return the organisation: two organisations may have the same fingerprints} */
  Optional<String> orgId() {
    return shared.orgId().or(() -> alert.fields().get("orgid"));
  }

  /** {@return dashboards, the rule's own first} */
  Stream<String> dashboards() {
    return Stream.concat(alert.fields().get("dashboardurl").stream(), alert.dashboards());
  }

  /** {@return the annotations that are shown in addition to the description} */
  Stream<String> shown(String title) {
    return Candidates.of(
        Optional.of(title),
        alert.annotation("error"),
        UsableLink.first(alert.runbooks()),
        UsableLink.first(dashboards()));
  }

  /**
   * {@return Grafana's fingerprint of the alert instance, or else a digest of its rule and labels,
   * or empty if it has none of these}
   */
  Optional<String> alarmId() {
    return alert
        .fields()
        .get("fingerprint")
        .filter(id -> !Placeholders.isAll(id))
        .or(
            () -> {
              Map<String, Object> identity = new LinkedHashMap<>();
              ruleUid().ifPresent(uid -> identity.put("rule_uid", uid));
              if (!alert.labels().texts().isEmpty()) {
                identity.put("labels", new TreeMap<>(alert.labels().texts()));
              }
              return identity.isEmpty()
                  ? Optional.empty()
                  : Optional.of(StableId.digest("labels:", identity));
            });
  }

  /**
   * {@return why the alert is in its state: Grafana's reason for an unusual transition, an error,
   * and the values if they cannot be shown one by one}
   */
  Optional<String> reason(List<MeasuredValue> values) {
    String reason =
        Candidates.of(
                alert
                    .label("alertname")
                    .filter(
                        name -> name.startsWith("Datasource") && NotEvaluated.of(name).isEmpty()),
                alert.annotation("grafana_state_reason"),
                alert.annotation("error"),
                alert.fields().get("valuestring").filter(_ -> values.isEmpty()))
            .map(part -> Text.cut(part, AlertEvent.MAX_REASON_LENGTH))
            .distinct()
            .collect(Collectors.joining("; "));
    return Optional.of(reason).filter(text -> !text.isEmpty());
  }

  /** {@return whether this was sent by the "Test" button of a contact point} */
  boolean isTestNotification() {
    boolean testName = alert.label("alertname").filter(TEST_NAME::equals).isPresent();
    if (shared.tested().isPresent()) {
      return testName
          || (ruleUid().isEmpty() && alert.fields().get("fingerprint").equals(shared.tested()));
    }
    // Older versions have another group key; a real rule called TestAlert has a rule UID.
    return testName
        && ruleUid().isEmpty()
        && alert.label("instance").filter("Grafana"::equals).isPresent()
        && alert.annotation("summary").filter("Notification test"::equals).isPresent();
  }

  private Optional<String> ruleUid() {
    return alert
        .fields()
        .get("ruleuid")
        .or(
            () ->
                alert
                    .fields()
                    .get("generatorurl")
                    .map(RULE_UID::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1)));
  }
}
