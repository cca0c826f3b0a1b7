package org.pytorch.alerting.webhook.topic;

import org.pytorch.alerting.runtime.StacklessException;

/** A message may not have been published. */
public final class TopicUnavailableException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public TopicUnavailableException(String message) {
    super(message);
  }
}
