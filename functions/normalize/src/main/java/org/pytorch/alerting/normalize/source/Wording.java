package org.pytorch.alerting.normalize.source;

/** What a provider's sender has to do if a field is missing, as the end of a sentence. */
public record Wording(String title, String state, String priority, String team) {}
