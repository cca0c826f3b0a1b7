package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.cli.aws.AwsApi;
import org.pytorch.alerting.stack.cli.aws.Deployment;
import org.pytorch.alerting.stack.cli.letter.DeadLetterQueue;
import org.pytorch.alerting.stack.cli.letter.Letter;

/** The traces in a deployed environment: Logs Insights, the table and the queues. */
public final class AwsSources implements Sources {
  /** Insights reads no further back; dead letters are kept as long. */
  private static final Duration HORIZON = Duration.ofDays(14);

  private static final int MAX_LINES = 2_000;

  /** In polls; a query over two weeks takes seconds. */
  private static final int MAX_POLLS = 120;

  private static final Duration BETWEEN_POLLS = Duration.ofMillis(500);

  private final AwsApi aws;
  private final Deployment deployment;
  private final DeadLetterQueue letters;
  private final InstantSource clock;
  private final Consumer<Duration> pause;

  /**
   * @param pause waits between two looks at a query
   */
  public AwsSources(
      AwsApi aws,
      Deployment deployment,
      DeadLetterQueue letters,
      InstantSource clock,
      Consumer<Duration> pause) {
    this.aws = aws;
    this.deployment = deployment;
    this.letters = letters;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public String name() {
    return deployment.name();
  }

  @Override
  public String targetSuffix() {
    return "-" + deployment.environment();
  }

  @Override
  public List<String> places() {
    return List.of(
        "the functions' logs of the last %d days (a line takes some seconds to be searchable)"
            .formatted(HORIZON.toDays()),
        "the executions' log: " + deployment.executionsLogGroup(),
        "the table " + deployment.table(),
        "the dead-letter queue " + deployment.deadLetterQueueUrl());
  }

  @Override
  public List<JsonNode> log(Collection<String> texts) {
    String terms =
        texts.stream()
            .map(text -> "@message like " + quoted(text))
            .collect(Collectors.joining(" or "));
    List<JsonNode> lines =
        new ArrayList<>(
            query(
                deployment.functionLogGroups(),
                "fields @message | filter ispresent(message) and (%s) | sort @timestamp desc | limit %d"
                    .formatted(terms, MAX_LINES)));
    Collections.reverse(lines);
    return lines;
  }

  /** The id has no quotes; a quote is added by the search for an issue's number. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private List<JsonNode> query(List<String> groups, String query) {
    Instant now = clock.instant();
    String id =
        aws.call(
                "logs",
                "start-query",
                Map.of(
                    "logGroupNames",
                    groups,
                    "startTime",
                    now.minus(HORIZON).getEpochSecond(),
                    "endTime",
                    now.getEpochSecond() + 1,
                    "queryString",
                    query))
            .path("queryId")
            .asText();
    for (int poll = 0; poll < MAX_POLLS; poll++) {
      JsonNode response = aws.call("logs", "get-query-results", Map.of("queryId", id));
      switch (response.path("status").asText()) {
        case "Complete" -> {
          return response
              .path("results")
              .valueStream()
              .flatMap(row -> message(row).stream())
              .toList();
        }
        case "Scheduled", "Running", "Unknown" -> pause.accept(BETWEEN_POLLS);
        default ->
            throw new IllegalStateException(
                "Logs Insights ended with the status " + response.path("status").asText());
      }
    }
    throw new IllegalStateException(
        "Logs Insights did not respond within %d s"
            .formatted(BETWEEN_POLLS.multipliedBy(MAX_POLLS).toSeconds()));
  }

  private static Optional<JsonNode> message(JsonNode row) {
    for (JsonNode field : row) {
      if (field.path("field").asText().equals("@message")) {
        try {
          JsonNode line = Json.mapper().readTree(field.path("value").asText());
          return line.isObject() ? Optional.of(line) : Optional.empty();
        } catch (JsonProcessingException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<JsonNode> row(String fingerprint) {
    JsonNode item =
        aws.call(
                "dynamodb",
                "get-item",
                Map.of(
                    "TableName",
                    deployment.table(),
                    "Key",
                    Map.of("fingerprint", Map.of("S", fingerprint)),
                    "ConsistentRead",
                    true))
            .path("Item");
    return item.isMissingNode() ? Optional.empty() : Optional.of(PlainItem.ofTyped(item));
  }

  @Override
  public List<JsonNode> rowsOfIssue(long number) {
    return rows("issue_number", Map.of("N", Long.toString(number)));
  }

  @Override
  public List<JsonNode> rowsOfMembers(String fingerprint) {
    return rows("parent", Map.of("S", fingerprint));
  }

  private List<JsonNode> rows(String attribute, Map<String, String> value) {
    return aws.call(
            "dynamodb",
            "scan",
            Map.of(
                "TableName",
                deployment.table(),
                "FilterExpression",
                "#name = :value",
                "ExpressionAttributeNames",
                Map.of("#name", attribute),
                "ExpressionAttributeValues",
                Map.of(":value", value)))
        .path("Items")
        .valueStream()
        .map(PlainItem::ofTyped)
        .toList();
  }

  @Override
  public List<Letter> letters() {
    return letters.peek();
  }

  @Override
  public Optional<JsonNode> input(String messageId) {
    return query(
            List.of(deployment.executionsLogGroup()),
            ("fields @message | filter type = \"ExecutionStarted\" and execution_arn like %s"
                    + " | sort @timestamp asc | limit 1")
                .formatted(quoted(":" + messageId + "-")))
        .stream()
        .map(event -> event.at("/details/input").asText(""))
        .filter(text -> !text.isEmpty())
        .map(text -> Json.read(text, JsonNode.class))
        .findFirst();
  }

  /** The App's key stays where it is: GitHub is not asked. */
  @Override
  public Optional<String> issue(String issue) {
    return Optional.empty();
  }
}
