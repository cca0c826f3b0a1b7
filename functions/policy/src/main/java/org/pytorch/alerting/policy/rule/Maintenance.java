package org.pytorch.alerting.policy.rule;

/**
 * Some alerts and the time in which they get no new issue.
 *
 * @param name unique among the maintenances
 */
public record Maintenance(String name, Matcher matcher, Window window) {}
