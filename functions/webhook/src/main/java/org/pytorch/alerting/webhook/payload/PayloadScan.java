package org.pytorch.alerting.webhook.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.json.Json;

/**
 * Reads a body once, token by token, without a tree: ten megabytes of brackets need no more memory
 * than ten megabytes of text.
 */
final class PayloadScan {
  private static final Set<String> ABOUT = Set.of("receiver", "groupKey", "externalURL");

  /** In characters: longer texts about a group are dropped. */
  private static final int MAX_ABOUT_LENGTH = 2_000;

  private static final BigInteger MAX_TRUNCATED = BigInteger.valueOf(Integer.MAX_VALUE);

  private final String text;
  private final JsonParser json;

  /** The index of each alert's start, then that of the list's closing bracket. */
  private final List<Integer> bounds = new ArrayList<>();

  private final Map<String, String> about = new HashMap<>();
  private boolean dated = true;
  private int truncatedAlerts;
  private boolean isCloudEvent;
  private Optional<String> data = Optional.empty();

  private PayloadScan(String text, JsonParser json) {
    this.text = text;
    this.json = json;
  }

  /**
   * {@return the scan of {@code text}}
   *
   * @throws JsonProcessingException if it is not one JSON object; see {@link Payload#of}
   */
  static PayloadScan of(String text) throws JsonProcessingException {
    // From characters, so that a token's location is its index in the text.
    try (JsonParser json = Json.mapper().getFactory().createParser(text.toCharArray())) {
      json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      PayloadScan scan = new PayloadScan(text, json);
      scan.readObject();
      return scan;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("characters in memory cannot fail", e);
    }
  }

  private void readObject() throws IOException {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new Payload.NotAnObjectException();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      readMember(json.currentName(), json.nextToken());
    }
    if (json.nextToken() != null) {
      throw new Payload.NotAnObjectException();
    }
  }

  private void readMember(String name, JsonToken value) throws IOException {
    if (name.equals("alerts") && value == JsonToken.START_ARRAY) {
      readAlerts();
    } else if (name.equals("truncatedAlerts") && value == JsonToken.VALUE_NUMBER_INT) {
      truncatedAlerts =
          json.getBigIntegerValue().max(BigInteger.ZERO).min(MAX_TRUNCATED).intValueExact();
    } else if (ABOUT.contains(name) && value == JsonToken.VALUE_STRING) {
      if (json.getTextLength() <= MAX_ABOUT_LENGTH) {
        about.put(name, json.getText());
      }
    } else if (name.equals("specversion") && value == JsonToken.VALUE_STRING) {
      isCloudEvent = true;
    } else if (name.equals("data")) {
      data = readData(value).or(() -> data);
    } else if (name.equals("data_base64") && value == JsonToken.VALUE_STRING && data.isEmpty()) {
      data = decoded(json.getText());
    } else {
      json.skipChildren();
    }
  }

  /** {@return the JSON in the value, as a tree or as text} */
  private Optional<String> readData(JsonToken value) throws IOException {
    int begin = place();
    json.skipChildren();
    return switch (value) {
      case START_OBJECT -> Optional.of(text.substring(begin, place() + 1));
      case VALUE_STRING -> Optional.of(json.getText());
      default -> Optional.empty();
    };
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void readAlerts() throws IOException {
    JsonToken token = json.nextToken();
    while (token != JsonToken.END_ARRAY) {
      bounds.add(place());
      dated &= readAlert(token);
      token = json.nextToken();
    }
    bounds.add(place());
  }

  /** {@return whether the alert has its start time} */
  private boolean readAlert(JsonToken first) throws IOException {
    if (first != JsonToken.START_OBJECT) {
      json.skipChildren();
      return false;
    }
    boolean found = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      found |=
          name.equals("startsAt") && value == JsonToken.VALUE_STRING && !json.getText().isBlank();
      json.skipChildren();
    }
    return found;
  }

  private int place() {
    return Math.toIntExact(json.currentTokenLocation().getCharOffset());
  }

  /**
   * {@return the data of the text as a CloudEvent in structured mode; empty if it is not one or has
   * no data}
   */
  Optional<String> cloudEventData() {
    return data.filter(_ -> isCloudEvent);
  }

  /** {@return the text as a group, if it is one} */
  Optional<Group> group() {
    if (bounds.isEmpty()) {
      return Optional.empty();
    }
    int end = bounds.getLast();
    List<String> alerts = new ArrayList<>();
    for (int i = 0; i < bounds.size() - 1; i++) {
      boolean last = i == bounds.size() - 2;
      alerts.add(element(text.substring(bounds.get(i), bounds.get(i + 1)), last));
    }
    return Optional.of(
        new Group(
            text.substring(0, bounds.getFirst()),
            alerts,
            text.substring(end),
            dated,
            truncatedAlerts,
            new Group.About(
                about.getOrDefault("receiver", ""),
                about.getOrDefault("groupKey", ""),
                about.getOrDefault("externalURL", ""))));
  }

  /**
   * In JSON there is one comma and white space between two elements, and none before the bracket.
   */
  private static String element(String withWhatFollows, boolean last) {
    String element = withWhatFollows.stripTrailing();
    return last ? element : element.substring(0, element.length() - 1).stripTrailing();
  }
}
