package org.pytorch.alerting.normalize;

/**
 * What the sender of a provider's alerts has to do when a field is missing, as the end of a
 * sentence.
 */
record Wording(String title, String state, String priority, String team) {}
