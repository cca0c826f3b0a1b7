package org.pytorch.alerting.normalize.source;

/** What the sender has to do if a field is missing, as the end of a sentence. */
public record Wording(String title, String state, String priority, String team) {}
