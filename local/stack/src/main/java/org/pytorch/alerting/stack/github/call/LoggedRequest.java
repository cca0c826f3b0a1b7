package org.pytorch.alerting.stack.github.call;

import java.time.Instant;

/**
 * What was asked and answered.
 *
 * @param path with its query
 * @param status that the caller saw; {@link GitHubAnswer#LOST} if none
 * @param time when it came
 * @param actor the login of the caller; {@code anonymous} without good credentials
 * @param fault whether it met a fault
 */
public record LoggedRequest(
    String method, String path, int status, Instant time, String actor, boolean fault) {}
