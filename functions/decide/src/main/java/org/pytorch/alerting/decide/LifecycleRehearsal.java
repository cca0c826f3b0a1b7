package org.pytorch.alerting.decide;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Rehearsal;
import org.pytorch.alerting.runtime.RehearsalServer;
import org.pytorch.alerting.runtime.aws.RehearsalCredentials;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Decides a made-up alert in a table that stores nothing, and releases its claim. */
final class LifecycleRehearsal implements Rehearsal {
  private static final String FINGERPRINT = "0".repeat(64);

  @Override
  public void run() throws IOException {
    try (RehearsalServer table = new RehearsalServer(_ -> row())) {
      Host host =
          Rehearsal.host(
              Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_DYNAMODB", table.address()));
      try (DynamoDbClient dynamoDb =
          DynamoDbAlertStateStore.builder(host.environment())
              .credentialsProvider(RehearsalCredentials.PROVIDER)
              .build()) {
        rehearse(host, new DynamoDbAlertStateStore(dynamoDb, "rehearsal"));
      }
    }
  }

  private static void rehearse(Host host, DynamoDbAlertStateStore store) {
    // Loading the classes may take long; the clock must not reach the deadline.
    InstantSource clock = InstantSource.fixed(host.clock().instant());
    Backoff backoff = new Backoff(() -> 0L, _ -> {});
    StateUpdates updates = StateUpdates.of(store, Budget.DEFAULT, clock, backoff);
    String now = Json.format(clock.instant());
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    new DecideHandler(
            new DecideHandler.Wiring(
                host, () -> updates, new Decider("nobody/rehearsal").sharing()))
        .handleRequest(input(alert(now)), answer, null);
    Decision.Act decision = Json.read(answer.toString(StandardCharsets.UTF_8), Decision.Act.class);
    if (decision.action() != AlertAction.CREATE) {
      throw new IllegalStateException("the rehearsal's alert was not new: " + decision.reason());
    }
    RecordRequest request =
        RecordRequest.release(
            decision, new StepError("org.pytorch.alerting.Rehearsal", Optional.empty()), false);
    try {
      new RecordHandler(new RecordHandler.Wiring(host, () -> updates, new Recorder()))
          .handleRequest(input(Json.write(request)), answer, null);
    } catch (ClaimLostException e) {
      // Expected: the table did not store the claim.
    }
  }

  private static String alert(String now) {
    return """
        {"event_id": "rehearsal#0", "fingerprint": "%s", "token": "rehearsal#0",
         "execution_started_at": "%s",
         "said_at": "%2$s",
         "event": {"schema_version": 1, "provider_version": "1", "source": "rehearsal",
           "state": "FIRING", "title": "Rehearsal", "priority": "P3", "occurred_at": "%2$s",
           "team": "rehearsal", "teams": ["rehearsal"], "resource": {"type": "generic"},
           "identity": {}, "links": {}}}
        """
        .formatted(FINGERPRINT, now);
  }

  /** A row as the table returns it: parsing it is a good part of the work. */
  private static String row() {
    return """
        {"Item": {"fingerprint": {"S": "%s"}, "status": {"S": "CLOSED"}, "version": {"N": "1"},
          "episode": {"N": "1"}, "last_provider_state_at": {"S": "2026-01-01T00:00:00.000Z"},
          "last_seen_at": {"S": "2026-01-01T00:00:00.000Z"}, "teams": {"L": [{"S": "rehearsal"}]}}}
        """
        .formatted(FINGERPRINT);
  }

  private static ByteArrayInputStream input(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }
}
