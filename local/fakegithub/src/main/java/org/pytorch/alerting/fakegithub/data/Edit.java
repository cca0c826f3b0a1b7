package org.pytorch.alerting.fakegithub.data;

import java.time.Instant;
import org.pytorch.alerting.fakegithub.settings.Account;

/**
 * A change of an issue's texts. GitHub shows these as the history of an issue and notifies nobody
 * of them.
 *
 * @param number the issue's
 * @param by who made it
 * @param former the texts before the change
 */
public record Edit(long number, Account by, Instant at, Issue.Text former) {}
