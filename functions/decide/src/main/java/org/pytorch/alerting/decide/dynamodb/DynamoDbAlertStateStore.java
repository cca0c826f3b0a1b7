package org.pytorch.alerting.decide.dynamodb;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.StateUpdates;
import org.pytorch.alerting.decide.row.AlertStateStore;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.MemberStore;
import org.pytorch.alerting.decide.storm.StormBook;
import org.pytorch.alerting.decide.storm.StormStore;
import org.pytorch.alerting.decide.turn.TurnBook;
import org.pytorch.alerting.decide.turn.TurnStore;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.aws.AwsConnection;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The rows in a DynamoDB table whose only key is the string {@code fingerprint}. It needs only
 * GetItem and PutItem.
 */
public final class DynamoDbAlertStateStore
    implements AlertStateStore, TurnStore, StormStore, MemberStore {
  /** Together with the calls of {@link StateUpdates} it stays within the function's 10 s. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);

  /** DynamoDB responds within milliseconds; a cold function's first TLS handshake is slower. */
  private static final Duration CALL_ATTEMPT_TIMEOUT = Duration.ofMillis(1_900);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);

  /** The first call and two quick retries; the state machine's Retry does the slow ones. */
  private static final int MAX_ATTEMPTS = 3;

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(25);
  private static final Duration MAX_BACKOFF = Duration.ofMillis(200);

  private final DynamoDbClient dynamoDb;
  private final String table;

  public DynamoDbAlertStateStore(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * {@return the store in {@code table}, with the connection in {@code environment}}
   *
   * @throws IllegalStateException if a variable is missing or malformed; the message names it
   */
  public static DynamoDbAlertStateStore of(Environment environment, String table) {
    return new DynamoDbAlertStateStore(builder(environment).build(), table);
  }

  public static DynamoDbClientBuilder builder(Environment environment) {
    return new AwsConnection("AWS_ENDPOINT_URL_DYNAMODB", CONNECTION_TIMEOUT, CALL_ATTEMPT_TIMEOUT)
        .configure(DynamoDbClient.builder(), environment)
        .overrideConfiguration(patience());
  }

  static ClientOverrideConfiguration patience() {
    BackoffStrategy backoff = BackoffStrategy.exponentialDelay(FIRST_BACKOFF, MAX_BACKOFF);
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(CALL_TIMEOUT)
        .apiCallAttemptTimeout(CALL_ATTEMPT_TIMEOUT)
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(MAX_ATTEMPTS)
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .build())
        .build();
  }

  @Override
  public Optional<StoredAlert> find(Fingerprint fingerprint) {
    return readable(get(fingerprint.hex()), StoredAlertItems::read);
  }

  @Override
  public TurnBook findTurns() {
    return readable(get(TurnBookItems.KEY), TurnBookItems::read).orElse(TurnBook.EMPTY);
  }

  private Map<String, AttributeValue> get(String key) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(Map.of("fingerprint", AttributeValue.fromS(key)))
            .consistentRead(true)
            .build();
    try {
      return dynamoDb.getItem(request).item();
    } catch (SdkException e) {
      throw DynamoDbFailures.unavailable("GetItem", table, e);
    }
  }

  @Override
  public WriteResult write(OptionalLong expectedVersion, StoredAlert next) {
    return put(expectedVersion, StoredAlertItems.write(next))
        .<WriteResult>map(
            current -> new WriteResult.LostTo(readable(current, StoredAlertItems::read)))
        .orElseGet(WriteResult.Written::new);
  }

  @Override
  public Optional<TurnBook> moveTurns(long expectedVersion, TurnBook next) {
    return put(OptionalLong.of(expectedVersion), TurnBookItems.write(next))
        .map(current -> readable(current, TurnBookItems::read).orElse(TurnBook.EMPTY));
  }

  @Override
  public StormBook findStorm(String repository) {
    return readable(
            get(StormBookItems.key(repository)), item -> StormBookItems.read(repository, item))
        .orElseGet(() -> StormBook.empty(repository));
  }

  @Override
  public Optional<StormBook> moveStorm(long expectedVersion, StormBook next) {
    return put(OptionalLong.of(expectedVersion), StormBookItems.write(next))
        .map(
            current ->
                readable(current, item -> StormBookItems.read(next.repository(), item))
                    .orElseGet(() -> StormBook.empty(next.repository())));
  }

  @Override
  public Optional<MemberBook> findMembers(Fingerprint issue) {
    return readable(get(MemberBookItems.key(issue)), MemberBookItems::read);
  }

  @Override
  public boolean moveMembers(long expectedVersion, MemberBook next) {
    return put(OptionalLong.of(expectedVersion), MemberBookItems.write(next)).isEmpty();
  }

  /** {@return empty if {@code item} is written, else the current item, if there is one} */
  private Optional<Map<String, AttributeValue>> put(
      OptionalLong expectedVersion, Map<String, AttributeValue> item) {
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    expect(request, expectedVersion);
    try {
      dynamoDb.putItem(request.build());
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      return Optional.of(e.item());
    } catch (SdkException e) {
      throw DynamoDbFailures.unavailable("PutItem", table, e);
    }
  }

  private static void expect(PutItemRequest.Builder request, OptionalLong version) {
    if (version.isEmpty()) {
      request.conditionExpression("attribute_not_exists(fingerprint)");
    } else if (version.getAsLong() == 0) {
      // A missing item, or one from before versions were introduced, gets a version; the loser of
      // that race sees it.
      request.conditionExpression("attribute_not_exists(version)");
    } else {
      request
          .conditionExpression("version = :expected")
          .expressionAttributeValues(
              Map.of(":expected", AttributeValue.fromN(Long.toString(version.getAsLong()))));
    }
  }

  private <T> Optional<T> readable(
      Map<String, AttributeValue> item, Function<Map<String, AttributeValue>, T> read) {
    if (item.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read.apply(item));
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new StateStoreUnavailableException(
          "the row %s of table %s cannot be read: %s. Fix the row, or deploy the version that wrote it."
              .formatted(item.get("fingerprint"), table, e.getMessage()));
    }
  }
}
