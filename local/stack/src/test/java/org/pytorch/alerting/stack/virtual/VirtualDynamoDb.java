package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * DynamoDB as far as the store uses it: consistent reads, writes under exactly the conditions that
 * the store sets, and what goes wrong. Each call takes some time, in which others act.
 */
public final class VirtualDynamoDb implements DynamoDbClient {
  private static final Duration ONE_WAY = Duration.ofMillis(4);

  private final Fibers fibers;
  private final Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
  private final List<WriteListener> listeners = new ArrayList<>();
  private StoreFaults weather = StoreFaults.FAIR;

  VirtualDynamoDb(Fibers fibers) {
    this.fibers = fibers;
  }

  /** Is told of every write, when it is done. */
  @FunctionalInterface
  public interface WriteListener {
    void written(Optional<Map<String, AttributeValue>> before, Map<String, AttributeValue> after);
  }

  public void onWrite(WriteListener listener) {
    listeners.add(listener);
  }

  public void weather(StoreFaults other) {
    weather = other;
  }

  /** Puts a row there as if it had always been. */
  public void put(Map<String, AttributeValue> row) {
    rows.put(attribute(row, "fingerprint").s(), Map.copyOf(row));
  }

  /** {@return the rows of all alerts as they are now} */
  public List<Map<String, AttributeValue>> rows() {
    return rows.values().stream().filter(VirtualDynamoDb::isAlert).toList();
  }

  /** Loses the turns at GitHub, as if somebody had deleted the item. */
  public void loseTurns() {
    rows.values().removeIf(row -> !isAlert(row));
  }

  private static boolean isAlert(Map<String, AttributeValue> row) {
    return row.containsKey("status");
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    if (!Boolean.TRUE.equals(request.consistentRead())) {
      throw new IllegalArgumentException("a read that is not consistent may decide wrongly");
    }
    StoreFaults.Mishap mishap = weather.next(false);
    fibers.pause(ONE_WAY);
    refuse(mishap);
    Map<String, AttributeValue> row = rows.get(attribute(request.key(), "fingerprint").s());
    fibers.pause(ONE_WAY);
    lose(mishap);
    return row == null
        ? GetItemResponse.builder().build()
        : GetItemResponse.builder().item(row).build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    StoreFaults.Mishap mishap = weather.next(true);
    fibers.pause(ONE_WAY);
    refuse(mishap);
    if (mishap == StoreFaults.Mishap.REPEATED) {
      Optional<ConditionalCheckFailedException> unseen = write(request);
      fibers.pause(unseen.isPresent() ? ONE_WAY : ONE_WAY.multipliedBy(10));
    }
    Optional<ConditionalCheckFailedException> failure = write(request);
    fibers.pause(ONE_WAY);
    lose(mishap);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return PutItemResponse.builder().build();
  }

  /**
   * {@return an attribute of an item}
   *
   * @throws IllegalArgumentException if the item has none of that name
   */
  public static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no attribute " + name + " in " + item.keySet());
    }
    return value;
  }

  private Optional<ConditionalCheckFailedException> write(PutItemRequest request) {
    String key = attribute(request.item(), "fingerprint").s();
    Optional<Map<String, AttributeValue>> there = Optional.ofNullable(rows.get(key));
    if (!holds(request, there)) {
      boolean allOld =
          request.returnValuesOnConditionCheckFailure()
              == ReturnValuesOnConditionCheckFailure.ALL_OLD;
      return Optional.of(
          ConditionalCheckFailedException.builder()
              .item(allOld ? there.orElse(Map.of()) : Map.of())
              .awsErrorDetails(details("ConditionalCheckFailedException"))
              .statusCode(400)
              .build());
    }
    Map<String, AttributeValue> row = Map.copyOf(request.item());
    rows.put(key, row);
    if (isAlert(row)) {
      listeners.forEach(listener -> listener.written(there, row));
    }
    return Optional.empty();
  }

  private static boolean holds(
      PutItemRequest request, Optional<Map<String, AttributeValue>> there) {
    return switch (request.conditionExpression()) {
      case "attribute_not_exists(fingerprint)" -> there.isEmpty();
      case "attribute_not_exists(version)" ->
          there.isEmpty() || !there.get().containsKey("version");
      case "version = :expected" ->
          there
              .map(row -> row.get("version"))
              .filter(attribute(request.expressionAttributeValues(), ":expected")::equals)
              .isPresent();
      default ->
          throw new IllegalArgumentException(
              "not a condition of the store: " + request.conditionExpression());
    };
  }

  private static void refuse(StoreFaults.Mishap mishap) {
    switch (mishap) {
      case THROTTLED ->
          throw ProvisionedThroughputExceededException.builder()
              .awsErrorDetails(details("ProvisionedThroughputExceededException"))
              .statusCode(400)
              .build();
      case FAILED ->
          throw DynamoDbException.builder()
              .awsErrorDetails(details("InternalServerError"))
              .statusCode(500)
              .build();
      case NONE, ANSWER_LOST, REPEATED -> {}
    }
  }

  private static void lose(StoreFaults.Mishap mishap) {
    if (mishap == StoreFaults.Mishap.ANSWER_LOST) {
      throw SdkClientException.create("the connection broke before the answer");
    }
  }

  private static AwsErrorDetails details(String code) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(code).build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
