package org.pytorch.alerting.starter.queue;

import java.time.Duration;
import java.util.Map;

/** The queue that messages come from, and its dead-letter queue. */
public interface MessageQueue {
  /**
   * Makes a message visible again after {@code timeout}, counted from now.
   *
   * @param timeout in whole seconds after rounding down, up to 12 hours
   * @throws RuntimeException if that is not known to have worked
   */
  void changeVisibility(String receiptHandle, Duration timeout);

  /**
   * Puts a message in the dead-letter queue.
   *
   * @param attributes String attributes, none of them empty
   * @throws RuntimeException if that is not known to have worked
   */
  void sendToDeadLetterQueue(String body, Map<String, String> attributes);
}
