package org.pytorch.alerting.statemachine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import org.junit.jupiter.api.Test;

/** Older and newer engines use different SQS protocols for the same call. */
class SqsCallTest {
  private static final String JSON =
      """
      {"QueueUrl": "/123456789012/quarantine-1", "MessageBody": "{\\"a\\": 1}", "DelaySeconds": 900,
        "MessageAttributes":
        {"error": {"DataType": "String", "StringValue": "too late & too much"}}}""";

  private static final String FORM =
      "Action=SendMessage&Version=2012-11-05&QueueUrl=%2F123456789012%2Fquarantine-1"
          + "&DelaySeconds=900&MessageBody=%7B%22a%22%3A+1%7D&MessageAttribute.1.Name=error"
          + "&MessageAttribute.1.Value.DataType=String"
          + "&MessageAttribute.1.Value.StringValue=too+late+%26+too+much";

  @Test
  void both_protocols_carry_the_same_message() {
    Headers json = new Headers();
    json.set("X-Amz-Target", "AmazonSQS.SendMessage");

    SqsCall older = SqsCall.of(new Headers(), FORM);
    SqsCall newer = SqsCall.of(json, JSON);

    assertThat(older.parameters()).isEqualTo(newer.parameters());
    assertThat(older.queueUrl()).isEqualTo("/123456789012/quarantine-1");
    assertThat(older.json()).isFalse();
    assertThat(newer.json()).isTrue();
  }
}
