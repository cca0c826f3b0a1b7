package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;

/** One alert of a Grafana notification, with what its group says of it. */
record GrafanaAlert(
    JsonNode json, Fields fields, Fields labels, Fields annotations, GrafanaGroup group) {
  private static final Pattern RULE_UID =
      Pattern.compile("/alerting/(?:grafana/)?([A-Za-z0-9_-]{1,100})/(?:view|edit)");

  private static final String TEST_NAME = "TestAlert";

  GrafanaAlert(JsonNode json, GrafanaGroup group) {
    this(json, Fields.of(json), group);
  }

  private GrafanaAlert(JsonNode json, Fields fields, GrafanaGroup group) {
    this(json, fields, fields.object("labels"), fields.object("annotations"), group);
  }

  /** Titles, the best first: an alert about missing data keeps its rule's name as rulename. */
  Stream<Optional<String>> titles() {
    return Stream.of(
        label("rulename"),
        label("alertname"),
        group.groupLabels().get("alertname"),
        group.fields().get("title"));
  }

  Optional<String> status() {
    return fields.get("status").or(group::statusOfEveryAlert);
  }

  /** {@return the values of {@code key} wherever it may stand, the one that counts first} */
  Stream<Optional<String>> everywhere(String key) {
    return Stream.of(
        annotations.get(key),
        labels.get(key),
        group.commonAnnotations().get(key),
        group.commonLabels().get(key));
  }

  Optional<String> label(String key) {
    return labels.get(key).or(() -> group.commonLabels().get(key));
  }

  Optional<String> annotation(String key) {
    return annotations.get(key).or(() -> group.commonAnnotations().get(key));
  }

  Optional<String> region() {
    return label("region").or(() -> label("aws_region"));
  }

  /** {@return the organisation: fingerprints of two organisations may be the same} */
  Optional<String> orgId() {
    return group.fields().get("orgid").or(() -> fields.get("orgid"));
  }

  /**
   * {@return Grafana's fingerprint of the alert instance, or else a digest of its rule and labels,
   * or empty when there is nothing of all that}
   */
  Optional<String> alarmId() {
    return fields
        .get("fingerprint")
        .or(
            () -> {
              Map<String, Object> identity = new LinkedHashMap<>();
              ruleUid().ifPresent(uid -> identity.put("rule_uid", uid));
              if (!labels.texts().isEmpty()) {
                identity.put("labels", new TreeMap<>(labels.texts()));
              }
              return identity.isEmpty()
                  ? Optional.empty()
                  : Optional.of(StableId.digest("labels:", identity));
            });
  }

  /**
   * {@return why the alert is in its state: that data is missing, Grafana's reason for an odd
   * transition, an error, and the values}
   *
   * <p>{@code valueString} is shown and never parsed: nothing in it is escaped.
   */
  Optional<String> reason() {
    String reason =
        Stream.of(
                label("alertname").filter(name -> name.startsWith("Datasource")),
                annotation("grafana_state_reason"),
                annotation("error"),
                fields.get("valuestring").or(this::values))
            .flatMap(Optional::stream)
            .map(part -> Text.cut(part, AlertEvent.MAX_REASON_LENGTH))
            .distinct()
            .collect(Collectors.joining("; "));
    return Optional.of(reason).filter(text -> !text.isEmpty());
  }

  /** {@return whether the "Test" button of a contact point sent this} */
  boolean isTestNotification() {
    boolean testName = label("alertname").filter(TEST_NAME::equals).isPresent();
    Optional<String> tested = group.testFingerprint();
    if (tested.isPresent()) {
      return testName || (ruleUid().isEmpty() && fields.get("fingerprint").equals(tested));
    }
    // Older versions have another group key; a rule that somebody called TestAlert has a rule.
    return testName
        && ruleUid().isEmpty()
        && label("instance").filter("Grafana"::equals).isPresent()
        && annotation("summary").filter("Notification test"::equals).isPresent();
  }

  private Optional<String> values() {
    String values =
        fields.object("values").texts().entrySet().stream()
            .map(value -> value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining(", "));
    return Optional.of(values).filter(text -> !text.isEmpty());
  }

  private Optional<String> ruleUid() {
    return fields
        .get("ruleuid")
        .or(
            () ->
                fields
                    .get("generatorurl")
                    .map(RULE_UID::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1)));
  }
}
