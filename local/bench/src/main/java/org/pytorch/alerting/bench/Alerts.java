package org.pytorch.alerting.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.pytorch.alerting.model.json.Json;

/** Distinct alerts made from Grafana's payload in {@code test-data}, each of the same length. */
record Alerts(Path project) {
  /** A label that differs between the alerts of one rule. */
  private static final String QUEUE = "berth-intake";

  private static final String TITLE = "Queue age too high";
  private static final String START = "2026-03-04T07:12:10Z";
  private static final String END = "2026-03-04T11:31:40Z";
  private static final String FINGERPRINT = "04ae3ef017b5425f";

  /** {@return the firing alert with this number} */
  String firing(int number) {
    return numbered("grafana/firing.json", number);
  }

  /** {@return the resolved alert with this number} */
  String resolved(int number) {
    return numbered("grafana/resolved.json", number);
  }

  /** {@return the alert with this number, firing since {@code start}} */
  String firing(int number, Instant start) {
    return firing(number).replace(START, start.toString());
  }

  /** {@return the alert with this number, resolved at {@code end}} */
  String resolved(int number, Instant start, Instant end) {
    return resolved(number).replace(START, start.toString()).replace(END, end.toString());
  }

  /** {@return firing alerts starting with number {@code first}, each in its own payload} */
  List<String> firing(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(this::firing).toList();
  }

  /** {@return firing alerts of one rule starting with number {@code first}, in one payload} */
  String group(int first, int count) {
    String single = text("grafana/firing.json");
    ObjectNode payload = (ObjectNode) Json.read(single, JsonNode.class);
    ArrayNode alerts = payload.putArray("alerts");
    for (int number = first; number < first + count; number++) {
      String other =
          single
              .replace(FINGERPRINT, fingerprint(number))
              .replace(QUEUE, "berth-%06d".formatted(number));
      alerts.add(Json.read(other, JsonNode.class).path("alerts").path(0));
    }
    return payload.toString();
  }

  private static String fingerprint(int number) {
    return "%016x".formatted(0x1000_0000L + number);
  }

  private String numbered(String file, int number) {
    return text(file)
        .replace(FINGERPRINT, fingerprint(number))
        .replace(TITLE, "Queue age over%4d".formatted(number));
  }

  private String text(String file) {
    try {
      return Files.readString(project.resolve("test-data").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
