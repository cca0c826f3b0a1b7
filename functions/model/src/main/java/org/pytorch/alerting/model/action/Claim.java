package org.pytorch.alerting.model.action;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;

/**
 * The right, and the duty, to carry out one action. A fingerprint has at most one at any time.
 *
 * @param eventId the event that caused the action
 * @param saidAt when the message of the reported event was first put on the queue
 * @param attempt from 1: how many attempts may have sent something to GitHub, including this one
 * @param claimedAt when this attempt was claimed; it sends nothing before
 * @param sent when earlier attempts may have sent a write whose outcome is unknown; absent if there
 *     was none, and then no search is needed
 * @param repository where the episode's issue is searched for and opened, {@code owner/name}
 */
@RecordBuilder
public record Claim(
    EventId eventId,
    Instant saidAt,
    ClaimToken token,
    int attempt,
    Instant claimedAt,
    Optional<SentWindow> sent,
    String repository)
    implements ClaimBuilder.With {}
