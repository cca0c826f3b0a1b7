package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.cli.aws.Deployment;
import org.pytorch.alerting.stack.cli.aws.FakeAws;

/** The commands for a deployed environment, on answers in the form that AWS gives them. */
final class AwsCommandsTest {
  private static final String MESSAGE = "0a000000-0000-4000-8000-000000000001";
  private static final String DELIVERY = "0d000000-0000-8000-8000-000000000001";
  private static final String LETTER = "0c000000-0000-4000-8000-000000000001";
  private static final String FINGERPRINT = "f".repeat(64);
  private static final Deployment DEV =
      new Deployment(
          "dev",
          "eu-west-1",
          "https://sqs/alerts",
          "https://sqs/dead",
          "alerting-dev-alerts-state",
          List.of("/aws/lambda/alerting-dev-decide"),
          "/aws/vendedlogs/states/alerting-dev-alert-pipeline");

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();
  private final Deque<String> deadLetters = new ArrayDeque<>();
  private final FakeAws aws = new FakeAws();

  @BeforeEach
  void answers() {
    aws.on(
            "sqs receive-message",
            _ ->
                deadLetters.isEmpty()
                    ? "{}"
                    : "{\"Messages\": [" + deadLetters.removeFirst() + "]}")
        .on("sqs change-message-visibility-batch", _ -> "{\"Successful\": []}")
        .on("sqs delete-message", _ -> "{}")
        .on(
            "sqs send-message",
            _ -> "{\"MessageId\": \"new-message\", \"MD5OfMessageBody\": \"x\"}")
        .on("logs start-query", input -> Json.write(Map.of("queryId", group(input))))
        .on("logs get-query-results", this::results)
        .on(
            "dynamodb get-item",
            _ ->
                """
                {"Item": {"fingerprint": {"S": "%s"}, "status": {"S": "OPEN"}, "episode": {"N": "2"},
                 "title": {"S": "Queue age too high"}, "issue_repo": {"S": "octo/alerts"},
                 "issue_number": {"N": "7"}, "last_said_at": {"S": "2026-03-04T07:12:10.000Z"},
                 "manually_closed": {"BOOL": false}, "recent_event_ids": {"L": [{"S": "x#0"}]},
                 "pending": {"M": {"action": {"S": "COMMENT"}, "event_id": {"S": "x#0"},
                  "lease_expires_at": {"S": "2026-03-04T07:20:00.000Z"}}}}}
                """
                    .formatted(FINGERPRINT))
        .on("dynamodb scan", _ -> "{\"Items\": [], \"Count\": 0}");
  }

  private static String group(JsonNode input) {
    return input.path("logGroupNames").get(0).asText();
  }

  /** The first look finds the query still running. */
  private String results(JsonNode input) {
    if (aws.inputs("logs get-query-results").size() == 1) {
      return "{\"status\": \"Running\", \"results\": []}";
    }
    List<String> found =
        input.path("queryId").asText().startsWith("/aws/lambda")
            ? lines.reversed()
            : List.of(
                """
                {"id": "1", "type": "ExecutionStarted", "details": {"input":
                 "{\\"sent_at\\": \\"2026-03-04T07:12:10.000Z\\", \\"body\\": \\"{}\\",
                 \\"body_encoding\\": \\"identity\\", \\"message_attributes\\": {\\"source\\": \\"grafana\\"}}"}}
                """
                    .replace("\n", " "));
    return Json.write(
        Map.of(
            "status",
            "Complete",
            "results",
            Stream.concat(found.stream(), Stream.of("START RequestId: not ours"))
                .map(line -> List.of(Map.of("field", "@message", "value", line)))
                .toList()));
  }

