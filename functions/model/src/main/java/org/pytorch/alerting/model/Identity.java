package org.pytorch.alerting.model;

import java.util.Optional;

/**
 * The provider's identity of an alert. Nothing in it may change during the alert's life, because
 * the fingerprint is made of it.
 *
 * @param accountId the AWS account, or the Grafana organisation
 * @param region the AWS region code
 * @param alarmId the alarm's ARN, or Grafana's fingerprint of the alert instance
 */
public record Identity(
    Optional<String> accountId, Optional<String> region, Optional<String> alarmId) {}
