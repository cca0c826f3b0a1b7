package org.pytorch.alerting.starter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.starter.queue.MessageQueue;

/** Remembers what the queues were asked, and fails when told to. */
final class FakeQueue implements MessageQueue {
  record Quarantined(String body, Map<String, String> attributes) {}

  final Map<String, Duration> visibility = new LinkedHashMap<>();
  final List<Quarantined> quarantined = new ArrayList<>();
  boolean down;

  @Override
  public void changeVisibility(String receiptHandle, Duration timeout) {
    requireUp();
    visibility.put(receiptHandle, timeout);
  }

  @Override
  public void sendToDeadLetterQueue(String body, Map<String, String> attributes) {
    requireUp();
    quarantined.add(new Quarantined(body, attributes));
  }

  private void requireUp() {
    if (down) {
      throw new IllegalStateException("queue is down");
    }
  }
}
