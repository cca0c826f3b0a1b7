package org.pytorch.alerting.normalize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;

/**
 * Makes the output fit a state of the state machine, whose limit is 256 KiB: first the provider's
 * own payloads are dropped, the largest first, then all texts are cut to the length at which
 * everything fits, so that the longest texts lose most.
 */
final class OutputLimit {
  /** In bytes of UTF-8: the whole output. The rest is for the data that the states add to it. */
  static final int MAX_MESSAGE_BYTES = 200 * 1024;

  /** In bytes of UTF-8: one event. The state of one alert holds it up to twice. */
  static final int MAX_EVENT_BYTES = 60 * 1024;

  private OutputLimit() {}

  /**
   * {@return {@code message} with as much of its events as fits}
   *
   * @throws InvalidAlertException if there are too many alerts
   */
  static NormalizedMessage fit(NormalizedMessage message) {
    Map<Boolean, List<NormalizedAlert>> byEvent =
        message.alerts().stream()
            .collect(Collectors.partitioningBy(alert -> alert.event().isPresent()));
    List<NormalizedAlert> rejected = byEvent.getOrDefault(false, List.of());
    Sized sized = new Sized(byEvent.getOrDefault(true, List.of()));
    sized.replaceLarger(
        MAX_EVENT_BYTES, alert -> fit(new Sized(List.of(alert)), MAX_EVENT_BYTES).getFirst());
    NormalizedMessage frame = withAlerts(message, rejected);
    List<NormalizedAlert> fitted = fit(sized, MAX_MESSAGE_BYTES - size(frame));
    return withAlerts(message, Stream.concat(fitted.stream(), rejected.stream()).toList());
  }

  private static List<NormalizedAlert> fit(Sized sized, int maxBytes) {
    sized.dropPayloads(maxBytes);
    if (sized.total <= maxBytes) {
      return sized.alerts;
    }
    Sized bare = new Sized(sized.alerts);
    bare.replaceAll(EventShortening::bare);
    if (bare.total > maxBytes) {
      bare.replaceAll(EventShortening::withoutLinks);
      if (bare.total > maxBytes) {
        throw tooMany(sized.alerts.size(), bare.countThatFit(maxBytes));
      }
      return bare.alerts;
    }
    for (int length = EventShortening.LONGEST;
        length >= EventShortening.SHORTEST;
        length = length * 3 / 4) {
      int maxCodePoints = length;
      sized.replaceAll(event -> EventShortening.cut(event, maxCodePoints));
      if (sized.total <= maxBytes) {
        return sized.alerts;
      }
    }
    return bare.alerts;
  }

  private static InvalidAlertException tooMany(int alerts, int thatFit) {
    return new InvalidAlertException(
        "too many alerts: the message has %d, and only %d of them fit, even with their texts cut;"
                .formatted(alerts, thatFit)
            + " group them by more labels, so that a notification has fewer",
        alerts);
  }

  private static NormalizedMessage withAlerts(
      NormalizedMessage message, List<NormalizedAlert> alerts) {
    return new NormalizedMessage(message.envelope(), alerts, message.ignored());
  }

  private static int size(Object value) {
    return Json.write(value).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Alerts with their sizes, so that only changed ones are measured again. */
  private static final class Sized {
    private final List<NormalizedAlert> alerts;
    private final int[] sizes;
    private int total;

    Sized(List<NormalizedAlert> alerts) {
      this.alerts = new ArrayList<>(alerts);
      sizes = new int[alerts.size()];
      IntStream.range(0, sizes.length).forEach(i -> set(i, alerts.get(i)));
    }

    /** Replaces each alert of more than {@code maxBytes}. */
    void replaceLarger(int maxBytes, UnaryOperator<NormalizedAlert> change) {
      IntStream.range(0, sizes.length)
          .filter(i -> sizes[i] > maxBytes)
          .forEach(i -> set(i, change.apply(alerts.get(i))));
    }

    /** First the details that events in maintenance have in addition to their packed ones. */
    void dropPayloads(int maxBytes) {
      largestFirst(maxBytes, this::dropRawProvider);
      largestFirst(maxBytes, i -> replace(i, AlertEvent::withoutRawProvider));
    }

    private void dropRawProvider(int i) {
      NormalizedAlert alert = alerts.get(i);
      set(
          i,
          new NormalizedAlert(
              alert.eventId(),
              alert.fingerprint(),
              alert.event().map(event -> event.toBuilder().rawProvider(Optional.empty()).build()),
              alert.payload(),
              alert.rejection()));
    }

    /** Changes one alert after the other until all fit into {@code maxBytes}. */
    private void largestFirst(int maxBytes, IntConsumer change) {
      if (total <= maxBytes) {
        return;
      }
      List<Integer> largestFirst =
          IntStream.range(0, sizes.length)
              .boxed()
              .sorted(Comparator.comparingInt(i -> -sizes[i]))
              .toList();
      for (int i : largestFirst) {
        if (total > maxBytes) {
          change.accept(i);
        }
      }
    }

    void replaceAll(UnaryOperator<AlertEvent> change) {
      IntStream.range(0, sizes.length).forEach(i -> replace(i, change));
    }

    int countThatFit(int maxBytes) {
      int count = 0;
      for (int bytes = 0; count < sizes.length; count++) {
        bytes += sizes[count];
        if (bytes > maxBytes) {
          break;
        }
      }
      return count;
    }

    /** Changes the event of an alert, and drops its payload. */
    private void replace(int i, UnaryOperator<AlertEvent> change) {
      NormalizedAlert alert = alerts.get(i);
      set(
          i,
          new NormalizedAlert(
              alert.eventId(),
              alert.fingerprint(),
              alert.event().map(change),
              Optional.empty(),
              alert.rejection()));
    }

    private void set(int i, NormalizedAlert alert) {
      alerts.set(i, alert);
      total -= sizes[i];
      sizes[i] = size(alert) + 1; // with a comma
      total += sizes[i];
    }
  }
}
