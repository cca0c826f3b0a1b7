package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.open;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.StateUpdates;
import org.pytorch.alerting.decide.row.AlertStateStore.WriteResult;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.runtime.Environment;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

class DynamoDbAlertStateStoreTest {
  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final DynamoDbAlertStateStore store =
      new DynamoDbAlertStateStore(dynamoDb, "alerts_state");

  @Test
  void row_is_read_consistently_by_its_key() {
    assertThat(store.find(FINGERPRINT)).isEmpty();

    assertThat(dynamoDb.gets.getFirst().tableName()).isEqualTo("alerts_state");
    assertThat(dynamoDb.gets.getFirst().consistentRead()).isTrue();
    assertThat(dynamoDb.gets.getFirst().key())
        .isEqualTo(Map.of("fingerprint", AttributeValue.fromS(FINGERPRINT.hex())));
  }

  @Test
  void first_row_is_written_only_where_there_is_none() {
    StoredAlert first = open().version(1).build();

    assertThat(store.write(OptionalLong.empty(), first)).isEqualTo(new WriteResult.Written());
    assertThat(store.find(FINGERPRINT)).contains(first);

    PutItemRequest put = dynamoDb.puts.getFirst();
    assertThat(put.tableName()).isEqualTo("alerts_state");
    assertThat(put.conditionExpression()).isEqualTo("attribute_not_exists(fingerprint)");
    assertThat(put.hasExpressionAttributeValues()).isFalse();
    assertThat(put.returnValuesOnConditionCheckFailure())
        .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
  }

  @Test
  void next_row_is_written_only_over_the_version_that_was_read() {
    store.write(OptionalLong.empty(), open().version(1).build());
    StoredAlert second = open().version(2).build();

    assertThat(store.write(OptionalLong.of(1), second)).isEqualTo(new WriteResult.Written());

    PutItemRequest put = dynamoDb.puts.getLast();
    assertThat(put.conditionExpression()).isEqualTo("version = :expected");
    assertThat(put.expressionAttributeValues())
        .isEqualTo(Map.of(":expected", AttributeValue.fromN("1")));
  }

  @Test
  void lost_race_returns_the_row_that_won() {
    StoredAlert winner = open().version(1).episode(3).build();
    store.write(OptionalLong.empty(), winner);

    assertThat(store.write(OptionalLong.empty(), open().version(1).build()))
        .isEqualTo(new WriteResult.LostTo(Optional.of(winner)));
    assertThat(store.find(FINGERPRINT)).contains(winner);
  }

  @Test
  void lost_race_to_a_deletion_says_that_nothing_is_there() {
    assertThat(store.write(OptionalLong.of(4), open().version(5).build()))
        .isEqualTo(new WriteResult.LostTo(Optional.empty()));
  }

