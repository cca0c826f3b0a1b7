package org.pytorch.alerting.model.status;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;

/**
 * The alerts that share an issue, as its status block lists them. In JSON it is one packed string,
 * because every state of an execution logs it.
 *
 * @param by why they share it
 * @param firing how many fire and have no issue of their own
 * @param ownIssue how many have got an issue of their own
 * @param resolved how many have resolved
 * @param shown the first of them, at most {@link #MAX_SHOWN}; those that fire come first
 */
public record SharingAlerts(
    SharedBy by, int firing, int ownIssue, int resolved, List<SharingAlert> shown) {
  public static final int MAX_SHOWN = 100;

  public SharingAlerts {
    requireNonNull(by, "by is null");
    shown = shown.stream().limit(MAX_SHOWN).toList();
    if (firing < 0 || ownIssue < 0 || resolved < 0 || shown.size() > firing + ownIssue + resolved) {
      throw new IllegalArgumentException(
          "counts do not fit %d alerts: %d, %d, %d"
              .formatted(shown.size(), firing, ownIssue, resolved));
    }
  }

  /** {@return how many alerts there are} */
  public int count() {
    return firing + ownIssue + resolved;
  }

  private record Plain(
      SharedBy by, int firing, int ownIssue, int resolved, List<SharingAlert> shown) {}

  /** {@return the packed form} */
  @JsonValue
  public String packed() {
    return BodyEncoding.GZIP_BASE64.encode(
        Json.write(new Plain(by, firing, ownIssue, resolved, shown)));
  }

  /**
   * {@return the alerts in {@code packed}}
   *
   * @throws IllegalArgumentException if it has another form
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SharingAlerts unpacked(String packed) {
    Plain plain = Json.read(BodyEncoding.GZIP_BASE64.decode(packed), Plain.class);
    return new SharingAlerts(
        plain.by(), plain.firing(), plain.ownIssue(), plain.resolved(), plain.shown());
  }
}
