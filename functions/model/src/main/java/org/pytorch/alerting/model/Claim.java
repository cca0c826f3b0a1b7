package org.pytorch.alerting.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The right, and the duty, to carry out one action. At most one exists for a fingerprint at any
 * time.
 *
 * @param eventId the event that the action answers
 * @param event what is told; when another event's owner helps, it may be a newer one about the same
 *     action
 * @param saidAt when {@code event}'s message was first put on the queue
 * @param attempt from 1: how many may have sent something to GitHub, this one included
 * @param claimedAt when this attempt was claimed; it sends nothing before
 * @param sent when earlier attempts may have sent a write whose outcome is unknown; absent when
 *     none can have: then nothing need be searched for
 */
public record Claim(
    EventId eventId,
    AlertEvent event,
    Instant saidAt,
    ClaimToken token,
    int attempt,
    Instant claimedAt,
    Optional<SentWindow> sent) {}
