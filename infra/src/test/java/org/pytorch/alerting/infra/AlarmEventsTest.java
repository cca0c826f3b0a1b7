package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;

/** The EventBridge rule matches every kind of event that normalize reads. */
class AlarmEventsTest {
  private static final Path EVENTS = Repository.ROOT.resolve("test-data/cloudwatch");

  static List<Path> events() throws IOException {
    try (Stream<Path> files = Files.list(EVENTS)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("eventbridge-"))
          .filter(file -> !file.toString().endsWith(".expected.json"))
          // An event in an SNS envelope, which does not come from the rule.
          .filter(file -> !file.toString().endsWith("eventbridge-sns.json"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_event_in_the_test_data_matches_the_rule(Path file) {
    JsonNode event = Json.read(Repository.text(file), JsonNode.class);

    assertThat(event.path("source").asText()).isEqualTo("aws.cloudwatch");
    assertThat((List<?>) Terraform.read().local("alarm_event_types"))
        .map(Object::toString)
        .contains(event.path("detail-type").asText());
    // The rule also matches on the name, and on the ARN, which excludes our own alarms.
    assertThat(event.at("/detail/alarmName").isTextual()).isTrue();
    assertThat(event.path("resources").path(0).asText()).contains(":alarm:");
  }
}
