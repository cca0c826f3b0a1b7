package org.pytorch.alerting.webhook.topic;

import java.util.List;

/** Where alerts are published; once published, none is lost. */
public interface AlertTopic {
  /**
   * Publishes messages. Some may be published even if others fail.
   *
   * @param messages each of at most 256 KiB, attributes included
   * @return the topic's ids for them, in their order
   * @throws TopicUnavailableException if any of them may not have been published
   */
  List<String> publish(List<AlertMessage> messages);
}
