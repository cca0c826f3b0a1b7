package org.pytorch.alerting.decide.storm;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.route.Storm;
import org.pytorch.alerting.model.text.Sha256;

/**
 * The request for a place for an alert that needs a new issue.
 *
 * @param repository of the issue, {@code owner/name}
 * @param episode names the alert and its episode: each has one place, however often it asks
 * @param rule names what {@code perRule} counts
 * @param bypasses whether the cap {@code issues} neither counts nor stops it
 */
public record PlaceRequest(
    String repository, String episode, String rule, boolean bypasses, Caps caps) {
  /** In hex digits: 64 bits are enough, because a book has at most some hundreds of them. */
  private static final int NAME_LENGTH = 16;

  public PlaceRequest {
    requireNonNull(repository, "repository is null");
    requireNonNull(episode, "episode is null");
    requireNonNull(rule, "rule is null");
    requireNonNull(caps, "caps is null");
  }

  /**
   * {@return the request of an alert}
   *
   * @param event complete
   */
  public static PlaceRequest of(
      Fingerprint fingerprint, int episode, AlertEvent event, String repository) {
    Storm storm =
        event
            .routing()
            .flatMap(Routing::lifecycle)
            .flatMap(Lifecycle::storm)
            .map(own -> own.over(Storm.BUILT_IN))
            .orElse(Storm.BUILT_IN);
    return new PlaceRequest(
        repository,
        episode(fingerprint, episode),
        rule(event),
        event.priority().map(Priority::name).filter(bypass(storm)::contains).isPresent(),
        new Caps(
            storm.perRule().orElseThrow(),
            storm.issues().orElseThrow(),
            storm.per().orElseThrow().duration()));
  }

  /** {@return the name of an alert's episode} */
  public static String episode(Fingerprint fingerprint, int episode) {
    return name(fingerprint.hex(), Integer.toString(episode));
  }

  private static List<String> bypass(Storm storm) {
    return storm.bypass().orElse(List.of());
  }

  /**
   * {@return the name of {@code event}'s rule}
   *
   * <p>A title is the name of a rule or an alarm; what distinguishes the rule's instances is in the
   * subject. So alerts of one source and account with the same title are of one rule.
   */
  public static String rule(AlertEvent event) {
    return name(
        event.source(),
        event.identity().accountId().orElse(""),
        event.title().strip().toLowerCase(Locale.ROOT));
  }

  private static String name(String... parts) {
    ArrayNode list = Json.mapper().createArrayNode();
    Arrays.stream(parts).forEach(list::add);
    return Sha256.hex(Json.write(list)).substring(0, NAME_LENGTH);
  }
}
