package org.pytorch.alerting.webhook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Rehearsal;
import org.pytorch.alerting.runtime.RehearsalServer;
import org.pytorch.alerting.runtime.aws.RehearsalCredentials;
import org.pytorch.alerting.webhook.sender.SecretsManagerSenderSecrets;
import org.pytorch.alerting.webhook.topic.SnsAlertTopic;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** Authenticates a made-up sender and publishes its alert, without AWS. */
final class WebhookRehearsal implements Rehearsal {
  private static final String REQUEST =
      """
      {"version": "2.0", "requestContext": {"http": {"method": "POST"}, "requestId": "rehearsal"},
       "headers": {"content-type": "application/json", "x-rehearsal-token": "no-secret-at-all"},
       "body": "{\\"alerts\\": [{\\"status\\": \\"firing\\", \\"labels\\": {\\"alertname\\": \\"rehearsal\\"}}]}",
       "isBase64Encoded": false}
      """;

  private static final String SECRET =
      """
      {"Name": "rehearsal", "SecretString": "{\\"x-rehearsal-token\\": \\"no-secret-at-all\\"}"}
      """;

  private static final String PUBLISHED =
      "<PublishResponse><PublishResult><MessageId>rehearsal</MessageId></PublishResult></PublishResponse>";

  @Override
  public void run() throws IOException {
    try (RehearsalServer secretsManager = new RehearsalServer(_ -> SECRET);
        RehearsalServer sns = new RehearsalServer(_ -> PUBLISHED);
        SecretsManagerClient secrets =
            SecretsManagerSenderSecrets.builder(
                    endpoint("AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsManager))
                .credentialsProvider(RehearsalCredentials.PROVIDER)
                .build();
        SnsClient topic =
            SnsAlertTopic.builder(endpoint("AWS_ENDPOINT_URL_SNS", sns))
                .credentialsProvider(RehearsalCredentials.PROVIDER)
                .build()) {
      takeAlert(secrets, topic);
    }
  }

  private static void takeAlert(SecretsManagerClient secrets, SnsClient topic) {
    Host host = Rehearsal.host(Map.of());
    Log log = Log.of("webhook", host);
    Webhook webhook =
        new Webhook(
            new SecretsManagerSenderSecrets(secrets, "rehearsal"),
            new SnsAlertTopic(topic, "arn:aws:sns:us-east-1:000000000000:rehearsal"),
            Warnings.of(host.environment(), log),
            host.clock(),
            log);
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    new WebhookHandler(new WebhookHandler.Wiring(() -> webhook))
        .handleRequest(
            new ByteArrayInputStream(REQUEST.getBytes(StandardCharsets.UTF_8)), response, null);
    if (!response.toString(StandardCharsets.UTF_8).contains("\"statusCode\":202")) {
      throw new IllegalStateException("the rehearsal's alert was not accepted: " + response);
    }
  }

  private static Environment endpoint(String variable, RehearsalServer server) {
    return new Environment(Map.of("AWS_REGION", "us-east-1", variable, server.address()));
  }
}
