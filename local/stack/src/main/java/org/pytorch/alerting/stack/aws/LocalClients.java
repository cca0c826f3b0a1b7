package org.pytorch.alerting.stack.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** SDK clients for the endpoints on this machine, with invented credentials. */
public final class LocalClients {
  /** Letters and digits only, as DynamoDB Local requires. */
  public static final String ACCESS_KEY_ID = "local";

  public static final String SECRET_ACCESS_KEY = "local";

  private LocalClients() {}

  /** {@return the client that {@code builder} builds, for {@code endpoint}} */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(AwsAccount.LOCAL.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        // StartSyncExecution would be sent to the host "sync-127.0.0.1".
        .overrideConfiguration(
            it -> it.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
        .build();
  }

  /**
   * Makes the SDK's default chain find the invented credentials in this JVM, so that the functions
   * need no AWS account and never sign with a developer's real credentials.
   */
  public static void useInventedCredentials() {
    System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), ACCESS_KEY_ID);
    System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), SECRET_ACCESS_KEY);
    System.clearProperty(SdkSystemSetting.AWS_SESSION_TOKEN.property());
  }
}
