/**
 * A GitHub for one machine: the part of the REST API for Apps, issues, comments and labels, with
 * its refusals, limits and redirects, and with injected faults. {@code FakeGitHub} is in memory;
 * {@code FakeGitHubServer} serves it over HTTP.
 */
@NullMarked
package org.pytorch.alerting.fakegithub;

import org.jspecify.annotations.NullMarked;
