package org.pytorch.alerting.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers what was published; can be taken away. */
final class FakeTopic implements AlertTopic {
  record Published(String body, Map<String, String> attributes) {}

  final List<Published> published = new ArrayList<>();
  boolean down;

  @Override
  public String publish(String body, Map<String, String> attributes) {
    if (down) {
      throw new TopicUnavailableException("topic is down");
    }
    published.add(new Published(body, attributes));
    return "message-" + published.size();
  }
}
