package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.journal.StackEvent.LogLine;
import org.pytorch.alerting.stack.journal.StackEvent.MessageHandled;

/** The real Alertmanager, configured as documented, sends to the webhook. */
final class AlertmanagerTest {
  private static final String TOKEN = "a-token-of-alertmanagers";
  private static final Pattern DOCUMENTED =
      Pattern.compile("## Alertmanager\n\n```yaml\n(.+?)```", Pattern.DOTALL);

  /** The test runs in real time, so the waits are as short as Alertmanager allows. */
  private static final String ROUTE =
      """
      route:
        receiver: issues
        group_by: [alertname, cluster]
        group_wait: 0s
        group_interval: 1s
        repeat_interval: 1h
      """;

  @Test
  void firing_opens_an_issue_and_resolved_closes_it(@TempDir Path folder) throws Exception {
    Optional<Path> program = Alertmanager.program();
    assumeTrue(
        program.isPresent(),
        "Alertmanager is not installed: neither prometheus-alertmanager nor alertmanager is on"
            + " the PATH");
    try (RunningStack stack = new RunningStack()) {
      stack.putWebhookSecret(
          Json.write(Map.of("senders", Map.of("alertmanager", Map.of("bearer", TOKEN)))));
      try (Alertmanager alertmanager =
          Alertmanager.start(program.get(), folder, configuration(stack, folder))) {

        assertThat(alertmanager.post(alert(Optional.empty()))).isEqualTo(200);
        stack.await("the firing to be handled", () -> handled(stack, 1), alertmanager::output);
        assertThat(stack.issues("[P1] TargetDown"))
            .singleElement()
            .satisfies(issue -> assertThat(issue.status().open()).isTrue())
            .satisfies(
                issue -> assertThat(issue.labels()).contains("Team: rail", "Source: alertmanager"));

        assertThat(alertmanager.post(alert(Optional.of("2026-03-08T01:32:33Z")))).isEqualTo(200);
        stack.await("the resolve to be handled", () -> handled(stack, 2), alertmanager::output);
        assertThat(stack.issues("[P1] TargetDown"))
            .singleElement()
            .satisfies(issue -> assertThat(issue.status().open()).isFalse());
      }
      assertThat(events(stack))
          .extracting(event -> event.path("state").asText())
          .containsExactly("FIRING", "RESOLVED");
      assertThat(events(stack)).allSatisfy(AlertmanagerTest::matchesTheTestData);
      stack.awaitNoClaimPending();
    }
  }

  private static Optional<List<MessageHandled>> handled(RunningStack stack, int messages) {
    List<MessageHandled> handled = stack.stack().journal().events(MessageHandled.class);
    return handled.size() >= messages ? Optional.of(handled) : Optional.empty();
  }

  private static List<JsonNode> events(RunningStack stack) {
    return stack.stack().journal().events(LogLine.class).stream()
        .filter(line -> line.text("message").equals("NORMALIZED_ALERT"))
        .map(line -> line.line().path("event"))
        .toList();
  }

  /**
   * Checks that the payload in {@code test-data}, which was written by hand, matches a real one.
   * The silence link is not compared: it contains Alertmanager's address.
   */
  private static void matchesTheTestData(JsonNode event) {
    JsonNode expected =
        Json.read(Project.payload("alertmanager/firing.expected.json"), JsonNode.class)
            .at("/alerts/0/event");
    for (String field :
        List.of(
            "provider_version",
            "source",
            "title",
            "description",
            "summary",
            "priority",
            "teams",
            "resource",
            "identity")) {
      assertThat(event.path(field)).as(field).isEqualTo(expected.path(field));
    }
    assertThat(event.at("/links/source_url")).isEqualTo(expected.at("/links/source_url"));
    assertThat(event.at("/links/silence_url").asText()).contains("/#/silences/new?filter=");
    assertThat(event.path("raw_provider").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(() -> payload().at("/alerts/0").fieldNames());
  }

  private static JsonNode payload() {
    return Json.read(Project.payload("alertmanager/firing.json"), JsonNode.class);
  }

  /** {@return the alert of the test data as Prometheus posts it, resolved if it has an end} */
  private static String alert(Optional<String> end) {
    ObjectNode alert = payload().at("/alerts/0").deepCopy();
    alert.remove(List.of("status", "fingerprint", "endsAt"));
    end.ifPresent(time -> alert.put("endsAt", time));
    return Json.write(JsonNodeFactory.instance.arrayNode().add(alert));
  }

  /** {@return the configuration documented in docs/webhook.md, with addresses of this machine} */
  private static String configuration(RunningStack stack, Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), TOKEN);
    String documented =
        DOCUMENTED
            .matcher(Files.readString(Project.root().resolve("docs/webhook.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .findFirst()
            .orElseThrow();
    assertThat(documented).contains("https://<api>/webhook", "/etc/alertmanager/token");
    return ROUTE
        + documented
            .replace(
                "https://<api>/webhook", stack.stack().description().webhook().url().toString())
            .replace("/etc/alertmanager/token", token.toString());
  }
}
