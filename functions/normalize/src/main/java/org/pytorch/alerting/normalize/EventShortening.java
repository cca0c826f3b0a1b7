package org.pytorch.alerting.normalize;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.normalize.text.Text;

/** Shortens an event without changing its meaning: never its identity, state or owner. */
final class EventShortening {
  /** In code points: no text is longer. */
  static final int LONGEST = AlertEvent.MAX_DESCRIPTION_LENGTH;

  /** In code points: shorter text is useless. */
  static final int SHORTEST = 40;

  /** In code points: people find an alert by its title. */
  private static final int SHORTEST_TITLE = 100;

  /** In characters, in addition to the length of texts: a link cannot be cut, only dropped. */
  private static final int LINK_ALLOWANCE = 200;

  private EventShortening() {}

  /**
   * {@return {@code event} with its texts cut to {@code maxCodePoints}, without much longer links}
   */
  static AlertEvent cut(AlertEvent event, int maxCodePoints) {
    return event.toBuilder()
        .title(Text.cut(event.title(), Math.max(maxCodePoints, SHORTEST_TITLE)))
        .description(event.description().map(text -> Text.cut(text, maxCodePoints)))
        .summary(event.summary().map(text -> Text.cut(text, maxCodePoints)))
        .reason(event.reason().map(text -> Text.cut(text, maxCodePoints)))
        .values(event.values().stream().limit(Math.max(1, maxCodePoints / SHORTEST)).toList())
        .resource(cut(event.resource(), maxCodePoints))
        .links(cut(event.links(), maxCodePoints + LINK_ALLOWANCE))
        .build();
  }

  /** {@return the minimum that an issue needs, with the two most useful links} */
  static AlertEvent bare(AlertEvent event) {
    AlertEvent shortest = cut(event, SHORTEST);
    Resource resource = shortest.resource();
    return shortest.toBuilder()
        .description(Optional.empty())
        .reason(Optional.empty())
        .values(List.of())
        .resource(new Resource(resource.type(), resource.id(), resource.region(), Optional.empty()))
        .links(
            new Links(
                shortest.links().runbookUrl(),
                Optional.empty(),
                shortest.links().sourceUrl(),
                Optional.empty()))
        .build();
  }

  /** {@return {@code event} without links, the last resort} */
  static AlertEvent withoutLinks(AlertEvent event) {
    return event.toBuilder().links(Links.none()).build();
  }

  private static Resource cut(Resource resource, int maxCodePoints) {
    Optional<Map<String, String>> extra =
        resource
            .extra()
            .map(
                values -> {
                  Map<String, String> cut = new TreeMap<>(values);
                  cut.replaceAll((name, value) -> Text.cut(value, maxCodePoints));
                  return cut;
                });
    return new Resource(resource.type(), resource.id(), resource.region(), extra);
  }

  private static Links cut(Links links, int maxLength) {
    return new Links(
        links.runbookUrl().filter(link -> link.length() <= maxLength),
        links.panelUrl().filter(link -> link.length() <= maxLength),
        links.dashboardUrl().filter(link -> link.length() <= maxLength),
        links.sourceUrl().filter(link -> link.length() <= maxLength),
        links.silenceUrl().filter(link -> link.length() <= maxLength));
  }
}
