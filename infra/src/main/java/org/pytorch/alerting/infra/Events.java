package org.pytorch.alerting.infra;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;

/** Events for each function, as Lambda passes them, and what the response must contain. */
final class Events {
  static final String FINGERPRINT = "ab".repeat(32);

  /** In bytes: the size limit of an SQS message. */
  private static final int LARGEST_MESSAGE = 1_048_576;

  /** This many still fit into Lambda's 6 MB event. */
  private static final int LARGEST_MESSAGES = 5;

  private Events() {}

  /**
   * {@return the largest event that {@code function} can get, if that is much larger than {@link
   * #of}}
   */
  static String largest(String function) {
    String now = Json.format(Instant.now());
    return switch (function) {
      case "starter" ->
          starter(Collections.nCopies(LARGEST_MESSAGES, record("x".repeat(LARGEST_MESSAGE))));
      // As much as a state may hold, with a payload that decompresses to the size of a message.
      case "github" ->
          github(
              now,
              Json.write(
                  PackedPayload.pack(
                      Json.mapper()
                          .valueToTree(Map.of("text", "x".repeat(LARGEST_MESSAGE - 11))))));
      default -> of(function);
    };
  }

  /** {@return the event for {@code function}} */
  static String of(String function) {
    String now = Json.format(Instant.now());
    return switch (function) {
      case "webhook" -> webhook();
      case "starter" -> starter(List.of(record("{}")));
      case "normalize" -> normalize();
      case "decide" -> decide(now);
      case "record" ->
          """
          {"decision": %s, "outcome": {"result": "done"}, "outcome_unknown": false}
          """
              .formatted(decision(now, CannedResponses.HANDLED_EVENT));
      case "github" -> github(now, "null");
      default -> throw new IllegalArgumentException("no event is known for " + function);
    };
  }

  /** {@return what a successful response of {@code function} contains} */
  static String response(String function) {
    return switch (function) {
      case "webhook" -> "\"statusCode\":202";
      case "starter" -> "{\"batchItemFailures\":[]}";
      case "normalize" -> "\"title\":\"Queue age too high\"";
      case "decide" -> "\"action\":\"CREATE\"";
      case "record" -> "\"result\":\"already_settled\"";
      case "github" -> "{\"repo\":\"octo/alerts\",\"number\":7}";
      default -> throw new IllegalArgumentException("no response is known for " + function);
    };
  }

  private static String webhook() {
    return """
        {"version": "2.0", "requestContext": {"http": {"method": "POST"}, "requestId": "r"},
         "headers": {"content-type": "application/json", "x-grafana-token": "%s"},
         "body": "{}", "isBase64Encoded": false}
        """
        .formatted(CannedResponses.WEBHOOK_TOKEN);
  }

  private static String starter(List<String> records) {
    return "{\"Records\": [%s]}".formatted(String.join(",", records));
  }

  private static String record(String body) {
    return """
        {"messageId": "message", "receiptHandle": "handle", "body": "%s",
         "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1767225600000"},
         "messageAttributes": {}, "eventSource": "aws:sqs", "awsRegion": "us-east-1",
         "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:alerts"}
        """
        .formatted(body);
  }

  private static String github(String now, String payload) {
    return """
        {"decision": %s, "event": %s, "payload": %s, "said_at": "%4$s",
         "outcome_unknown": false, "execution_id": "e", "execution_started_at": "%4$s"}
        """
        .formatted(decision(now, "message#0"), event(now), payload, now);
  }

  private static String normalize() {
    String body =
        """
        {"status": "firing", "version": "1", "alerts": [{"status": "firing",
          "fingerprint": "0123456789abcdef", "startsAt": "2026-03-04T07:12:10Z",
          "labels": {"alertname": "Queue age too high", "team": "harbor", "priority": "P1"},
          "annotations": {}}]}
        """;
    return """
        {"message_id": "message", "body": %s, "body_encoding": "identity",
         "sent_at": "2026-03-04T07:12:40.000Z", "receive_count": 1,
         "message_attributes": {"source": "grafana"}}
        """
        .formatted(Json.write(body));
  }

  private static String decide(String now) {
    return """
        {"event_id": "message#0", "fingerprint": "%s", "event": %s, "said_at": "%3$s",
         "token": "execution#0", "execution_started_at": "%3$s"}
        """
        .formatted(FINGERPRINT, event(now), now);
  }

  private static String decision(String now, String eventId) {
    return """
        {"action": "CREATE", "code": "FIRST_FIRING",
         "reason": "The alert fires for the first time.",
         "fingerprint": "%s", "episode": 1, "help": false, "checked_for_duplicates": false,
         "not_before": "%3$s",
         "claim": {"event_id": "%s", "said_at": "%3$s", "token": "execution#0", "attempt": 1,
           "claimed_at": "%3$s", "repository": "octo/alerts"}}
        """
        .formatted(FINGERPRINT, eventId, now);
  }

  private static String event(String now) {
    return """
        {"schema_version": 1, "provider_version": "1", "source": "grafana", "state": "FIRING",
         "title": "Queue age too high", "priority": "P1", "occurred_at": "%s", "team": "harbor",
         "teams": ["harbor"], "resource": {"type": "generic"}, "identity": {}, "links": {}}
        """
        .formatted(now);
  }
}
