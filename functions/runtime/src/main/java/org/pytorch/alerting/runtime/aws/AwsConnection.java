package org.pytorch.alerting.runtime.aws;

import java.time.Duration;
import org.pytorch.alerting.runtime.Environment;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * How a client reaches its service.
 *
 * @param endpointVariable the variable with another endpoint than AWS's, such as {@code
 *     AWS_ENDPOINT_URL_SQS}
 * @param socketTimeout the longest wait for the next bytes of a response
 */
public record AwsConnection(
    String endpointVariable, Duration connectionTimeout, Duration socketTimeout) {
  /**
   * {@return {@code builder} for the region in {@code AWS_REGION}, and for the endpoint in the
   * variable if it is set}
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
      B builder, Environment environment) {
    builder
        .region(Region.of(environment.required("AWS_REGION")))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(connectionTimeout)
                .socketTimeout(socketTimeout));
    environment.endpoint(endpointVariable).ifPresent(builder::endpointOverride);
    return builder;
  }
}
