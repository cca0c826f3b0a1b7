package org.pytorch.alerting.decide.dynamodb;

import java.util.Locale;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Says what an operator should check after a failed call. */
final class DynamoDbFailures {
  private DynamoDbFailures() {}

  /**
   * {@return the exception that the state machine retries}
   *
   * @param call such as {@code GetItem}
   */
  static StateStoreUnavailableException unavailable(String call, String table, SdkException e) {
    return new StateStoreUnavailableException(
        "%s on table %s failed: %s. %s".formatted(call, table, what(e), advice(e)));
  }

  private static String what(SdkException e) {
    return e instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? "%s (HTTP %d, request %s)"
            .formatted(
                service.awsErrorDetails().errorCode(), service.statusCode(), service.requestId())
        : "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage());
  }

  private static String advice(SdkException e) {
    return switch (e) {
      case ResourceNotFoundException _ ->
          "Check that STATUS_TABLE_NAME names a table of this account and region.";
      case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
          "DynamoDB is slow; see its latency and AWS Health.";
      case AwsServiceException service -> advice(service);
      default ->
          "DynamoDB could not be reached: check the network, the endpoint and the credentials.";
    };
  }

  private static String advice(AwsServiceException e) {
    if (e.isThrottlingException()) {
      return "DynamoDB throttles; see the table's consumed capacity and the account's limits.";
    }
    if (e.statusCode() >= 500) {
      return "DynamoDB itself fails; see AWS Health.";
    }
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return switch (code == null ? "" : code.toLowerCase(Locale.ROOT)) {
      case "accessdeniedexception", "unrecognizedclientexception", "expiredtokenexception" ->
          "Check that the function's role allows dynamodb:GetItem and dynamodb:PutItem on the"
              + " table, and its key if it is encrypted with one.";
      case "validationexception" ->
          "Check that the table's only key is the string fingerprint; the service said: "
              + e.awsErrorDetails().errorMessage();
      default -> "See the error's code in the documentation of DynamoDB.";
    };
  }
}
