package org.pytorch.alerting.normalize.grouped;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.text.Candidates;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Notes;
import org.pytorch.alerting.normalize.text.Placeholders;

/**
 * One alert of a notification, with the data of its group. Its own labels and annotations override
 * the group's common ones, key by key.
 */
record GroupedAlert(
    JsonNode json, Fields fields, Fields labels, Fields annotations, AlertGroup group) {

  GroupedAlert(JsonNode json, AlertGroup group) {
    this(json, Fields.of(json), group);
  }

  private GroupedAlert(JsonNode json, Fields fields, AlertGroup group) {
    this(json, fields, fields.object("labels"), fields.object("annotations"), group);
  }

  /** {@return the values of {@code key} in all places, by precedence} */
  Stream<String> everywhere(String key) {
    return Candidates.of(
        annotations.get(key),
        labels.get(key),
        group.commonAnnotations().get(key),
        group.commonLabels().get(key),
        group.routeLabels().get(key));
  }

  /** {@return the labels of all alerts of the notification; empty if it has no others} */
  Map<String, String> commonLabels() {
    return group.size() > 1 ? group.commonLabels().texts() : Map.of();
  }

  Optional<String> label(String key) {
    return value(labels, key).or(() -> value(group.commonLabels(), key));
  }

  Optional<String> annotation(String key) {
    return value(annotations, key).or(() -> value(group.commonAnnotations(), key));
  }

  private static Optional<String> value(Fields fields, String key) {
    return fields.get(key).filter(text -> !Placeholders.isAll(text));
  }

  Stream<String> regions() {
    return Candidates.of(label("region"), label("aws_region"));
  }

  /**
   * {@return candidates for the teams: the alert's own labels before its group's, and those before
   * its route's; in each place teams before team}
   */
  Stream<String> teams() {
    return Stream.of(
            List.of(annotations, labels),
            List.of(group.commonAnnotations(), group.commonLabels()),
            List.of(group.routeLabels()))
        .flatMap(
            place ->
                Stream.of("teams", "team")
                    .flatMap(name -> place.stream().flatMap(fields -> fields.get(name).stream())));
  }

  /**
   * {@return the description, followed by other texts for people}
   *
   * @param shown texts that are shown elsewhere
   */
  Optional<String> description(Stream<String> shown) {
    return Notes.of(annotations.texts())
        .or(group.commonNotes())
        .below(Candidates.of(annotation("description"), annotation("message")), shown);
  }

  Stream<String> runbooks() {
    return Candidates.of(annotation("runbook_url"), annotation("runbook"));
  }

  Stream<String> dashboards() {
    return Candidates.of(annotation("dashboard_url"), annotation("dashboard"));
  }

  /** {@return its labels and its group's common ones} */
  Map<String, String> allLabels() {
    return merged(labels, group.commonLabels());
  }

  /** {@return its annotations and its group's common ones} */
  Map<String, String> allAnnotations() {
    return merged(annotations, group.commonAnnotations());
  }

  /** A thousand alerts may share a megabyte: of the common texts only those that count are read. */
  private static Map<String, String> merged(Fields own, Fields common) {
    Map<String, String> all = new LinkedHashMap<>(own.texts());
    common.texts().entrySet().stream()
        .limit(AlertEvent.MAX_ATTRIBUTES + (long) all.size())
        .forEach(text -> all.putIfAbsent(text.getKey(), text.getValue()));
    return all;
  }

  /** {@return whether the alert is known to be in {@code state}} */
  boolean is(NotifiedState state) {
    return status().filter(state::isNamedBy).isPresent();
  }

  private Optional<String> status() {
    return value(fields, "status").or(group::statusOfEveryAlert);
  }

  /**
   * Sets the state and the start time of {@code draft}.
   *
   * @return the alert to ignore, if its state needs no action
   */
  Optional<Reading> readState(EventDraft draft, Instant sentAt) {
    Optional<String> status = status();
    if (is(NotifiedState.NEITHER)) {
      return Optional.of(
          new Reading.Ignored(
              draft.currentTitle(),
              "state %s is neither firing nor resolved"
                  .formatted(EventDraft.quoted(status.orElseThrow()))));
    }
    status
        .flatMap(NotifiedState::parse)
        .flatMap(NotifiedState::alertState)
        .ifPresentOrElse(draft::state, () -> status.ifPresent(draft::unknownState));
    String time = is(NotifiedState.FIRING) ? "startsat" : "endsat";
    draft.occurredAt(fields.get(time).stream(), sentAt);
    return Optional.empty();
  }
}
