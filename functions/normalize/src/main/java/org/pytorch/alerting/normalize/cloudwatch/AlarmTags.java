package org.pytorch.alerting.normalize.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pytorch.alerting.normalize.source.UsableLink;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Notes;

/**
 * The tags of an alarm, if its messages have them: an object, or a list of keys and values.
 *
 * @param values by lower-case key
 */
record AlarmTags(Map<String, List<String>> values) {
  /** A CloudWatch alarm has at most 50; other senders' messages may look like CloudWatch's. */
  private static final int MAX_TAGS = 200;

  private static final List<String> LINKS =
      List.of("runbook", "runbook_url", "dashboard", "dashboard_url");

  AlarmTags {
    values = Map.copyOf(values);
  }

  /** {@return the tags of {@code alarm} in {@code alarmTags} or {@code tags}} */
  static AlarmTags of(Fields alarm) {
    return of(alarm.node("alarmtags")).or(of(alarm.node("tags")));
  }

  private static AlarmTags of(JsonNode node) {
    Map<String, List<String>> values = new HashMap<>();
    if (node.isArray()) {
      node.valueStream()
          .limit(MAX_TAGS)
          .map(Fields::of)
          .forEach(
              tag ->
                  tag.get("key")
                      .or(() -> tag.get("name"))
                      .ifPresent(
                          key -> tag.get("value").ifPresent(value -> put(values, key, value))));
    } else {
      Fields.of(node).texts().entrySet().stream()
          .limit(MAX_TAGS)
          .forEach(tag -> put(values, tag.getKey(), tag.getValue()));
    }
    return new AlarmTags(values);
  }

  AlarmTags or(AlarmTags other) {
    return values.isEmpty() ? other : this;
  }

  /** {@return the values of the tags called {@code lowerNames}, in that order} */
  Stream<String> get(String... lowerNames) {
    return Stream.of(lowerNames).flatMap(name -> values.getOrDefault(name, List.of()).stream());
  }

  /** {@return the texts for people in tags for links, such as a runbook that is a sentence} */
  Notes notes() {
    Map<String, String> texts = new HashMap<>();
    for (String name : LINKS) {
      get(name)
          .filter(value -> UsableLink.first(Stream.of(value)).isEmpty())
          .findFirst()
          .ifPresent(value -> texts.put(name, value));
    }
    return Notes.of(texts);
  }

  /** {@return the first value of each, by lower-case key} */
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    values.forEach((key, all) -> texts.put(key, all.getFirst()));
    return texts;
  }

  /** Keys that differ only in case are different tags for AWS. */
  private static void put(Map<String, List<String>> values, String key, String value) {
    values.computeIfAbsent(key.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(value);
  }
}
