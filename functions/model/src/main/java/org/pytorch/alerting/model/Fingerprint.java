package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Sha256;

/**
 * Identifies the alert of an event: SHA-256, 64 lower-case hex digits, over the canonical JSON of
 * the provider's stable identity. Events with one fingerprint are about one alert, and so about one
 * issue per episode.
 */
public record Fingerprint(@JsonValue String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("fingerprint is not 64 lower-case hex digits: " + hex);
    }
  }

  /**
   * {@return the fingerprint of the alert that {@code event} is about}
   *
   * <p>It is made of source, account, region and the provider's own alarm id. Without an alarm id,
   * title and resource are used instead; they are the last resort because some providers' titles
   * are templates and change from one repeat to the next. The values are joined as JSON, which
   * escapes them, so no value can imitate the boundary between two others. The two forms have
   * different keys, so they never collide.
   */
  public static Fingerprint of(AlertEvent event) {
    Map<String, String> identity = new TreeMap<>();
    identity.put("source", event.source());
    event.identity().accountId().ifPresent(id -> identity.put("account_id", id));
    event.identity().region().ifPresent(region -> identity.put("region", region));
    event
        .identity()
        .alarmId()
        .ifPresentOrElse(
            id -> identity.put("alarm_id", id),
            () -> {
              identity.put("title", event.title().strip().toLowerCase(Locale.ROOT));
              identity.put("resource_type", event.resource().type().jsonName());
              event.resource().id().ifPresent(id -> identity.put("resource_id", id));
            });
    return new Fingerprint(Sha256.hex(Json.write(identity)));
  }

  /** {@return a fingerprint for {@code eventId} when its alert cannot be identified} */
  public static Fingerprint ofUnreadable(EventId eventId) {
    return new Fingerprint(Sha256.hex(Json.write(Map.of("unreadable", eventId.value()))));
  }

  @Override
  public String toString() {
    return hex;
  }
}
