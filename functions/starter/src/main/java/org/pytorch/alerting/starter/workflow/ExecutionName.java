package org.pytorch.alerting.starter.workflow;

import org.pytorch.alerting.starter.queue.SqsMessage;

/**
 * Names the execution that a delivery of a message starts, so that its trace can be found from the
 * message. The name is for people only: Express executions may share a name.
 */
public final class ExecutionName {
  /** In characters: what Step Functions allows. */
  static final int MAX_LENGTH = 80;

  private ExecutionName() {}

  /** {@return the message id and the receive count, with only the characters that a name allows} */
  public static String of(SqsMessage message) {
    String count = "-" + message.receiveCount();
    // Step Functions allows more characters, but not all of them work in CloudWatch.
    String id = message.messageId().replaceAll("[^A-Za-z0-9_-]", "-");
    return id.substring(0, Math.min(id.length(), MAX_LENGTH - count.length())) + count;
  }
}
