package org.pytorch.alerting.simulation.virtual;

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
 * The part of DynamoDB that the store uses: consistent reads, writes with exactly the store's
 * conditions, and faults. Each call takes some time, in which others act.
 */
public final class VirtualDynamoDb implements DynamoDbClient {
  private static final Duration ONE_WAY = Duration.ofMillis(4);

  private final Fibers fibers;
  private final Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
  private final List<WriteListener> listeners = new ArrayList<>();
  private StoreFaults faults = StoreFaults.NONE;

  VirtualDynamoDb(Fibers fibers) {
    this.fibers = fibers;
  }

  /** Called after every write. */
  @FunctionalInterface
  public interface WriteListener {
    void written(Optional<Map<String, AttributeValue>> before, Map<String, AttributeValue> after);
  }

  public void onWrite(WriteListener listener) {
    listeners.add(listener);
  }

  public void faults(StoreFaults other) {
    faults = other;
  }

  /** Stores a row without calling the listeners. */
  public void put(Map<String, AttributeValue> row) {
    rows.put(attribute(row, "fingerprint").s(), Map.copyOf(row));
  }

  /** {@return the current rows of all alerts} */
  public List<Map<String, AttributeValue>> rows() {
    return rows.values().stream().filter(VirtualDynamoDb::isAlert).toList();
  }

  /** Deletes the item with the turns at GitHub. */
  public void loseTurns() {
    rows.remove("github-turns");
  }

  /** Deletes the items with the members of shared issues. */
  public void loseMembers() {
    rows.keySet().removeIf(key -> key.startsWith("members#"));
  }

  /** Deletes everything, as when a table is lost and created again. */
  public void lose() {
    rows.clear();
  }

  private static boolean isAlert(Map<String, AttributeValue> row) {
    return row.containsKey("status");
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    if (!Boolean.TRUE.equals(request.consistentRead())) {
      throw new IllegalArgumentException("the read is not consistent");
    }
    StoreFaults.Kind fault = faults.next(false);
    fibers.pause(ONE_WAY);
    refuse(fault);
    Map<String, AttributeValue> row = rows.get(attribute(request.key(), "fingerprint").s());
    fibers.pause(ONE_WAY);
    loseResponse(fault);
    return row == null
        ? GetItemResponse.builder().build()
        : GetItemResponse.builder().item(row).build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    StoreFaults.Kind fault = faults.next(true);
    fibers.pause(ONE_WAY);
    refuse(fault);
    if (fault == StoreFaults.Kind.RETRIED) {
      Optional<ConditionalCheckFailedException> firstTry = write(request);
      fibers.pause(firstTry.isPresent() ? ONE_WAY : ONE_WAY.multipliedBy(10));
    }
    Optional<ConditionalCheckFailedException> failure = write(request);
    fibers.pause(ONE_WAY);
    loseResponse(fault);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return PutItemResponse.builder().build();
  }

  /**
   * {@return an attribute of an item}
   *
   * @throws IllegalArgumentException if the item has no such attribute
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
    Optional<Map<String, AttributeValue>> current = Optional.ofNullable(rows.get(key));
    if (!holds(request, current)) {
      boolean allOld =
          request.returnValuesOnConditionCheckFailure()
              == ReturnValuesOnConditionCheckFailure.ALL_OLD;
      return Optional.of(
          ConditionalCheckFailedException.builder()
              .item(allOld ? current.orElse(Map.of()) : Map.of())
              .awsErrorDetails(details("ConditionalCheckFailedException"))
              .statusCode(400)
              .build());
    }
    Map<String, AttributeValue> row = Map.copyOf(request.item());
    rows.put(key, row);
    if (isAlert(row)) {
      listeners.forEach(listener -> listener.written(current, row));
    }
    return Optional.empty();
  }

  private static boolean holds(
      PutItemRequest request, Optional<Map<String, AttributeValue>> current) {
    return switch (request.conditionExpression()) {
      case "attribute_not_exists(fingerprint)" -> current.isEmpty();
      case "attribute_not_exists(version)" ->
          current.isEmpty() || !current.get().containsKey("version");
      case "version = :expected" ->
          current
              .map(row -> row.get("version"))
              .filter(attribute(request.expressionAttributeValues(), ":expected")::equals)
              .isPresent();
      default ->
          throw new IllegalArgumentException(
              "not a condition of the store: " + request.conditionExpression());
    };
  }

  private static void refuse(StoreFaults.Kind fault) {
    switch (fault) {
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
      case NONE, RESPONSE_LOST, RETRIED -> {}
    }
  }

  private static void loseResponse(StoreFaults.Kind fault) {
    if (fault == StoreFaults.Kind.RESPONSE_LOST) {
      throw SdkClientException.create("the connection broke before the response");
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
