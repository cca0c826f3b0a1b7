package org.pytorch.alerting.decide.dynamodb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.turn.TurnBook;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * One table in memory, with the two operations and the three conditions that the store uses, and
 * faults in the order they are asked for.
 */
public final class FakeDynamoDb implements DynamoDbClient {
  public final Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
  public final List<GetItemRequest> gets = new ArrayList<>();
  public final List<PutItemRequest> puts = new ArrayList<>();
  private final Deque<SdkException> failures = new ArrayDeque<>();
  private final Deque<Runnable> rivals = new ArrayDeque<>();
  private Optional<SdkException> lostAnswer = Optional.empty();
  private boolean repeatPut;

  /** Has {@code alert} as the row of its fingerprint. */
  public void holdRow(StoredAlert alert) {
    rows.put(alert.fingerprint().hex(), StoredAlertItems.write(alert));
  }

  /** Moves the book of turns as a rival does, which leaves it with the next version. */
  public void moveTurns() {
    TurnBook current = TurnBookItems.read(rows.getOrDefault(TurnBookItems.KEY, Map.of()));
    rows.put(
        TurnBookItems.KEY,
        new Item(TurnBookItems.write(current)).with("version", current.version() + 1).attributes());
  }

  /** The next call fails without effect. */
  public void failNext(SdkException failure) {
    failures.add(failure);
  }

  /** The next put takes effect, but its answer is lost and the SDK sends it once more. */
  public void loseNextAnswerAndRepeat() {
    repeatPut = true;
  }

  /** The next put takes effect, but its caller gets {@code failure}. */
  public void loseNextAnswer(SdkException failure) {
    lostAnswer = Optional.of(failure);
  }

  /** Someone else does {@code work} just before the next put takes effect. */
  public void beforeNextPut(Runnable work) {
    rivals.add(work);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    gets.add(request);
    throwNextFailure();
    GetItemResponse.Builder response = GetItemResponse.builder();
    Optional.ofNullable(rows.get(key(request.key()))).ifPresent(response::item);
    return response.build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    puts.add(request);
    throwNextFailure();
    Optional.ofNullable(rivals.poll()).ifPresent(Runnable::run);
    put(request);
    if (repeatPut) {
      repeatPut = false;
      put(request);
    }
    Optional<SdkException> lost = lostAnswer;
    lostAnswer = Optional.empty();
    if (lost.isPresent()) {
      throw lost.get();
    }
    return PutItemResponse.builder().build();
  }

  private void throwNextFailure() {
    SdkException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  private void put(PutItemRequest request) {
    String key = key(request.item());
    Map<String, AttributeValue> old = rows.getOrDefault(key, Map.of());
    if (!holds(request, old)) {
      boolean allOld =
          request.returnValuesOnConditionCheckFailure()
              == ReturnValuesOnConditionCheckFailure.ALL_OLD;
      throw ConditionalCheckFailedException.builder()
          .item(allOld && !old.isEmpty() ? old : null)
          .message("The conditional request failed")
          .build();
    }
    rows.put(key, request.item());
  }

  private static boolean holds(PutItemRequest request, Map<String, AttributeValue> old) {
    return switch (request.conditionExpression()) {
      case "attribute_not_exists(fingerprint)" -> !old.containsKey("fingerprint");
      case "attribute_not_exists(version)" -> !old.containsKey("version");
      case "version = :expected" ->
          new Item(request.expressionAttributeValues())
              .number(":expected")
              .equals(new Item(old).number("version"));
      default -> throw new AssertionError(request.conditionExpression());
    };
  }

  private static String key(Map<String, AttributeValue> attributes) {
    return new Item(attributes).text("fingerprint").orElseThrow();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
