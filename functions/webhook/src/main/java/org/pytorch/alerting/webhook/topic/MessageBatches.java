package org.pytorch.alerting.webhook.topic;

import java.util.ArrayList;
import java.util.List;

/** Packs messages into the largest batches that SNS takes, in order. */
final class MessageBatches {
  static final int MAX_MESSAGES = 10;

  /** In bytes, attributes included. */
  static final int MAX_BYTES = 256 * 1024;

  private MessageBatches() {}

  /** {@return {@code messages} in batches; none may be larger than a batch} */
  static List<List<AlertMessage>> of(List<AlertMessage> messages) {
    List<List<AlertMessage>> batches = new ArrayList<>();
    List<AlertMessage> batch = new ArrayList<>();
    int bytes = 0;
    for (AlertMessage message : messages) {
      boolean full = batch.size() == MAX_MESSAGES || bytes + message.bytes() > MAX_BYTES;
      if (full && !batch.isEmpty()) {
        batches.add(List.copyOf(batch));
        batch.clear();
        bytes = 0;
      }
      batch.add(message);
      bytes += message.bytes();
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return batches;
  }
}
