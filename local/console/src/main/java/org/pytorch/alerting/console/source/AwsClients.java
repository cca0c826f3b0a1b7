package org.pytorch.alerting.console.source;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** Makes the SDK's clients, and attributes failures to their service. */
final class AwsClients {
  /** The longest wait of a page for a service that hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private AwsClients() {}

  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, URI endpoint, Endpoints endpoints) {
    AwsCredentialsProvider credentials =
        endpoints
            .credentials()
            .<AwsCredentialsProvider>map(
                given ->
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())))
            .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(endpoints.region()))
        .credentialsProvider(credentials)
        .overrideConfiguration(
            override ->
                override.apiCallTimeout(PATIENCE).retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /**
   * {@return what {@code call} returns}
   *
   * @throws AwayException if the service does not respond or refuses the request
   */
  static <T> T ask(Service service, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw AwayException.refused(service, e.awsErrorDetails().errorMessage());
    } catch (SdkException e) {
      throw AwayException.noResponse(service, e);
    }
  }
}
