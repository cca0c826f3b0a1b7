package org.pytorch.alerting.stack.aws.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.lambda.LambdaHost;
import org.pytorch.alerting.stack.aws.lambda.LambdaResult;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The JSON between SQS's event source mapping and its function. */
final class SqsEvents {
  private final String queueArn;
  private final String region;

  SqsEvents(String queueArn, String region) {
    this.queueArn = queueArn;
    this.region = region;
  }

  /** {@return the event with {@code messages}} */
  String event(List<Message> messages) {
    return Json.write(Map.of("Records", messages.stream().map(this::record).toList()));
  }

  private Map<String, Object> record(Message message) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("messageId", message.messageId());
    item.put("receiptHandle", message.receiptHandle());
    item.put("body", message.body());
    item.put("attributes", message.attributesAsStrings());
    item.put("messageAttributes", attributes(message.messageAttributes()));
    item.put("md5OfBody", message.md5OfBody());
    item.put("eventSource", "aws:sqs");
    item.put("eventSourceARN", queueArn);
    item.put("awsRegion", region);
    return item;
  }

  private static Map<String, Object> attributes(Map<String, MessageAttributeValue> attributes) {
    return attributes.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                attribute ->
                    Map.of(
                        "stringValue", attribute.getValue().stringValue(),
                        "stringListValues", List.of(),
                        "binaryListValues", List.of(),
                        "dataType", attribute.getValue().dataType())));
  }

  /**
   * Splits received messages so that no event exceeds Lambda's payload limit; a single message
   * never does.
   */
  List<List<Message>> batches(List<Message> received) {
    List<List<Message>> batches = new ArrayList<>();
    List<Message> batch = new ArrayList<>();
    for (Message message : received) {
      batch.add(message);
      if (batch.size() > 1
          && event(batch).getBytes(StandardCharsets.UTF_8).length > LambdaHost.MAX_PAYLOAD_BYTES) {
        batch.removeLast();
        batches.add(batch);
        batch = new ArrayList<>(List.of(message));
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /**
   * {@return the ids of the messages that {@code result} reports as failed; all of them if the
   * report is invalid, as in the event source mapping}
   */
  static Set<String> failedIds(LambdaResult result, List<Message> batch) {
    Set<String> all = batch.stream().map(Message::messageId).collect(Collectors.toSet());
    return switch (result) {
      case LambdaResult.Failed _, LambdaResult.Refused _ -> all;
      case LambdaResult.Answered answered -> {
        JsonNode failures = Json.read(answered.payload(), JsonNode.class).path("batchItemFailures");
        Set<String> failed = new HashSet<>();
        failures.forEach(failure -> failed.add(failure.path("itemIdentifier").asText("")));
        yield all.containsAll(failed) ? failed : all;
      }
    };
  }
}
