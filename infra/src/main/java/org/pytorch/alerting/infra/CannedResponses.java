package org.pytorch.alerting.infra;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;

/** The services' canned responses: enough for each function to handle one event successfully. */
final class CannedResponses {
  /** An event that the row below records as done. */
  static final String HANDLED_EVENT = "handled-message#0";

  static final String WEBHOOK_TOKEN = "let-me-in";

  private static final String GITHUB_APP = githubApp();

  private CannedResponses() {}

  /**
   * {@return the response to a call}
   *
   * @param operation as the protocol names it in a header, otherwise method and path
   */
  static String to(String operation, String body) {
    return switch (operation) {
      case "DynamoDB_20120810.GetItem" -> Json.write(Map.of("Item", row()));
      case "DynamoDB_20120810.PutItem", "AmazonSQS.ChangeMessageVisibility" -> "{}";
      case "AWSStepFunctions.StartSyncExecution" ->
          """
          {"executionArn": "arn:aws:states:us-east-1:123456789012:express:alerting:e:1",
           "startDate": 1767225600, "stopDate": 1767225601, "status": "SUCCEEDED",
           "output": "{\\"actions\\": [], \\"rest\\": []}"}
          """;
      case "secretsmanager.GetSecretValue" ->
          Json.write(
              Map.of(
                  "SecretString",
                  body.contains("github")
                      ? GITHUB_APP
                      : Json.write(Map.of("x-grafana-token", WEBHOOK_TOKEN))));
      case "GET /credentials" ->
          """
          {"AccessKeyId": "after-restore", "SecretAccessKey": "none", "Token": "none",
           "Expiration": "2999-01-01T00:00:00Z"}
          """;
      // SNS responds in XML.
      case "POST /" ->
          "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>";
      default -> gitHub(operation);
    };
  }

  /** One response that serves as installation, token, label and issue. */
  private static String gitHub(String name) {
    if (!name.contains("/repos/") && !name.contains("/app/")) {
      throw new IllegalArgumentException("unexpected call:  " + name);
    }
    return """
        {"id": 1, "token": "ghs_none", "expires_at": "2999-01-01T00:00:00Z", "name": "label",
         "number": 7, "state": "open", "locked": false, "created_at": "2026-01-01T00:00:00Z",
         "body": "", "labels": [], "user": {"login": "alerts[bot]", "type": "Bot"}}
        """;
  }

  private static Map<String, Object> row() {
    return Map.of(
        "fingerprint", Map.of("S", Events.FINGERPRINT),
        "status", Map.of("S", "CLOSED"),
        "version", Map.of("N", "1"),
        "episode", Map.of("N", "1"),
        "last_provider_state_at", Map.of("S", "2026-01-01T00:00:00.000Z"),
        "recent_event_ids", Map.of("L", new Object[] {Map.of("S", HANDLED_EVENT)}));
  }

  /** A key generated for this run. */
  private static String githubApp() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2_048);
      String pem =
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(base64(keys.generateKeyPair().getPrivate().getEncoded()));
      return Json.write(
          Map.of(
              "github_app_id",
              "1",
              "github_app_key_base64",
              base64(pem.getBytes(StandardCharsets.US_ASCII))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
