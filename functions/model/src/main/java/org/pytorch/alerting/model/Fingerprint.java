package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;

/**
 * Which alert an event belongs to: SHA-256, 64 lower-case hex digits, over the canonical JSON of
 * the provider's stable identity. Two events with one fingerprint concern one alert, and so one
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
   * {@return the fingerprint of the alert that {@code event} belongs to}
   *
   * <p>Source, account, region and the provider's own alarm id decide. Only when the provider gives
   * no alarm id do title and resource stand in, because at some providers titles are templates and
   * change from one repeat to the next. The values are joined as JSON, which escapes them, so that
   * no value can imitate the boundary between two others; and the two forms have different keys, so
   * they never meet.
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
    return new Fingerprint(sha256(Json.write(identity)));
  }

  /**
   * {@return what stands for the alert of {@code eventId} where nobody can tell which alert it is}
   */
  public static Fingerprint ofUnreadable(EventId eventId) {
    return new Fingerprint(sha256(Json.write(Map.of("unreadable", eventId.value()))));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
