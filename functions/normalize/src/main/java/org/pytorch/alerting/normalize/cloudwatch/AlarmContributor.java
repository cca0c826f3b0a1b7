package org.pytorch.alerting.normalize.cloudwatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.StableId;
import org.pytorch.alerting.normalize.text.Text;

/**
 * The time series of an alarm that a message is about; empty if it is about the alarm itself.
 *
 * @param id CloudWatch's id, or a digest of the attributes
 * @param attributes the alarm's grouping, such as a dimension and its value
 */
record AlarmContributor(Optional<String> id, Map<String, String> attributes) {
  /** Attributes that a title names; a few are enough to recognise a series. */
  private static final int MAX_NAMED = 5;

  /** In code points: an attribute's value in a title. */
  private static final int MAX_VALUE_LENGTH = 60;

  AlarmContributor {
    attributes = new TreeMap<>(attributes);
  }

  /** Reads the members called {@code id} and {@code attributes} of {@code fields}. */
  static AlarmContributor of(Fields fields, String id, String attributes) {
    Map<String, String> texts = fields.object(attributes).texts();
    return new AlarmContributor(
        fields
            .get(id)
            .filter(text -> !Placeholders.isAll(text))
            .or(
                () ->
                    texts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(StableId.digest("attributes:", texts))),
        texts);
  }

  /** {@return what distinguishes it from the alarm's other series, such as {@code Quay=south}} */
  Optional<String> title() {
    String named =
        attributes.entrySet().stream()
            .limit(MAX_NAMED)
            .map(
                attribute ->
                    Text.cut(attribute.getKey(), MAX_VALUE_LENGTH)
                        + "="
                        + Text.cut(attribute.getValue(), MAX_VALUE_LENGTH))
            .collect(Collectors.joining(", "));
    return named.isEmpty()
        ? id.map(text -> "contributor " + Text.cut(text, MAX_VALUE_LENGTH))
        : Optional.of(named);
  }

  /** {@return its attributes, and its id as the label {@code contributor}} */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>(attributes);
    id.ifPresent(text -> labels.putIfAbsent("contributor", text));
    return labels;
  }
}
