package org.pytorch.alerting.stack.cli.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values that an operator adds to an alert, such as its team. They are put where the alert's owner
 * would have put them, so that the pipeline reads them as usual.
 *
 * @param values in the order given
 */
public record PayloadSettings(Map<Key, String> values) {
  private static final String EXAMPLE = "SET=\"team=harbor priority=P1\"";

  /** Between two settings; a value may have spaces. */
  private static final Pattern NEXT = Pattern.compile("[\\s,;]+(?=[A-Za-z_]+=)");

  /** What can be set. */
  public enum Key {
    TEAM("teams"),
    PRIORITY("priority"),
    SUMMARY("summary"),
    RUNBOOK("runbook_url"),
    DASHBOARD("dashboard_url");

    /** The name in labels and annotations; that of several which counts most. */
    private final String member;

    Key(String member) {
      this.member = member;
    }

    /** {@return whether {@code name} is a name of it, such as {@code team} and {@code teams}} */
    private boolean isNamed(String name) {
      return text().equalsIgnoreCase(name) || member.equalsIgnoreCase(name);
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PayloadSettings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * {@return the settings in {@code text}, such as {@code team=harbor priority=P1}; none in a blank
   * text}
   *
   * @throws IllegalArgumentException if it has anything else
   */
  public static PayloadSettings parse(String text) {
    Map<Key, String> values = new LinkedHashMap<>();
    if (!text.isBlank()) {
      for (String setting : NEXT.splitAsStream(text.strip()).toList()) {
        String[] parts = setting.split("=", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
          throw new IllegalArgumentException(
              "SET is name=value, not %s; for example: %s".formatted(setting, EXAMPLE));
        }
        values.put(key(parts[0].strip()), parts[1].strip());
      }
    }
    return new PayloadSettings(values);
  }

  private static Key key(String name) {
    for (Key key : Key.values()) {
      if (key.isNamed(name)) {
        return key;
      }
    }
    String known = Arrays.stream(Key.values()).map(Key::text).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "SET knows %s, and not %s; for example: %s".formatted(known, name, EXAMPLE));
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** {@return such as {@code team=harbor priority=P1}} */
  public String text() {
    return values.entrySet().stream()
        .map(value -> value.getKey().text() + "=" + value.getValue())
        .collect(Collectors.joining(" "));
  }

  /**
   * {@return {@code body} with these values; candidates, the mildest change first}
   *
   * @throws IllegalArgumentException if the body is not a known provider's
   */
  public List<String> in(String body) {
    List<String> candidates = new ArrayList<>();
    for (boolean replaces : new boolean[] {false, true}) {
      String changed = ProviderPayload.edited(body, payload -> set(payload, replaces));
      if (!candidates.contains(changed)) {
        candidates.add(changed);
      }
    }
    return candidates;
  }

  private void set(ObjectNode payload, boolean replaces) {
    switch (ProviderPayload.Form.of(payload)) {
      case GROUP -> payload.path("alerts").forEach(this::annotate);
      case CLOUDWATCH_SNS -> describe(payload, "AlarmDescription", replaces);
      case CLOUDWATCH_EVENT ->
          describe(
              payload
                  .withObject(payload.has("alarmData") ? "/alarmData" : "/detail")
                  .withObject("/configuration"),
              "description",
              replaces);
      case NORMALIZED -> values.forEach((key, value) -> setMember(payload, key, value));
      case OTHER ->
          throw new IllegalArgumentException(
              "it is not an alert of Grafana, Alertmanager, CloudWatch or our own schema");
    }
  }

  /** An annotation counts before a label, and is no part of the alert's identity. */
  private void annotate(JsonNode alert) {
    if (alert instanceof ObjectNode object) {
      ObjectNode annotations =
          object.path("annotations") instanceof ObjectNode there
              ? there
              : object.putObject("annotations");
      values.forEach(
          (key, value) -> {
            List<String> others = new ArrayList<>();
            annotations
                .fieldNames()
                .forEachRemaining(
                    name -> {
                      if (key.isNamed(name)) {
                        others.add(name);
                      }
                    });
            annotations.remove(others);
            annotations.put(key.member, value);
          });
    }
  }

  /**
   * Adds lines to an alarm's description.
   *
   * @param replaces whether lines with the same keys are removed
   */
  private void describe(ObjectNode object, String member, boolean replaces) {
    String before = object.path(member).asText("");
    List<String> lines = new ArrayList<>();
    values.forEach((key, value) -> lines.add(key.name() + "=" + value));
    before
        .lines()
        .filter(line -> !replaces || values.keySet().stream().noneMatch(key -> has(line, key)))
        .forEach(lines::add);
    object.put(member, String.join("\n", lines));
  }

  /** {@return whether a line of a description has {@code key}} */
  private static boolean has(String line, Key key) {
    return line.matches(
        "(?is).*\\b%s(?:_URL)?\\W{0,5}[=:].*".formatted(key == Key.TEAM ? "TEAMS?" : key.name()));
  }

  private static void setMember(ObjectNode payload, Key key, String value) {
    switch (key) {
      case TEAM -> {
        ArrayNode teams = payload.putArray("teams");
        for (String team : value.split(",", -1)) {
          teams.add(team.strip());
        }
        payload.put("team", teams.get(0).asText());
      }
      case PRIORITY, SUMMARY -> payload.put(key.text(), value);
      case RUNBOOK, DASHBOARD ->
          (payload.path("links") instanceof ObjectNode links ? links : payload.putObject("links"))
              .put(key.member, value);
    }
  }
}
