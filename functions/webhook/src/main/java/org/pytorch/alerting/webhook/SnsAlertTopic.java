package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.Environment;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** The topic through the AWS SDK. */
public final class SnsAlertTopic implements AlertTopic {
  /** Attempts and pauses included: with the secret's it stays below a sender's 30 s of patience. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(12);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);

  private final SnsClient client;
  private final String topicArn;

  public SnsAlertTopic(SnsClient client, String topicArn) {
    this.client = client;
    this.topicArn = topicArn;
  }

  /**
   * {@return a client}
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public static SnsClient client(Environment environment) {
    SnsClientBuilder builder =
        SnsClient.builder()
            .region(Region.of(environment.required("AWS_REGION")))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTION_TIMEOUT)
                    .socketTimeout(SOCKET_TIMEOUT))
            .overrideConfiguration(overrides -> overrides.apiCallTimeout(CALL_TIMEOUT));
    environment.endpoint("AWS_ENDPOINT_URL_SNS").ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public String publish(String body, Map<String, String> attributes) {
    try {
      return client
          .publish(
              request ->
                  request
                      .topicArn(topicArn)
                      .message(body)
                      .messageAttributes(
                          attributes.entrySet().stream()
                              .collect(
                                  Collectors.toMap(
                                      Map.Entry::getKey, one -> attribute(one.getValue())))))
          .messageId();
    } catch (SdkException e) {
      throw new TopicUnavailableException("the topic did not take it: " + e);
    }
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
