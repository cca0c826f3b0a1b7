package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the alerts of one Grafana notification have in common, looked up once for all of them.
 *
 * @param testFingerprint the fingerprint in the group key, if it is that of a test notification
 * @param size how many alerts the notification lists
 */
record GrafanaGroup(
    Fields fields,
    Fields groupLabels,
    Fields commonLabels,
    Fields commonAnnotations,
    Optional<String> testFingerprint,
    int size) {
  /**
   * The end of the "Test" button's group key, {@code <integration>-<fingerprint>-<unix seconds>}; a
   * real one is {@code <route>:{labels}}.
   */
  private static final Pattern TEST_GROUP_KEY = Pattern.compile("-([0-9a-f]{1,16})-\\d{9,11}$");

  static GrafanaGroup of(ObjectNode payload, int size) {
    Fields fields = Fields.of(payload);
    return new GrafanaGroup(
        fields,
        fields.object("grouplabels"),
        fields.object("commonlabels"),
        fields.object("commonannotations"),
        fields
            .get("groupkey")
            .map(TEST_GROUP_KEY::matcher)
            .filter(Matcher::find)
            .map(match -> match.group(1)),
        size);
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
                size == 1 || GrafanaState.parse(status).equals(Optional.of(GrafanaState.RESOLVED)));
  }
}
