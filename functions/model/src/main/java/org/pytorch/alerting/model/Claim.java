package org.pytorch.alerting.model;

import java.time.Instant;

/**
 * The right, and the duty, to carry out one action. At most one exists for a fingerprint at any
 * time.
 *
 * @param eventId the event that the action answers
 * @param attempt from 1; more than 1 when a former holder of the claim may already have acted
 * @param claimedAt when the action was first claimed; nothing of it can be older on GitHub
 */
public record Claim(
    EventId eventId, AlertEvent event, ClaimToken token, int attempt, Instant claimedAt) {}
