package org.pytorch.alerting.webhook;

import java.util.Map;

/** Where alerts go: from here on none is lost. */
public interface AlertTopic {
  /**
   * Publishes a message.
   *
   * @param attributes String attributes, none of them empty
   * @return the id under which the topic has it
   * @throws TopicUnavailableException if it is not known that the topic has it
   */
  String publish(String body, Map<String, String> attributes);
}
