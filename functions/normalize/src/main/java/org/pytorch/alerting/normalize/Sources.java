package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All sources there are. A new one is a line here. */
final class Sources {
  static final List<AlertSource> ALL =
      List.of(
          new GrafanaSource(), //
          new CloudWatchSource(),
          new NormalizedSource());

  private Sources() {}

  /**
   * {@return the source whose payload this is}
   *
   * <p>What the sender says counts, as long as the payload does not clearly have another source's
   * shape: then the sender's name is out of date or too broad, and its alert still means what it
   * says.
   *
   * @param named the message attribute {@code source}
   * @throws InvalidAlertException if neither name nor shape is known
   */
  static AlertSource of(ObjectNode payload, Optional<String> named) {
    Optional<AlertSource> byName =
        named.flatMap(
            name -> ALL.stream().filter(source -> name.equalsIgnoreCase(source.name())).findAny());
    if (byName.isPresent() && byName.get().recognizes(payload)) {
      return byName.get();
    }
    return ALL.stream()
        .filter(source -> source.recognizes(payload))
        .findFirst()
        .or(() -> byName)
        .orElseThrow(() -> unknown(named));
  }

  private static InvalidAlertException unknown(Optional<String> named) {
    String names = ALL.stream().map(AlertSource::name).collect(Collectors.joining(", "));
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
