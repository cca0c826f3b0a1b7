package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.cli.board.IssueBoard;
import org.pytorch.alerting.stack.cli.letter.DeadLetterQueue;
import org.pytorch.alerting.stack.cli.letter.Letter;
import org.pytorch.alerting.stack.journal.JournalFile;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/** The traces in the local stack; the journal also has those from before a restart. */
public final class LocalSources implements Sources {
  private final Path journal;
  private final DynamoDbClient dynamoDb;
  private final String table;
  private final SfnClient stepFunctions;
  private final String stateMachine;
  private final DeadLetterQueue letters;
  private final IssueBoard board;

  /**
   * @param journal the file with the functions' log lines
   */
  public LocalSources(
      Path journal,
      DynamoDbClient dynamoDb,
      String table,
      SfnClient stepFunctions,
      String stateMachine,
      DeadLetterQueue letters,
      IssueBoard board) {
    this.journal = journal;
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.stepFunctions = stepFunctions;
    this.stateMachine = stateMachine;
    this.letters = letters;
    this.board = board;
  }

  @Override
  public String name() {
    return letters.name();
  }

  @Override
  public String targetSuffix() {
    return letters.targetSuffix();
  }

  @Override
  public List<String> places() {
    return List.of(
        "the functions' log, also from before a restart: " + journal,
        "the table " + table,
        "the executions",
        "the dead-letter queue");
  }

  @Override
  public List<JsonNode> log(Collection<String> texts) {
    return JournalFile.lines(journal, line -> texts.stream().anyMatch(line::contains));
  }

  @Override
  public Optional<JsonNode> row(String fingerprint) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(
                get ->
                    get.tableName(table)
                        .key(Map.of("fingerprint", AttributeValue.fromS(fingerprint)))
                        .consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(PlainItem.of(item));
  }

  @Override
  public List<JsonNode> rowsOfIssue(long number) {
    return rows("issue_number", AttributeValue.fromN(Long.toString(number)));
  }

  @Override
  public List<JsonNode> rowsOfMembers(String fingerprint) {
    return rows("parent", AttributeValue.fromS(fingerprint));
  }

  private List<JsonNode> rows(String attribute, AttributeValue value) {
    return dynamoDb
        .scanPaginator(
            scan ->
                scan.tableName(table)
                    .filterExpression("#name = :value")
                    .expressionAttributeNames(Map.of("#name", attribute))
                    .expressionAttributeValues(Map.of(":value", value)))
        .items()
        .stream()
        .map(PlainItem::of)
        .toList();
  }

  @Override
  public List<Letter> letters() {
    return letters.peek();
  }

  @Override
  public Optional<JsonNode> input(String messageId) {
    return stepFunctions
        .listExecutionsPaginator(list -> list.stateMachineArn(stateMachine))
        .executions()
        .stream()
        .filter(execution -> execution.name().startsWith(messageId + "-"))
        .map(ExecutionListItem::executionArn)
        .reduce((_, earlier) -> earlier)
        .map(arn -> stepFunctions.describeExecution(describe -> describe.executionArn(arn)))
        .map(execution -> Json.read(execution.input(), JsonNode.class));
  }

  @Override
  public Optional<String> issue(String issue) {
    try {
      return board
          .find(issue)
          .map(
              view ->
                  "%s, %d %s, %s"
                      .formatted(
                          view.state(),
                          view.comments(),
                          view.comments() == 1 ? "comment" : "comments",
                          board.address(issue)));
    } catch (NumberFormatException | IllegalStateException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
