package org.pytorch.alerting.stack.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Calls of AWS's services. */
@FunctionalInterface
public interface AwsApi {
  /**
   * {@return the answer of a call; an empty object if it has none}
   *
   * @param service as the AWS CLI calls it, such as {@code sqs}
   * @param operation as the AWS CLI calls it, such as {@code receive-message}
   * @param input the request, as the service defines it
   * @throws IllegalStateException if the call fails; the message says why
   */
  JsonNode call(String service, String operation, Map<String, ?> input);
}
