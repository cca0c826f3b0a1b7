package org.pytorch.alerting.model.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The provider's own text about one alert, as it travels from normalize to GitHub beside the event:
 * zlib with a preset dictionary (RFC 1950), in base64. Every state of the alert holds it and logs
 * it twice. An alert is short, and most of it would be what all payloads have in common; that is in
 * the dictionary.
 */
public final class PackedPayload {
  /**
   * Names and values that many payloads have, the most common last (RFC 1951). Packing and
   * unpacking need the same text: after a change, running executions fail and their messages are
   * redelivered.
   */
  private static final byte[] DICTIONARY =
      """
      "AlarmConfigurationUpdatedTimestamp":"AlarmContributorId":"","AlarmContributorAttributes":{"AlarmDescription":"","AWSAccountId":"NewStateValue":"ALARM","NewStateReason":"Threshold Crossed: 1 out of the last datapoints [ ()] was greater than or equal to the threshold (). (minimum 1 datapoint for OK -> ALARM transition).","StateChangeTime":"T00:00:00.000+0000","Region":"US East (N. Virginia)","AlarmArn":"arn:aws:cloudwatch:us-east-1::alarm:","OldStateValue":"INSUFFICIENT_DATA","OKActions":["arn:aws:sns:us-east-1:"],"AlarmActions":[],"InsufficientDataActions":[],"Trigger":{"MetricName":"","Namespace":"AWS/Lambda","StatisticType":"Statistic","Statistic":"MAXIMUM","Unit":null,"Dimensions":[{"value":"","name":"QueueName"}],"Period":300,"EvaluationPeriods":1,"DatapointsToAlarm":1,"ComparisonOperator":"GreaterThanOrEqualToThreshold","Threshold":0.0,"TreatMissingData":"notBreaching","EvaluateLowSampleCountPercentile":""}"AlarmName":""
      "status":"resolved","labels":{"alertname":"","cluster":"","env":"prod","instance":"","job":"","namespace":"","pod":"","region":"us-east-1","service":"","severity":"critical","priority":"P1","team":""},"annotations":{"__alertId__":"","__dashboardUid__":"","__orgId__":"1","__panelId__":"","__value_string__":"","TEAM":"PRIORITY":"RUNBOOK":"description":"","runbook_url":"https://","summary":""},"startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus:9090/graph?g0.expr=&g0.tab=1","fingerprint":"","grafana_folder":"","generatorURL":"https://grafana./alerting/grafana//view?orgId=1","silenceURL":"https://grafana./alerting/silence/new?alertmanager=grafana&matcher=__alert_rule_uid__%3D&matcher=severity%3D&matcher=priority%3DP1&matcher=region%3D&matcher=team%3D&orgId=1","dashboardURL":"https://grafana./d/?from=17&orgId=1&to=17","panelURL":"https://grafana./d/?from=17&orgId=1&to=17&viewPanel=","ruleUID":"","values":{"A":0,"B":0,"C":1},"valueString":"[ var='A' labels={} value=0 ], [ var='B' labels={} value=0 ], [ var='C' labels={} value=1 ]","orgId":1}"status":"firing"
      """
          .getBytes(StandardCharsets.UTF_8);

  /** The start of gzip in base64: the previous version's packing; its messages may be queued. */
  private static final String GZIP = "H4sI";

  private static final int CHUNK = 4_096;

  private PackedPayload() {}

  /**
   * {@return {@code payload}, packed}
   *
   * @param payload an object; or a list, which the previous version did not write
   */
  public static String pack(JsonNode payload) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setDictionary(DICTIONARY);
      deflater.setInput(Json.write(payload).getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        packed.write(chunk, 0, deflater.deflate(chunk));
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /**
   * {@return the payload that {@code packed} holds}
   *
   * @throws IllegalArgumentException if it is not packed in this way or with another dictionary, or
   *     expands to more than {@link BodyEncoding#MAX_BODY_BYTES}
   */
  public static JsonNode unpack(String packed) {
    String json =
        packed.startsWith(GZIP) ? BodyEncoding.GZIP_BASE64.decode(packed) : inflated(packed);
    return Json.read(json, JsonNode.class);
  }

  private static String inflated(String packed) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(packed));
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished() && json.size() <= BodyEncoding.MAX_BODY_BYTES) {
        int length = inflater.inflate(chunk);
        if (length == 0) {
          supplyDictionary(inflater);
        }
        json.write(chunk, 0, length);
      }
      if (json.size() > BodyEncoding.MAX_BODY_BYTES) {
        throw new IllegalArgumentException(
            "payload expands to more than " + BodyEncoding.MAX_BODY_BYTES + " bytes");
      }
      return json.toString(StandardCharsets.UTF_8);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("payload is not packed: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  /** The inflater stops for the dictionary or at the end of its input. */
  private static void supplyDictionary(Inflater inflater) {
    if (!inflater.needsDictionary()) {
      throw new IllegalArgumentException("payload is cut short");
    }
    inflater.setDictionary(DICTIONARY);
  }
}