  private int run(String command, String... arguments) {
    return new AwsCommands(aws, DEV, folder, _ -> {})
        .run(command, List.of(arguments), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void letter(String body, Map<String, String> attributes) {
    Map<String, Object> typed = new TreeMap<>();
    attributes.forEach(
        (name, value) -> typed.put(name, Map.of("StringValue", value, "DataType", "String")));
    deadLetters.add(
        Json.write(
            Map.of(
                "MessageId", LETTER,
                "ReceiptHandle", "handle",
                "Body", body,
                "Attributes", Map.of("SentTimestamp", "1772608330000"),
                "MessageAttributes", typed)));
  }

  private static Map<String, String> quarantined() {
    return Map.of(
        "error", "org.pytorch.alerting.normalize.InvalidAlertException",
        "diagnosis", "alert 1 of 1 (\"Disk nearly full\"): no team: add a label",
        "message_id", MESSAGE,
        "delivery_id", DELIVERY,
        "said_at", "2026-03-04T07:12:10.000Z",
        "body_encoding", "identity",
        "message_attributes", "{\"source\":\"grafana\"}");
  }

  @Test
  void dead_letters_are_listed_and_stay_visible() {
    letter(Project.payload("grafana/missing-team-and-priority.json"), quarantined());

    assertThat(run("dead-letters")).isZero();

    assertThat(text())
        .contains("Dead letters in dev (eu-west-1): 1", "grafana  Disk nearly full")
        .contains("make redrive-dev ID=0c000000", "make forget-dev ID=…", DELIVERY);
    JsonNode release = aws.inputs("sqs change-message-visibility-batch").getFirst();
    assertThat(release.at("/Entries/0/ReceiptHandle").asText()).isEqualTo("handle");
    assertThat(release.at("/Entries/0/VisibilityTimeout").asInt()).isZero();
  }

  @Test
  void redriven_letter_keeps_its_delivery_id_and_its_time() {
    letter(Project.payload("grafana/missing-team-and-priority.json"), quarantined());

    assertThat(run("redrive", "--id=" + LETTER, "--set=team=harbor priority=P1")).isZero();

    JsonNode sent = aws.inputs("sqs send-message").getFirst();
    assertThat(sent.path("QueueUrl").asText()).isEqualTo("https://sqs/alerts");
    JsonNode attributes = sent.path("MessageAttributes");
    assertThat(attributes.at("/delivery_id/StringValue").asText()).isEqualTo(DELIVERY);
    assertThat(attributes.at("/message_id/StringValue").asText()).isEqualTo(MESSAGE);
    assertThat(attributes.at("/said_at/StringValue").asText())
        .isEqualTo("2026-03-04T07:12:10.000Z");
    assertThat(attributes.at("/message_attributes/StringValue").asText())
        .isEqualTo("{\"source\":\"grafana\"}");
    assertThat(sent.path("MessageBody").asText()).contains("\"teams\":\"harbor\"");
    assertThat(aws.inputs("sqs delete-message").getFirst().path("QueueUrl").asText())
        .isEqualTo("https://sqs/dead");
    assertThat(text()).contains("make why-dev ID=new-message");
  }

  /** Its message id would be new after a move within SQS. */
  @Test
  void letter_that_failed_too_often_keeps_its_message_id_as_its_delivery_id() {
    letter(Project.payload("cloudwatch/metric-alarm.json"), Map.of());

    assertThat(run("redrive", LETTER)).isZero();

    JsonNode attributes = aws.inputs("sqs send-message").getFirst().path("MessageAttributes");
    assertThat(attributes.at("/delivery_id/StringValue").asText()).isEqualTo(LETTER);
    assertThat(attributes.at("/said_at/StringValue").asText())
        .isEqualTo("2026-03-04T07:12:10.000Z");
    assertThat(attributes.at("/message_attributes/StringValue").asText()).isEqualTo("{}");
  }

  @Test
  void letter_of_an_older_version_keeps_the_id_that_it_has() {
    Map<String, String> older = new HashMap<>(quarantined());
    older.remove("delivery_id");
    older.put("message_id", DELIVERY);
    letter("{}", older);

    assertThat(run("redrive", DELIVERY)).isZero();

    assertThat(
            aws.inputs("sqs send-message")
                .getFirst()
                .at("/MessageAttributes/delivery_id/StringValue")
                .asText())
        .isEqualTo(DELIVERY);
  }

  @Test
  void replay_redrives_what_the_filter_takes_and_shows_the_others_again() {
    letter(Project.payload("grafana/firing.json"), quarantined());
    letter(Project.payload("grafana/missing-team-and-priority.json"), quarantined());

    assertThat(run("replay", "--from=dlq", "--match=team=harbor")).isZero();

    assertThat(aws.inputs("sqs send-message"))
        .singleElement()
        .satisfies(
            sent -> {
              assertThat(sent.path("MessageBody").asText()).contains("Queue age too high");
              assertThat(sent.at("/MessageAttributes/said_at/StringValue").asText())
                  .isEqualTo("2026-03-04T07:12:10.000Z");
            });
    assertThat(aws.inputs("sqs delete-message")).hasSize(1);
    assertThat(aws.inputs("sqs change-message-visibility-batch").getLast().path("Entries"))
        .hasSize(1);
    assertThat(text()).contains("1 of 2 dead letters in dev (eu-west-1) matches.", "Redriven: ");
  }

  @Test
  void replay_that_is_only_tried_sends_nothing() {
    letter(Project.payload("grafana/firing.json"), quarantined());

    assertThat(run("replay", "--from=dlq", "--match=title=Queue *", "--dry")).isZero();

    assertThat(aws.inputs("sqs send-message")).isEmpty();
    assertThat(aws.inputs("sqs delete-message")).isEmpty();
    assertThat(text()).contains("1 of 1 dead letters", "grafana  Queue age too high");
  }

  @Test
  void replay_adds_what_is_missing_or_sends_nothing_at_all() {
    letter(Project.payload("grafana/missing-team-and-priority.json"), quarantined());
    assertThatThrownBy(
            () -> run("replay", "--from=dlq", "--match=diagnosis=*no team*", "--set=team=harbor"))
        .hasMessageContaining("would be rejected again");
    assertThat(aws.inputs("sqs send-message")).isEmpty();

    letter(Project.payload("grafana/missing-team-and-priority.json"), quarantined());
    assertThat(
            run(
                "replay",
                "--from=dlq",
                "--match=diagnosis=*no team*",
                "--set=team=harbor priority=P1"))
        .isZero();
    assertThat(aws.inputs("sqs send-message")).hasSize(1);
  }

  @Test
  void replay_says_how_to_choose() {
    assertThatThrownBy(() -> run("replay", "--from=dlq"))
        .hasMessageContaining("make replay-dev FROM=dlq MATCH=")
        .hasMessageContaining("make redrive-dev ID=all");
    assertThatThrownBy(() -> run("replay", "--match=team=harbor")).hasMessageContaining("FROM=dlq");
    assertThat(aws.inputs("sqs receive-message")).isEmpty();
  }

  @Test
  void forgotten_letter_is_kept_in_files() throws IOException {
    letter("{\"a\":1}", quarantined());

    assertThat(run("forget", "--id=0c000000")).isZero();

    assertThat(Files.readString(folder.resolve("target/forgotten/" + LETTER + ".json")))
        .isEqualTo("{\"a\":1}");
    assertThat(Files.readString(folder.resolve("target/forgotten/" + LETTER + ".attributes")))
        .contains(DELIVERY);
    assertThat(aws.inputs("sqs delete-message")).hasSize(1);
    assertThat(aws.inputs("sqs change-message-visibility-batch")).isEmpty();
  }

  @Test
  void why_tells_the_story_from_the_logs_the_table_and_the_queue() {
    lines.add(
        """
        {"timestamp":"2026-03-04T07:12:10.100Z","function":"webhook","message":"Alert accepted",
         "source":"grafana","status":202,"bytes":3525,"message_id":"sns-id","delivery_id":"%s",
         "delivery_ids":["%s"]}
        """
            .formatted(DELIVERY, DELIVERY));
    line(
        "normalize",
        "NORMALIZED_ALERT",
        "\"title\":\"Queue age too high\",\"source\":\"grafana\",\"state\":\"FIRING\","
            + "\"priority\":\"P1\",\"team\":\"harbor\",\"event\":{\"occurred_at\":\"2026-03-04T07:00:00.000Z\"}");
    line("decide", "Alert decided", "\"action\":\"COMMENT\",\"reason\":\"It still fires.\"");
    line(
        "github",
        "GitHub action failed",
        "\"action\":\"COMMENT\",\"outcome\":\"unavailable\",\"error\":\"503 from GitHub\"");
    line(
        "starter",
        "Execution failed; the message will be redelivered",
        "\"execution\":\"%s-3\",\"receive_count\":3,\"retry_after_s\":120,\"error\":\"AlertsFailed\""
            .formatted(MESSAGE));

    assertThat(run("why", "--id=" + MESSAGE + "-3")).isZero();

    assertThat(text())
        .contains("dev (eu-west-1)", "from grafana through the webhook, 3525 bytes, HTTP 202")
        .contains("2026-03-04 07:12:10 UTC on the queue as grafana, 2 characters")
        .contains("Queue age too high (grafana): FIRING since 2026-03-04 07:00:00 UTC")
        .contains("COMMENT: It still fires.", MESSAGE + "-3: AlertsFailed")
        .contains("COMMENT: GitHub failed, and may have done it: 503 from GitHub")
        .contains("on the queue, delivered 3 of 20 times; next: due since 2026-03-04 07:14:10 UTC")
        .contains("it is redelivered")
        .contains("OPEN, episode 2", "issue octo/alerts#7", "COMMENT for event x#0");
    assertThat(aws.inputs("logs start-query").getFirst().path("queryString").asText())
        .contains("@message like \"" + MESSAGE + "\"");
  }

  /** What GitHub said comes first, and a comment that it refused is not called one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          done         | GitHub refuses comments on octo/alerts#7: Issue is locked |                    | could not comment on octo/alerts#7: GitHub refuses comments on octo/alerts#7: Issue is locked
          rejected     |                                                   | POST returned 422 (too long)  | COMMENT octo/alerts#7: GitHub refused it: POST returned 422 (too long)
          no_access    |                                                   | GET returned 401              | COMMENT octo/alerts#7: GitHub gives our App no access: GET returned 401
          not_asked    |                                                   | GET returned 503              | COMMENT octo/alerts#7: GitHub failed before anything was written: GET returned 503
          rate_limited | secondary limit                                   |                               | COMMENT octo/alerts#7: GitHub limits the rate: secondary limit
          gone         | octo/alerts#7 was deleted                         |                               | COMMENT octo/alerts#7: somebody deleted or moved the issue: octo/alerts#7 was deleted
          """)
  void why_says_what_github_did_instead(
      String outcome, @Nullable String note, @Nullable String error, String text) {
    line(
        "github",
        "GitHub action",
        "\"action\":\"COMMENT\",\"outcome\":\"%s\",\"issue\":\"octo/alerts#7\"%s%s"
            .formatted(
                outcome,
                note == null ? "" : ",\"note\":\"%s\"".formatted(note),
                error == null ? "" : ",\"error\":\"%s\"".formatted(error)));

    assertThat(run("why", "--id=" + MESSAGE)).isZero();

    assertThat(text().replaceAll("\\s+", " ")).contains("UTC " + text);
  }

  private void line(String function, String message, String fields) {
    lines.add(
        """
        {"timestamp":"2026-03-04T07:12:10.500Z","function":"%s","message":"%s","message_id":"%s",
         "delivery_id":"%s","event_id":"%s#0","fingerprint":"%s",%s}
        """
            .formatted(function, message, MESSAGE, DELIVERY, DELIVERY, FINGERPRINT, fields));
  }

  @Test
  void letter_alone_still_tells_why() {
    letter("{}", quarantined());

    assertThat(run("why", DELIVERY)).isZero();

    assertThat(text()).contains("no team: add a label", "forget-dev ID=" + LETTER);
  }

  @Test
  void unknown_id_is_answered_by_where_it_was_looked_for() {
    aws.on("dynamodb get-item", _ -> "{}");

    assertThat(run("why", FINGERPRINT)).isEqualTo(1);

    assertThat(text())
        .contains("Nothing about fff", "read as a fingerprint", "of the last 14 days")
        .contains("alerting-dev-alerts-state", "https://sqs/dead", "another environment");
  }

  @Test
  void failed_query_is_told() {
    aws.on("logs get-query-results", _ -> "{\"status\": \"Failed\"}");

    assertThatThrownBy(() -> run("why", MESSAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Logs Insights ended with the status Failed");
    aws.on("logs get-query-results", _ -> "{\"status\": \"Running\"}");
    assertThatThrownBy(() -> run("why", MESSAGE)).hasMessageContaining("did not respond");
  }
}
