package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.normalize.cloudwatch.CloudWatchSource;
import org.pytorch.alerting.normalize.grouped.AlertmanagerSource;
import org.pytorch.alerting.normalize.grouped.GrafanaSource;
import org.pytorch.alerting.normalize.message.Speaker;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;

/**
 * All sources.
 *
 * @param all in the order in which they are tried on a payload
 */
record Sources(List<AlertSource> all) {
  Sources {
    all = List.copyOf(all);
  }

  /** {@return all sources, configured by {@code settings}; a new source is a new line here} */
  static Sources configured(NormalizeSettings settings) {
    return new Sources(
        List.of(
            new GrafanaSource(),
            new AlertmanagerSource(settings.severities()),
            new CloudWatchSource(),
            new NormalizedSource()));
  }

  /**
   * {@return the source that reads this payload}
   *
   * <p>The sender's name decides, unless the payload clearly has another source's shape: then the
   * sender's name is out of date or too broad, and the alert is still readable. The shape never
   * decides whose alert it is: see {@link Speaker}.
   *
   * @param named the message attribute {@code source}
   * @throws InvalidAlertException if neither name nor shape is known
   */
  AlertSource of(ObjectNode payload, String named) {
    Optional<AlertSource> byName =
        all.stream().filter(source -> named.equalsIgnoreCase(source.name())).findAny();
    return byName
        .filter(source -> source.recognizes(payload))
        .or(() -> byShape(payload))
        .or(() -> byName)
        .orElseThrow(() -> unknown("source %s is not known".formatted(EventDraft.quoted(named))));
  }

  /**
   * {@return the source that reads a payload whose sender is not named}
   *
   * @throws InvalidAlertException if the shape is not known
   */
  AlertSource of(ObjectNode payload) {
    return byShape(payload)
        .orElseThrow(() -> unknown("no source: the message has no attribute \"source\""));
  }

  private Optional<AlertSource> byShape(ObjectNode payload) {
    return all.stream().filter(source -> source.recognizes(payload)).findFirst();
  }

  private InvalidAlertException unknown(String problem) {
    String names = all.stream().map(AlertSource::name).collect(Collectors.joining(", "));
    return new InvalidAlertException(
        "%s, and the payload looks like none of %s: send it with the message attribute"
                .formatted(problem, names)
            + " \"source\" set to one of these, in that provider's own format");
  }
}
