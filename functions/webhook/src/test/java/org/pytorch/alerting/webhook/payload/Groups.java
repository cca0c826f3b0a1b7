package org.pytorch.alerting.webhook.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.pytorch.alerting.model.json.Json;

/** Notifications in Grafana's form, for tests. */
public final class Groups {
  private Groups() {}

  /** {@return a notification of {@code alerts} alerts, each with {@code textLength} characters} */
  public static ObjectNode of(int alerts, int textLength) {
    ObjectNode group = frame();
    ArrayNode list = (ArrayNode) group.get("alerts");
    for (int i = 0; i < alerts; i++) {
      list.add(alert("alert-" + i, "w".repeat(textLength)));
    }
    return group;
  }

  static ObjectNode frame() {
    ObjectNode group = Json.mapper().createObjectNode();
    group.put("receiver", "harbor").put("status", "firing");
    group.putArray("alerts");
    group.putObject("groupLabels").put("alertname", "Queue age too high");
    group.putObject("commonLabels").put("team", "harbor");
    group.put("externalURL", "https://grafana.tidewater.example/").put("version", "1");
    group.put("groupKey", "{}:{alertname=\"Queue age too high\"}").put("truncatedAlerts", 0);
    group.put("orgId", 1);
    return group;
  }

  static ObjectNode alert(String fingerprint, String text) {
    ObjectNode alert = Json.mapper().createObjectNode();
    alert.put("status", "firing").put("startsAt", "2026-03-04T07:12:10Z");
    alert.put("fingerprint", fingerprint).putNull("values");
    alert.putObject("labels").put("alertname", "Queue age too high");
    alert.putObject("annotations").put("description", text);
    return alert;
  }

  public static Payload payload(ObjectNode json) {
    return payload(json.toString());
  }

  public static Payload payload(String json) {
    try {
      return Payload.of(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** {@return characters of every kind, those that JSON has to escape among them} */
  static String text(Random random, int length) {
    String alphabet = "abc \"\\/\n\u0001<>&'{}[],:äüß→🚢\u2028";
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  /** {@return so many characters that do not compress and need no escaping in JSON} */
  public static String noise(int length) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      char c = (char) (' ' + random.nextInt(95));
      if (c != '"' && c != '\\') {
        text.append(c);
      }
    }
    return text.toString();
  }
}
