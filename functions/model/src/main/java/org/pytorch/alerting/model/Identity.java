package org.pytorch.alerting.model;

import java.util.Optional;

/**
 * What the provider calls this alert. Nothing in it may change while the alert lives, because the
 * fingerprint is made of it.
 *
 * @param accountId the AWS account, or the Grafana organisation
 * @param region the AWS region code
 * @param alarmId the alarm's ARN, or Grafana's fingerprint of the alert instance
 */
public record Identity(
    Optional<String> accountId, Optional<String> region, Optional<String> alarmId) {}
