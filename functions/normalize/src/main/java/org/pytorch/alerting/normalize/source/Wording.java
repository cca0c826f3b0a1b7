package org.pytorch.alerting.normalize.source;

/**
 * What the sender of a provider's alerts has to do when a field is missing, as the end of a
 * sentence.
 */
public record Wording(String title, String state, String priority, String team) {}
