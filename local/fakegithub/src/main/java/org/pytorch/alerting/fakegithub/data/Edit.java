package org.pytorch.alerting.fakegithub.data;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.settings.Account;

/**
 * A change of an issue's texts. GitHub shows these as the history of an issue and notifies nobody
 * of them.
 *
 * @param number the issue's
 * @param by who made it
 * @param title the former one
 * @param body the former one
 */
public record Edit(long number, Account by, Instant at, String title, Optional<String> body) {}
