package org.pytorch.alerting.github;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.pytorch.alerting.github.auth.SecretsManagerStore;
import org.pytorch.alerting.github.http.ApacheTransport;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Rehearsal;
import org.pytorch.alerting.runtime.RehearsalServer;
import org.pytorch.alerting.runtime.aws.RehearsalCredentials;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Opens an issue on a fake GitHub, with a key that is then discarded. */
final class GitHubRehearsal implements Rehearsal {
  private static final int KEY_BITS = 2_048;

  @Override
  public void run() throws IOException, GeneralSecurityException {
    String secret = secret();
    try (RehearsalServer secretsManager = new RehearsalServer(_ -> secret);
        RehearsalServer gitHub = new RehearsalServer(GitHubRehearsal::response);
        ApacheTransport transport = new ApacheTransport()) {
      Host host =
          Rehearsal.host(
              Map.of(
                  "AWS_REGION", "us-east-1",
                  "AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsManager.address(),
                  "GITHUB_API_URL", gitHub.address(),
                  "GITHUB_APP_SECRET_ID", "rehearsal",
                  "GITHUB_REQUESTS_PER_SECOND", "1000"));
      try (SecretsManagerClient secrets =
          SecretsManagerStore.builder(host.environment())
              .credentialsProvider(RehearsalCredentials.PROVIDER)
              .build()) {
        openIssue(
            new GitHubHandler(
                new GitHubHandler.Wiring(
                    host,
                    () -> transport,
                    () -> new SecretsManagerStore(secrets),
                    GitHubHandler.realPause())),
            Json.format(host.clock().instant()));
      }
    }
  }

  private static void openIssue(GitHubHandler handler, String now) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(request(now).getBytes(StandardCharsets.UTF_8)), output, null);
    Outcome outcome = Json.read(output.toString(StandardCharsets.UTF_8), Outcome.class);
    if (outcome.issue().isEmpty()) {
      throw new IllegalStateException("the rehearsal opened no issue: " + outcome);
    }
  }

  /** One response for all requests: the installation, a token, a label, an issue. */
  private static String response(String requestLine) {
    return """
        {"id": 1, "token": "rehearsal", "expires_at": "2999-01-01T00:00:00Z",
         "name": "rehearsal", "number": 1, "state": "open", "locked": false,
         "created_at": "2026-01-01T00:00:00Z", "body": "%s", "labels": [],
         "user": {"login": "rehearsal[bot]", "type": "Bot"}}
        """
        .formatted(requestLine);
  }

  private static String secret() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(KEY_BITS);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(base64(keys.generateKeyPair().getPrivate().getEncoded()));
    String text =
        Json.write(
            Map.of(
                "github_app_id",
                "1",
                "github_app_key_base64",
                base64(pem.getBytes(StandardCharsets.US_ASCII))));
    return Json.write(Map.of("Name", "rehearsal", "SecretString", text));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String request(String now) {
    return """
        {"execution_id": "rehearsal", "execution_started_at": "%1$s",
         "said_at": "%1$s",
         "event": {"schema_version": 1, "provider_version": "1", "source": "rehearsal",
           "state": "FIRING", "title": "Rehearsal", "priority": "P3", "occurred_at": "%1$s",
           "team": "rehearsal", "teams": ["rehearsal"], "resource": {"type": "generic"},
           "identity": {}, "links": {}},
         "decision": {"action": "CREATE", "code": "FIRST_FIRING", "reason": "Rehearsal",
           "fingerprint": "%2$s", "not_before": "%1$s",
           "cause": "FIRST_FIRING",
           "status": {"state": "firing", "firing_since": "%1$s", "last_heard_at": "%1$s",
             "heard": 1, "flaps": 0, "flapping": false, "past_issues": []},
           "episode": 1, "help": false, "checked_for_duplicates": false,
           "claim": {"event_id": "rehearsal#0", "token": "rehearsal#0", "attempt": 1,
             "claimed_at": "%1$s", "said_at": "%1$s", "repository": "nobody/rehearsal"}}}
        """
        .formatted(now, "0".repeat(64));
  }
}
