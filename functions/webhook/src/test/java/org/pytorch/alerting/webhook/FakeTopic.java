package org.pytorch.alerting.webhook;

import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.webhook.topic.AlertMessage;
import org.pytorch.alerting.webhook.topic.AlertTopic;
import org.pytorch.alerting.webhook.topic.TopicUnavailableException;

/** Remembers what was published; can be taken away, and can take some messages only. */
final class FakeTopic implements AlertTopic {
  final List<AlertMessage> published = new ArrayList<>();
  boolean down;

  /** How many messages it takes before it fails. */
  int room = Integer.MAX_VALUE;

  @Override
  public List<String> publish(List<AlertMessage> messages) {
    if (down) {
      throw new TopicUnavailableException("topic is down");
    }
    List<String> ids = new ArrayList<>();
    for (AlertMessage message : messages) {
      if (room == 0) {
        throw new TopicUnavailableException("topic has become full");
      }
      room--;
      published.add(message);
      ids.add("message-" + published.size());
    }
    return ids;
  }
}
