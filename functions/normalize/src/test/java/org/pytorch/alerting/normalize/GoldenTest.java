package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.normalize.message.QueuedMessage;
import org.pytorch.alerting.normalize.source.AlertSource;

/**
 * Every payload in {@code test-data} gives what stands beside it in {@code <name>.expected.json}.
 * With {@code -Dupdate.expected=true} the files are written again, and the test fails, so that
 * nobody takes what was written for what was checked.
 */
class GoldenTest {
  private static final boolean UPDATE = Boolean.getBoolean("update.expected");

  /** Larger groups have one line for each alert, so that their files can be read at all. */
  private static final int MAX_PRETTY_ALERTS = 12;

  static List<String> payloads() {
    return TestData.names();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void a_payload_gives_what_is_expected_of_it(String name) throws IOException {
    String actual = result(name, TestData.attributes(name));
    Path expected = TestData.expected(name);

    if (UPDATE) {
      Files.writeString(expected, actual);
    }

    assertThat(actual).isEqualTo(Files.readString(expected));
    assertThat(UPDATE)
        .as("written again: review every line, then run without the switch")
        .isFalse();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void the_shape_alone_tells_the_source(String name) {
    assertThat(result(name, Map.of())).isEqualTo(result(name, TestData.attributes(name)));
  }

  /** A diagnosis refers to it. */
  @Test
  void every_source_has_a_page_for_its_senders() {
    Path pages =
        TestData.expected("grafana/firing.json").resolve("../../../docs/senders").normalize();
    assertThat(Messages.SOURCES.all())
        .allSatisfy(source -> assertThat(pages.resolve(source.name() + ".md")).exists());
  }

  @Test
  void there_are_payloads_of_every_source_and_no_expectation_without_one() {
    for (AlertSource source : Messages.SOURCES.all()) {
      assertThat(TestData.names()).anyMatch(name -> name.startsWith(source.name() + "/"));
    }
    assertThat(TestData.expectations())
        .containsExactlyElementsOf(payloads().stream().map(TestData::expected).toList());
  }

  private static String result(String name, Map<String, String> attributes) {
    QueuedMessage message = TestData.message(TestData.text(name), attributes);
    try {
      return pretty(Messages.NORMALIZER.normalize(message));
    } catch (InvalidAlertException e) {
      ObjectNode invalid = Json.mapper().createObjectNode();
      invalid.set("invalid", lines(String.valueOf(e.getMessage())));
      return invalid.toPrettyString() + "\n";
    }
  }

  private static String pretty(NormalizedMessage message) {
    ObjectNode result = (ObjectNode) Json.mapper().<JsonNode>valueToTree(message);
    result.remove("envelope");
    for (JsonNode alert : result.get("alerts")) {
      // It is the payload again; whose part it is, is tested elsewhere.
      ((ObjectNode) alert).put("payload", alert.get("payload").isTextual());
      // Only our own messages are checks.
      assertThat(((ObjectNode) alert).remove("check").isNull()).isTrue();
      if (alert.get("rejection") instanceof ObjectNode rejection) {
        showDiagnosis(rejection);
      }
    }
    return (result.get("alerts").size() > MAX_PRETTY_ALERTS
            ? compact(result)
            : result.toPrettyString())
        + "\n";
  }

  private static void showDiagnosis(ObjectNode rejected) {
    rejected.set("diagnosis", lines(rejected.get("diagnosis").asText()));
    rejected.remove(List.of("body", "body_encoding", "message_attributes"));
  }

  private static String compact(ObjectNode result) {
    JsonNode alerts = result.remove("alerts");
    String lines =
        alerts
            .valueStream()
            .map(JsonNode::toString)
            .collect(Collectors.joining(",\n", "[\n", "\n]"));
    return "{\"alerts\":%s,\n\"rest\":%s}".formatted(lines, result);
  }

  private static ArrayNode lines(String text) {
    ArrayNode lines = Json.mapper().createArrayNode();
    text.lines().forEach(lines::add);
    return lines;
  }
}