  @Test
  void row_from_before_there_were_versions_is_taken_only_as_long_as_it_has_none() {
    Map<String, AttributeValue> old = new HashMap<>(StoredAlertItems.write(open().build()));
    old.remove("version");
    dynamoDb.rows.put(FINGERPRINT.hex(), old);

    StoredAlert read = store.find(FINGERPRINT).orElseThrow();
    StoredAlert next = read.next(NOW).build();

    assertThat(read.version()).isZero();
    assertThat(store.write(OptionalLong.of(0), next)).isEqualTo(new WriteResult.Written());
    assertThat(store.write(OptionalLong.of(0), next))
        .isEqualTo(new WriteResult.LostTo(Optional.of(next)));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            service(ResourceNotFoundException.builder(), "ResourceNotFoundException", 400),
            "STATUS_TABLE_NAME"),
        Arguments.of(
            service(
                ProvisionedThroughputExceededException.builder(),
                "ProvisionedThroughputExceededException",
                400),
            "throttles"),
        Arguments.of(
            service(RequestLimitExceededException.builder(), "RequestLimitExceeded", 400),
            "throttles"),
        Arguments.of(service(DynamoDbException.builder(), "ThrottlingException", 400), "throttles"),
        Arguments.of(
            service(InternalServerErrorException.builder(), "InternalServerError", 500),
            "AWS Health"),
        Arguments.of(service(DynamoDbException.builder(), "ServiceUnavailable", 503), "AWS Health"),
        Arguments.of(
            service(DynamoDbException.builder(), "AccessDeniedException", 400), "dynamodb:PutItem"),
        Arguments.of(
            service(DynamoDbException.builder(), "UnrecognizedClientException", 400), "role"),
        Arguments.of(service(DynamoDbException.builder(), "ValidationException", 400), "only key"),
        Arguments.of(
            service(TransactionConflictException.builder(), "TransactionConflictException", 400),
            "TransactionConflictException"),
        Arguments.of(DynamoDbException.builder().statusCode(400).build(), "DynamoDbException"),
        Arguments.of(ApiCallTimeoutException.create(4_000), "slow"),
        Arguments.of(ApiCallAttemptTimeoutException.create(1_900), "slow"),
        Arguments.of(SdkClientException.create("connection refused"), "network"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void every_failure_is_an_unavailable_store_with_advice(SdkException failure, String advice) {
    dynamoDb.failNext(failure);
    dynamoDb.failNext(failure);

    assertThatThrownBy(() -> store.find(FINGERPRINT))
        .isInstanceOf(StateStoreUnavailableException.class)
        .hasMessageContainingAll("GetItem", "alerts_state", advice);
    assertThatThrownBy(() -> store.write(OptionalLong.empty(), open().build()))
        .isInstanceOf(StateStoreUnavailableException.class)
        .hasMessageContainingAll("PutItem", "alerts_state", advice);
  }

  @Test
  void row_that_no_version_wrote_is_reported_and_not_guessed() {
    Map<String, AttributeValue> broken = new HashMap<>(StoredAlertItems.write(open().build()));
    broken.put("status", AttributeValue.fromS("HALF_OPEN"));
    dynamoDb.rows.put(FINGERPRINT.hex(), broken);

    assertThatThrownBy(() -> store.find(FINGERPRINT))
        .isInstanceOf(StateStoreUnavailableException.class)
        .hasMessageContainingAll(FINGERPRINT.hex(), "HALF_OPEN", "Fix the row");
    assertThatThrownBy(() -> store.write(OptionalLong.empty(), open().build()))
        .isInstanceOf(StateStoreUnavailableException.class)
        .hasMessageContaining("HALF_OPEN");
  }

  @Test
  void client_makes_three_attempts_of_1_9_s_within_4_s_and_gives_up_before_the_function_does() {
    ClientOverrideConfiguration patience = DynamoDbAlertStateStore.patience();

    assertThat(patience.apiCallTimeout()).contains(Duration.ofSeconds(4));
    assertThat(patience.apiCallAttemptTimeout()).contains(Duration.ofMillis(1_900));
    assertThat(patience.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(3);
    // The last attempt begins within 4 s and takes at most 4 s; the function has 10 s.
    assertThat(StateUpdates.MAX_DURATION).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void missing_and_malformed_variables_are_named() {
    assertThatThrownBy(() -> DynamoDbAlertStateStore.of(new Environment(Map.of()), "alerts_state"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_REGION");
    assertThatThrownBy(
            () ->
                DynamoDbAlertStateStore.of(
                    new Environment(
                        Map.of(
                            "AWS_REGION", "eu-west-1",
                            "AWS_ENDPOINT_URL_DYNAMODB", "not an address")),
                    "alerts_state"))
        .hasMessageContaining("AWS_ENDPOINT_URL_DYNAMODB");
  }

  private static SdkException service(
      AwsServiceException.Builder builder, String code, int status) {
    return builder
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("refused").build())
        .statusCode(status)
        .requestId("request-1")
        .build();
  }
}
