package org.pytorch.alerting.policy.rule;

/**
 * Some alerts and what they get.
 *
 * @param name unique among the routes
 */
public record Route(String name, Matcher matcher, Settings settings) {}
