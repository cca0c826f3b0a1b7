package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.PackedDetails;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.message.Envelope;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.IgnoredAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.message.AlertIndexes;
import org.pytorch.alerting.normalize.message.CheckReading;
import org.pytorch.alerting.normalize.message.MessageAttributes;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.normalize.message.SnsEnvelope;
import org.pytorch.alerting.normalize.message.Speaker;
import org.pytorch.alerting.normalize.message.UnwrappedMessage;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.SenderDocs;
import org.pytorch.alerting.normalize.text.Text;

/** Makes canonical alert events from one message. The same message always gives the same events. */
final class Normalizer {
  /** Ignored alerts that are listed individually. */
  static final int MAX_IGNORED = 100;

  /** In code points: the title of an ignored alert. */
  private static final int MAX_IGNORED_TITLE_LENGTH = 100;

  private final Sources sources;
  private final PolicyRouting policy;

  /** The pages that diagnoses refer to. */
  private final SenderDocs docs;

  Normalizer(NormalizeSettings settings) {
    this.sources = Sources.configured(settings);
    this.policy = PolicyRouting.of(settings.policy());
    this.docs = settings.docs();
  }

  /**
   * {@return the alerts of {@code message}}
   *
   * @throws InvalidAlertException if nothing of it can be normalized; otherwise, each alert that
   *     cannot be is listed without an event
   */
  NormalizedMessage normalize(QueuedMessage message) {
    UnwrappedMessage unwrapped = UnwrappedMessage.of(message);
    Envelope envelope = message.envelope();
    if (SnsEnvelope.isAboutSubscription(unwrapped.payload())) {
      String type = SnsEnvelope.type(unwrapped.payload());
      IgnoredAlert ignored =
          new IgnoredAlert(
              EventId.of(message.deliveryId(), 0),
              "an SNS subscription message, not an alert",
              type);
      return new NormalizedMessage(envelope, List.of(), List.of(ignored));
    }
    Optional<String> named = unwrapped.attribute(MessageAttributes.SOURCE);
    if (named.filter(CheckReading::isCheck).isPresent()) {
      Check check = CheckReading.read(unwrapped.payload());
      return new NormalizedMessage(
          envelope,
          List.of(NormalizedAlert.of(EventId.of(message.deliveryId(), 0), check)),
          List.of());
    }
    AlertSource source =
        named
            .map(name -> sources.of(unwrapped.payload(), name))
            .orElseGet(() -> sources.of(unwrapped.payload()));
    Speaker speaker = named.map(Speaker::named).orElseGet(() -> Speaker.of(source));
    List<JsonNode> alerts = source.alerts(unwrapped.payload());
    if (alerts.size() > AlertIndexes.MAX_ALERTS) {
      throw new InvalidAlertException(
          "too many alerts: the message has %d, and at most %d are accepted; group them by more"
                  .formatted(alerts.size(), AlertIndexes.MAX_ALERTS)
              + " labels, so that a notification has fewer",
          alerts.size());
    }
    List<Reading> readings = source.read(unwrapped.payload(), alerts, message.sentAt());
    return OutputLimit.fit(
        new Sorting(
                message.deliveryId(),
                message.sentAt(),
                docs.page(source.name()),
                source,
                speaker,
                policy,
                unwrapped,
                alerts)
            .sort(readings, envelope));
  }

