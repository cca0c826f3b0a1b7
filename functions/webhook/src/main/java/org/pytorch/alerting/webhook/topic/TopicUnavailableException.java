package org.pytorch.alerting.webhook.topic;

import org.pytorch.alerting.runtime.StacklessException;

/** It is not known that the topic has taken a message. */
public final class TopicUnavailableException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public TopicUnavailableException(String message) {
    super(message);
  }
}
