package org.pytorch.alerting.policy.parse;

import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.route.Closing;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.OneShot;
import org.pytorch.alerting.model.route.Repeats;
import org.pytorch.alerting.model.route.Span;
import org.pytorch.alerting.model.route.Storm;
import org.pytorch.alerting.policy.rule.Field;

/** Reads how loud an alert is and how long its issue lives. */
final class LifecycleReader {
  static final int MAX_GROUP_FIELDS = 5;
  static final int MAX_STORM = 1_000;

  private static final Span LONGEST = new Span(Span.MAX_SECONDS);
  private static final Span HOUR = Span.of("1h");
  private static final Span DAY = Span.of("24h");
  private static final Span MINUTE = Span.of("1m");

  private LifecycleReader() {}

  static Lifecycle read(Members members) {
    return new Lifecycle(
        members
            .take("repeats")
            .flatMap(value -> value.oneOf(names(Repeats.values())))
            .map(Repeats::of),
        members.take("reminder").flatMap(value -> value.span(HOUR, LONGEST)),
        members.take("reopen").flatMap(value -> value.span(Span.ZERO, LONGEST)),
        members.take("hold_close").flatMap(value -> value.span(Span.ZERO, DAY)),
        members
            .take("close")
            .flatMap(value -> value.oneOf(names(Closing.values())))
            .map(Closing::of),
        members.take("storm").flatMap(LifecycleReader::storm),
        members.take("group_by").map(LifecycleReader::groupBy),
        members.take("one_shot").flatMap(LifecycleReader::oneShot));
  }

  private static List<String> names(Repeats[] values) {
    return Arrays.stream(values).map(Repeats::jsonName).toList();
  }

  private static List<String> names(Closing[] values) {
    return Arrays.stream(values).map(Closing::jsonName).toList();
  }

  private static Optional<Storm> storm(Value value) {
    return value
        .members("limits such as {per_rule: 10, issues: 30, per: 10m}")
        .map(
            members -> {
              Storm storm =
                  new Storm(
                      members.take("per_rule").flatMap(it -> it.number(1, MAX_STORM)),
                      members.take("issues").flatMap(it -> it.number(1, MAX_STORM)),
                      members.take("per").flatMap(it -> it.span(MINUTE, DAY)),
                      members.take("bypass").map(LifecycleReader::bypass));
              members.reportOthers();
              return storm;
            });
  }

  private static List<String> bypass(Value list) {
    List<String> names = Arrays.stream(Priority.values()).map(Priority::name).toList();
    List<String> read = new ArrayList<>();
    for (Value element : list.elements(names.size(), "a list of priorities")) {
      element
          .oneOf(names)
          .ifPresent(
              name -> {
                if (read.contains(name)) {
                  element.wrong("%s is already in the list", "it once");
                }
                read.add(name);
              });
    }
    return read;
  }

  private static List<String> groupBy(Value list) {
    List<String> read = new ArrayList<>();
    for (Value element : list.elements(MAX_GROUP_FIELDS, "a list of fields")) {
      element
          .text("a field")
          .ifPresent(
              text -> {
                if (Field.parse(text).isEmpty()) {
                  element.wrong("%s is not a field", Words.or(Field.forms()));
                } else if (read.contains(text)) {
                  element.wrong("%s is already in the list", "it once");
                } else {
                  read.add(text);
                }
              });
    }
    return read;
  }

  private static Optional<OneShot> oneShot(Value value) {
    if (value.json().getNodeType() == JsonNodeType.BOOLEAN && !value.json().booleanValue()) {
      return Optional.of(OneShot.NOT);
    }
    return value
        .members("{close_after: 24h} or false")
        .flatMap(
            members -> {
              Optional<Value> after = members.take("close_after");
              if (!members.has("close_after")) {
                members.missing("close_after", "close_after: 24h");
              }
              members.reportOthers();
              return after.flatMap(it -> it.span(MINUTE, LONGEST)).map(OneShot::new);
            });
  }
}
