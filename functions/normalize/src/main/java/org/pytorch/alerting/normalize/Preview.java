package org.pytorch.alerting.normalize;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.RejectedAlerts;
import org.pytorch.alerting.normalize.message.MessageAttributes;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.runtime.Environment;

/** Tells what normalize will reject, while the sender still waits for its response. Thread-safe. */
public final class Preview {
  /** Not part of any result. */
  private static final String ID = "preview";

  private final Normalizer normalizer;

  private Preview(Normalizer normalizer) {
    this.normalizer = normalizer;
  }

  /**
   * {@return a preview with the variables that normalize has}
   *
   * @throws IllegalStateException if one is malformed
   */
  public static Preview of(Environment environment) {
    return new Preview(new Normalizer(NormalizeSettings.of(environment)));
  }

  /**
   * {@return what is wrong with each alert, and what its sender has to add; empty if nothing is}
   *
   * <p>An alert that lacks a team or a priority is listed, although a repeat needs neither: only
   * the table knows whether it is a repeat.
   *
   * @param source the sender's
   */
  public List<String> problems(String body, String source, Instant now) {
    try {
      NormalizedMessage normalized =
          normalizer.normalize(
              new QueuedMessage(
                  ID,
                  ID,
                  body,
                  BodyEncoding.IDENTITY,
                  now,
                  1,
                  Map.of(MessageAttributes.SOURCE, source)));
      return normalized.alerts().stream()
          .flatMap(alert -> alert.rejection().stream())
          .map(RejectedAlerts::diagnosis)
          .toList();
    } catch (InvalidAlertException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
