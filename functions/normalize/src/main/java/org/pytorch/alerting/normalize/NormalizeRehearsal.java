package org.pytorch.alerting.normalize;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.runtime.Rehearsal;

/** Normalizes a made-up alert of each common kind. */
final class NormalizeRehearsal implements Rehearsal {
  private static final String GRAFANA =
      """
      {"receiver": "rehearsal", "status": "firing", "orgId": 1, "version": "1",
       "groupKey": "{}:{}", "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
       "externalURL": "https://grafana.example/",
       "alerts": [{"status": "firing", "fingerprint": "0123456789abcdef",
         "startsAt": "2026-01-01T00:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
         "labels": {"alertname": "Rehearsal", "team": "rehearsal", "priority": "P3"},
         "annotations": {"summary": "Rehearsal", "description": "Nothing to see."},
         "generatorURL": "https://grafana.example/alerting/grafana/rehearsal/view"}]}
      """;

  private static final String CLOUDWATCH =
      """
      {"AlarmName": "rehearsal", "AlarmDescription": "Rehearsal.\\nTEAM=rehearsal\\nPRIORITY=P3",
       "AWSAccountId": "000000000000", "NewStateValue": "OK", "OldStateValue": "ALARM",
       "NewStateReason": "Rehearsal", "StateChangeTime": "2026-01-01T00:00:00.000+0000",
       "Region": "US East (N. Virginia)",
       "AlarmArn": "arn:aws:cloudwatch:us-east-1:000000000000:alarm:rehearsal",
       "Trigger": {"MetricName": "Rehearsal", "Namespace": "AWS/SQS", "Statistic": "MAXIMUM",
         "Dimensions": [{"name": "QueueName", "value": "rehearsal"}], "Period": 60,
         "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold", "Threshold": 1.0}}
      """;

  @Override
  public void run() {
    NormalizeHandler handler = new NormalizeHandler(Rehearsal.host(Map.of()));
    for (String body : List.of(GRAFANA, CLOUDWATCH)) {
      String input =
          Json.write(
              Map.of(
                  "message_id", "rehearsal",
                  "body", body,
                  "body_encoding", "identity",
                  "sent_at", "2026-01-01T00:00:00.000Z",
                  "receive_count", 1));
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      handler.handleRequest(
          new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, null);
      NormalizedMessage normalized =
          Json.read(output.toString(StandardCharsets.UTF_8), NormalizedMessage.class);
      if (normalized.alerts().size() != 1) {
        throw new IllegalStateException("the rehearsal's alert was lost: " + output);
      }
    }
  }
}
