package org.pytorch.alerting.endtoend.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pytorch.alerting.endtoend.wholerun.RunSenders.Response;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.LocalGitHub;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * No output of a whole run contains a secret, although its faults provoke the code to print them.
 */
@ExtendWith(WholeRun.Shared.class)
final class NoSecretsTest {
  private final WholeRun run;
  private final SecretScan scan = new SecretScan();

  NoSecretsTest(WholeRun run) {
    this.run = run;
    run.senders().secrets().forEach(scan::with);
    run.gitHub().credentials().forEach(credential -> scan.with(kind(credential), credential));
    String pem = new String(Base64.getDecoder().decode(run.target().appKeyBase64()), UTF_8);
    scan.with("the App's key", pem);
    scan.with("the App's key on one line", pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
  }

  private static String kind(String credential) {
    return credential.startsWith("ghs_") ? "an installation token" : "the App's JWT";
  }

  @Test
  void run_used_both_token_formats_and_the_apps_jwt() {
    assertThat(run.gitHub().credentials())
        .anyMatch(credential -> credential.matches("ghs_[A-Za-z0-9]{36}"))
        .anyMatch(credential -> credential.matches("ghs_[0-9]+_[\\w-]+\\.[\\w-]+\\.[\\w-]+"))
        .anyMatch(credential -> credential.matches("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+"))
        .noneMatch(String::isEmpty);
  }

  @Test
  void every_provocation_happened() {
    String log = String.join("\n", run.functionLines());

    assertThat(log)
        .contains("Authorization: [redacted]", "\\\"value\\\":\\\"[redacted]")
        .contains("POST /repos/acme/alerts/issues returned 500")
        .contains("returned 502", "returned 401", "returned 403", "GitHub asks for: ")
        .contains("/access_tokens returned 401")
        .contains("named by GITHUB_APP_SECRET_ID, is not usable: it is not a JSON object")
        .contains("the secret is not a JSON object of senders")
        .contains("it has an unknown member");
  }

  @Test
  void no_function_logs_a_secret() {
    List<String> lines = run.functionLines();

    assertThat(lines).hasSizeGreaterThan(300);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(scan.findings("line " + i, lines.get(i))).isEmpty();
    }
  }

  /** Proves that the scan can fail: it finds each secret planted in a line. */
  @Test
  void scan_finds_each_secret_of_this_run() {
    for (String credential : run.gitHub().credentials()) {
      assertThat(scan.findings("log", "{\"message\":\"sent " + credential + "\"}")).isNotEmpty();
    }
    for (String secret : run.senders().secrets().values()) {
      assertThat(scan.findings("log", "{\"message\":\"from " + secret + "\"}")).isNotEmpty();
    }
  }

  @Test
  void no_execution_history_contains_a_secret() {
    Map<String, String> histories = new ExecutionHistories(run.stack().stack()).all();

    assertThat(histories).hasSizeGreaterThanOrEqualTo(24);
    assertThat(String.join("\n", histories.values()))
        .contains("LambdaFunctionSucceeded", "ExecutionFailed", "Queue age", "[redacted]");
    assertClean(histories);
  }

  @Test
  void no_issue_or_comment_contains_a_secret() {
    Map<String, String> texts = new LinkedHashMap<>();
    run.fake()
        .issues(LocalGitHub.REPO)
        .forEach(
            issue ->
                texts.put(
                    "issue " + issue.number(),
                    "%s %s"
                        .formatted(issue, run.fake().comments(LocalGitHub.REPO, issue.number()))));

    assertThat(String.join("\n", texts.values()))
        .contains("alert-pipeline v1 issue", "alert-pipeline v1 comment");
    assertClean(texts);
  }

  @Test
  void no_dead_letter_contains_a_secret() {
    Map<String, String> letters = new LinkedHashMap<>();
    for (Message message : deadLetters()) {
      letters.put("body of " + message.messageId(), message.body());
      Map<String, String> attributes = new LinkedHashMap<>();
      message
          .messageAttributes()
          .forEach((name, value) -> attributes.put(name, value.stringValue()));
      letters.put("attributes of " + message.messageId(), attributes.toString());
      letters.put("decoded " + message.messageId(), decoded(message));
    }

    assertThat(letters).hasSize(18);
    assertClean(letters);
  }

  @Test
  void no_response_of_the_webhook_contains_a_secret_or_reveals_a_sender() {
    List<Response> responses = run.senders().responses();

    assertThat(responses).extracting(Response::status).contains(202, 400, 401, 405, 415, 503);
    assertThat(responses)
        .filteredOn(response -> response.status() == 401)
        .extracting(Response::body)
        .containsOnly("{\"message\":\"Not authorized.\"}");
    for (Response response : responses) {
      assertThat(scan.findings("response", response.body() + response.headers())).isEmpty();
    }
  }

  @Test
  void neither_the_table_nor_the_console_contains_a_secret() {
    assertClean(
        Map.of(
            "table", rows(),
            "console", run.console(),
            "journal", run.stack().stack().journal().events().toString()));
    assertThat(rows()).contains("fingerprint");
  }

  private void assertClean(Map<String, String> texts) {
    texts.forEach((place, text) -> assertThat(scan.findings(place, text)).isEmpty());
  }

  private List<Message> deadLetters() {
    return run.stack()
        .stack()
        .queues()
        .client()
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(run.stack().stack().queues().dlqUrl())
                    .maxNumberOfMessages(10)
                    .messageAttributeNames("All")
                    .visibilityTimeout(0))
        .messages();
  }

  private static String decoded(Message message) {
    MessageAttributeValue encoding = message.messageAttributes().get("body_encoding");
    return encoding == null
        ? message.body()
        : BodyEncoding.of(encoding.stringValue()).decode(message.body());
  }

  private String rows() {
    return run
        .stack()
        .stack()
        .table()
        .client()
        .scanPaginator(scan -> scan.tableName(run.stack().stack().description().dynamodb().table()))
        .items()
        .stream()
        .map(row -> Json.write(Map.of("row", row.toString())))
        .toList()
        .toString();
  }
}
