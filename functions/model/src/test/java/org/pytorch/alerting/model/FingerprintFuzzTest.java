package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two events have one fingerprint exactly when they have one identity. */
class FingerprintFuzzTest {
  private static final int MAX_LENGTH = 40;

  @FuzzTest
  void one_fingerprint_means_one_identity(FuzzedDataProvider data) {
    AlertEvent one = event(data);
    // Mostly alike: two texts at random never meet.
    AlertEvent other = data.consumeBoolean() ? event(data) : changed(one, data);

    assertThat(Fingerprint.of(one).equals(Fingerprint.of(other)))
        .isEqualTo(identity(one).equals(identity(other)));
  }

  private static List<Object> identity(AlertEvent event) {
    Identity identity = event.identity();
    List<Object> provider =
        List.of(event.source(), identity.accountId(), identity.region(), identity.alarmId());
    return identity.alarmId().isPresent()
        ? provider
        : List.of(
            provider,
            event.title().strip().toLowerCase(Locale.ROOT),
            event.resource().type(),
            event.resource().id());
  }

  private static AlertEvent event(FuzzedDataProvider data) {
    return AlertEvents.firing()
        .source(data.pickValue(List.of("grafana", "cloudwatch", "a")))
        .title("t" + string(data))
        .identity(new Identity(text(data), text(data), text(data)))
        .resource(
            new Resource(
                data.pickValue(Resource.Type.values()), text(data), text(data), Optional.empty()))
        .build();
  }

  /** {@return {@code event} with the same texts in other places} */
  private static AlertEvent changed(AlertEvent event, FuzzedDataProvider data) {
    Identity identity = event.identity();
    AlertEventBuilder changed = event.toBuilder();
    switch (data.consumeInt(0, 5)) {
      case 0 ->
          changed.identity(
              new Identity(identity.region(), identity.accountId(), identity.alarmId()));
      case 1 ->
          changed.identity(
              new Identity(identity.accountId(), identity.alarmId(), identity.region()));
      case 2 -> changed.identity(new Identity(identity.accountId(), identity.region(), text(data)));
      case 3 -> changed.title(" " + event.title().toUpperCase(Locale.ROOT));
      case 4 -> changed.state(AlertState.RESOLVED).description(text(data)).reason(text(data));
      default -> changed.resource(Resource.generic());
    }
    return changed.build();
  }

  private static Optional<String> text(FuzzedDataProvider data) {
    return data.consumeBoolean() ? Optional.of(string(data)) : Optional.empty();
  }

  /** {@return a text that is well-formed, as the normalizer ensures} */
  private static String string(FuzzedDataProvider data) {
    byte[] bytes = data.consumeString(MAX_LENGTH).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
