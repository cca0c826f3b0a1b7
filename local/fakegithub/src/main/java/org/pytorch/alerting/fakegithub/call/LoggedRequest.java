package org.pytorch.alerting.fakegithub.call;

import java.time.Instant;

/**
 * A request and the status of its response.
 *
 * @param path with its query
 * @param status as the caller saw it; {@link CallResponse#LOST} if the response was lost
 * @param time time of arrival
 * @param actor the login of the caller; {@code anonymous} without valid credentials
 * @param fault whether it met a fault
 */
public record LoggedRequest(
    String method, String path, int status, Instant time, String actor, boolean fault) {}
