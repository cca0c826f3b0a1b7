package org.pytorch.alerting.infra;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;

/** Events for each function, as Lambda hands them over, and what the answer must contain. */
final class Events {
  static final String FINGERPRINT = "ab".repeat(32);

  /** In bytes: the most that a message of SQS has. */
  private static final int LARGEST_MESSAGE = 1_048_576;

  /** So many of them still fit into the 6 MB of an event of Lambda's. */
  private static final int LARGEST_MESSAGES = 5;

  private Events() {}

  /**
   * {@return as much as the function called {@code function} is ever given, where that is much more
   * than {@link #of} gives it}
   */
  static String largest(String function) {
    String now = Json.format(Instant.now());
    return switch (function) {
      case "starter" ->
          starter(Collections.nCopies(LARGEST_MESSAGES, record("x".repeat(LARGEST_MESSAGE))));
      // What a state may hold, and a payload that unfolds to what a message may hold.
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

  /** {@return the event of the function called {@code function}} */
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
              .formatted(decision(now, CannedAnswers.HANDLED_EVENT));
      case "github" -> github(now, "null");
      default -> throw new IllegalArgumentException("no event is known for " + function);
    };
  }

  /** {@return what the answer of {@code function} to its event says when all is well} */
  static String answer(String function) {
    return switch (function) {
      case "webhook" -> "\"statusCode\":202";
      case "starter" -> "{\"batchItemFailures\":[]}";
      case "normalize" -> "\"title\":\"Queue age too high\"";
      case "decide" -> "\"action\":\"CREATE\"";
      case "record" -> "\"result\":\"already_settled\"";
      case "github" -> "{\"repo\":\"octo/alerts\",\"number\":7}";
      default -> throw new IllegalArgumentException("no answer is known for " + function);
    };
  }

  private static String webhook() {
    return """
        {"version": "2.0", "requestContext": {"http": {"method": "POST"}, "requestId": "r"},
         "headers": {"content-type": "application/json", "x-grafana-token": "%s"},
         "body": "{}", "isBase64Encoded": false}
        """
        .formatted(CannedAnswers.WEBHOOK_TOKEN);
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
