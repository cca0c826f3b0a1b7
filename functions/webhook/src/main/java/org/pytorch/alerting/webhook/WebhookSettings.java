package org.pytorch.alerting.webhook;

import org.pytorch.alerting.runtime.Environment;

/**
 * The settings in this function's variables, without normalize's, which {@link Warnings} reads.
 *
 * @param secretId {@code WEBHOOK_SECRET_ID}, the secret with the senders
 * @param topicArn {@code TOPIC_ARN}, the topic for the alerts
 */
record WebhookSettings(String secretId, String topicArn) {
  /**
   * {@return the settings in {@code environment}}
   *
   * @throws IllegalStateException if a variable is missing; the message names it
   */
  static WebhookSettings of(Environment environment) {
    return new WebhookSettings(
        environment.required("WEBHOOK_SECRET_ID"), environment.required("TOPIC_ARN"));
  }
}
