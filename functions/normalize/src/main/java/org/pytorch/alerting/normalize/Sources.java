package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.normalize.cloudwatch.CloudWatchSource;
import org.pytorch.alerting.normalize.grouped.AlertmanagerSource;
import org.pytorch.alerting.normalize.grouped.GrafanaSource;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.SeverityPriorities;
import org.pytorch.alerting.runtime.Environment;

/**
 * The sources there are.
 *
 * @param all in the order in which they are asked whether they recognise a payload
 */
record Sources(List<AlertSource> all) {
  Sources {
    all = List.copyOf(all);
  }

  /**
   * {@return all sources, configured as {@code environment} says; a new one is a line here}
   *
   * @throws IllegalStateException if a variable is malformed
   */
  static Sources configured(Environment environment) {
    return new Sources(
        List.of(
            new GrafanaSource(),
            new AlertmanagerSource(SeverityPriorities.of(environment)),
            new CloudWatchSource(),
            new NormalizedSource()));
  }

  /**
   * {@return the source whose payload this is}
   *
   * <p>What the sender says counts, as long as the payload does not clearly have another source's
   * shape: then the sender's name is out of date or too broad, and its alert still means what it
   * says. Whose alert it is, the shape never decides: see {@link Speaker}.
   *
   * @param named the message attribute {@code source}
   * @throws InvalidAlertException if neither name nor shape is known
   */
  AlertSource of(ObjectNode payload, Optional<String> named) {
    Optional<AlertSource> byName =
        named.flatMap(
            name -> all.stream().filter(source -> name.equalsIgnoreCase(source.name())).findAny());
    if (byName.isPresent() && byName.get().recognizes(payload)) {
      return byName.get();
    }
    return all.stream()
        .filter(source -> source.recognizes(payload))
        .findFirst()
        .or(() -> byName)
        .orElseThrow(() -> unknown(named));
  }

  private InvalidAlertException unknown(Optional<String> named) {
    String names = all.stream().map(AlertSource::name).collect(Collectors.joining(", "));
    return new InvalidAlertException(
        "%s, and the payload has the shape of none of %s: send it with the message attribute"
                .formatted(
                    named
                        .map(name -> "source %s is not known".formatted(EventDraft.quoted(name)))
                        .orElse("no source: the message has no attribute \"source\""),
                    names)
            + " \"source\" set to one of these, in that provider's own format");
  }
}
