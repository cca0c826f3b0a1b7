package org.pytorch.alerting.starter;

import org.pytorch.alerting.runtime.Environment;

/**
 * The settings in this function's variables.
 *
 * @param stateMachineArn {@code STATE_MACHINE_ARN}, an Express state machine
 * @param queueUrl {@code QUEUE_URL}, the queue whose messages invoke the function
 * @param deadLetterQueueUrl {@code DEAD_LETTER_QUEUE_URL}, the queue for quarantined messages
 */
record StarterSettings(String stateMachineArn, String queueUrl, String deadLetterQueueUrl) {
  /**
   * {@return the settings in {@code environment}}
   *
   * @throws IllegalStateException if a variable is missing; the message names it
   */
  static StarterSettings of(Environment environment) {
    return new StarterSettings(
        environment.required("STATE_MACHINE_ARN"),
        environment.required("QUEUE_URL"),
        environment.required("DEAD_LETTER_QUEUE_URL"));
  }
}
