package org.pytorch.alerting.webhook.topic;

import java.util.List;

/** Where alerts go: from here on none is lost. */
public interface AlertTopic {
  /**
   * Publishes messages. Those that can be taken are, even if others cannot.
   *
   * @param messages each of at most 256 KiB, attributes included
   * @return the ids under which the topic has them, in their order
   * @throws TopicUnavailableException if it is not known of each that the topic has it
   */
  List<String> publish(List<AlertMessage> messages);
}
