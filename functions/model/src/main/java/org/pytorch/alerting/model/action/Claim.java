package org.pytorch.alerting.model.action;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;

/**
 * The right, and the duty, to carry out one action. At most one exists for a fingerprint at any
 * time.
 *
 * @param eventId the event that the action answers
 * @param saidAt when the message of the event that is told was first put on the queue
 * @param attempt from 1: how many may have sent something to GitHub, this one included
 * @param claimedAt when this attempt was claimed; it sends nothing before
 * @param sent when earlier attempts may have sent a write whose outcome is unknown; absent when
 *     none can have: then nothing need be searched for
 * @param repository where the episode's issue is looked for and opened, {@code owner/name}
 */
public record Claim(
    EventId eventId,
    Instant saidAt,
    ClaimToken token,
    int attempt,
    Instant claimedAt,
    Optional<SentWindow> sent,
    String repository) {}
