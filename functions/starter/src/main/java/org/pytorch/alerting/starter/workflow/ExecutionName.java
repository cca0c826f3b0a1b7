package org.pytorch.alerting.starter.workflow;

import org.pytorch.alerting.starter.queue.SqsMessage;

/**
 * Names the execution that a delivery of a message starts, so that a trace can be found from a
 * message. Express executions are not told apart by their names: this is for people only.
 */
public final class ExecutionName {
  /** In characters: what Step Functions allows. */
  static final int MAX_LENGTH = 80;

  private ExecutionName() {}

  /** {@return the message id and the receive count, in the characters that a name may have} */
  public static String of(SqsMessage message) {
    String count = "-" + message.receiveCount();
    // Step Functions allows more than these, but not all of what it allows reaches CloudWatch.
    String id = message.messageId().replaceAll("[^A-Za-z0-9_-]", "-");
    return id.substring(0, Math.min(id.length(), MAX_LENGTH - count.length())) + count;
  }
}
