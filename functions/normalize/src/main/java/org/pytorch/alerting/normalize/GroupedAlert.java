package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertState;

/**
 * One alert of a notification, with what its group says of it. Its own labels and annotations win
 * over the group's common ones, key by key.
 */
record GroupedAlert(
    JsonNode json, Fields fields, Fields labels, Fields annotations, AlertGroup group) {

  GroupedAlert(JsonNode json, AlertGroup group) {
    this(json, Fields.of(json), group);
  }

  private GroupedAlert(JsonNode json, Fields fields, AlertGroup group) {
    this(json, fields, fields.object("labels"), fields.object("annotations"), group);
  }

  /** {@return the rejection of something in the list of alerts that is none} */
  static Reading notAnObject() {
    return new Reading.Rejected(
        EventDraft.UNTITLED, List.of("alerts: this entry is not a JSON object"));
  }

  /** {@return the values of {@code key} wherever it may stand, the one that counts first} */
  Stream<Optional<String>> everywhere(String key) {
    return Stream.of(
        annotations.get(key),
        labels.get(key),
        group.commonAnnotations().get(key),
        group.commonLabels().get(key),
        group.routeLabels().get(key));
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

  Stream<Optional<String>> teams() {
    return Stream.concat(everywhere("teams"), everywhere("team"));
  }

  Optional<String> description() {
    return annotation("description").or(() -> annotation("message"));
  }

  Stream<Optional<String>> runbooks() {
    return Stream.of(annotation("runbook_url"), annotation("runbook"));
  }

  Stream<Optional<String>> dashboards() {
    return Stream.of(annotation("dashboard_url"), annotation("dashboard"));
  }

  /**
   * Tells {@code draft} the state and when it began.
   *
   * @return the alert to ignore, if its state is no news
   */
  Optional<Reading> readState(EventDraft draft, Instant sentAt) {
    Optional<String> status = fields.get("status").or(group::statusOfEveryAlert);
    Optional<NotifiedState> state = status.flatMap(NotifiedState::parse);
    if (state.equals(Optional.of(NotifiedState.NEITHER))) {
      return Optional.of(
          new Reading.Ignored(
              draft.currentTitle(),
              "state %s is neither firing nor resolved"
                  .formatted(EventDraft.quoted(status.orElseThrow()))));
    }
    Optional<AlertState> known = state.flatMap(NotifiedState::alertState);
    known.ifPresentOrElse(draft::state, () -> draft.unknownState(status));
    String time = known.equals(Optional.of(AlertState.FIRING)) ? "startsat" : "endsat";
    draft.occurredAt(fields.get(time), sentAt);
    return Optional.empty();
  }
}