  /** Sorts the alerts of one message into those to act on, those to ignore and those to reject. */
  private record Sorting(
      String deliveryId,
      Instant saidAt,
      String page,
      AlertSource source,
      Speaker speaker,
      PolicyRouting policy,
      UnwrappedMessage unwrapped,
      List<JsonNode> alerts) {

    NormalizedMessage sort(List<Reading> readings, Envelope envelope) {
      List<Integer> indexes = AlertIndexes.of(unwrapped.attributes(), alerts.size());
      IncompletePart incomplete = incomplete(readings);
      List<NormalizedAlert> accepted = new ArrayList<>();
      List<IgnoredAlert> ignored = new ArrayList<>();
      List<Integer> rejected = new ArrayList<>();
      Diagnosis diagnosis = new Diagnosis(alerts.size(), page);
      for (int i = 0; i < readings.size(); i++) {
        EventId id = EventId.of(deliveryId, indexes.get(i));
        switch (readings.get(i)) {
          case Reading.Accepted(AlertEvent event, boolean implied) ->
              accepted.add(normalized(id, routed(event, implied)));
          case Reading.Incomplete(AlertEvent event, boolean implied, List<String> problems) -> {
            AlertEvent routed = routed(event, implied);
            accepted.add(
                routed.isComplete()
                    ? normalized(id, routed)
                    : normalized(
                        id,
                        routed,
                        incomplete.of(
                            alerts.get(i),
                            diagnosis(i, event.title(), policy.problems(routed, problems)),
                            attributes(List.of(indexes.get(i))))));
          }
          case Reading.Ignored reading -> ignore(id, reading, ignored);
          case Reading.Rejected(String title, List<String> problems) -> {
            rejected.add(i);
            diagnosis.add(i, title, problems);
          }
        }
      }
      if (accepted.isEmpty() && !rejected.isEmpty()) {
        throw new InvalidAlertException(diagnosis.text(), rejected.size());
      }
      if (!rejected.isEmpty()) {
        accepted.add(
            Rejections.of(
                EventId.of(deliveryId, indexes.get(rejected.getFirst())),
                new RejectedPart(source, unwrapped.payload(), RejectedPart.MAX_BODY_BYTES)
                    .of(
                        rejected.stream().map(alerts::get).toList(),
                        diagnosis.text(),
                        attributes(rejected.stream().map(indexes::get).toList()))));
      }
      return new NormalizedMessage(envelope, accepted, ignored);
    }

    private AlertEvent routed(AlertEvent read, boolean impliedPriority) {
      return policy.route(speaker.claim(read), impliedPriority, saidAt);
    }

    private static NormalizedAlert normalized(EventId id, AlertEvent event) {
      return new NormalizedAlert(
          id,
          Fingerprint.of(event),
          Optional.of(asItTravels(event)),
          PackedDetails.of(event),
          Optional.empty());
    }

    private static NormalizedAlert normalized(
        EventId id, AlertEvent event, RejectedAlerts rejection) {
      return new NormalizedAlert(
          id,
          Fingerprint.of(event),
          Optional.of(asItTravels(event)),
          PackedDetails.of(event),
          Optional.of(rejection));
    }

    /** During maintenance, the alert's row keeps everything that its issue will say later. */
    private static AlertEvent asItTravels(AlertEvent event) {
      return event.isInMaintenance() ? event : event.withoutRawProvider();
    }

    private IncompletePart incomplete(List<Reading> readings) {
      int count = (int) readings.stream().filter(Reading.Incomplete.class::isInstance).count();
      return new IncompletePart(source, unwrapped.payload(), count);
    }

    private String diagnosis(int index, String title, List<String> problems) {
      Diagnosis diagnosis = new Diagnosis(alerts.size(), page);
      diagnosis.add(index, title, problems);
      return diagnosis.text();
    }

    private static void ignore(EventId id, Reading.Ignored reading, List<IgnoredAlert> ignored) {
      if (ignored.size() < MAX_IGNORED) {
        ignored.add(
            new IgnoredAlert(
                id, reading.reason(), Text.cut(reading.title(), MAX_IGNORED_TITLE_LENGTH)));
      }
    }

    /** When replayed, the rejected alerts keep their event ids and their source. */
    private Map<String, String> attributes(List<Integer> rejectedIndexes) {
      Map<String, String> attributes = new TreeMap<>(unwrapped.attributes());
      attributes.putIfAbsent(MessageAttributes.SOURCE, source.name());
      attributes.put(AlertIndexes.ATTRIBUTE, AlertIndexes.text(rejectedIndexes));
      return attributes;
    }
  }
}
