/**
 * A GitHub for one machine: the part of the REST API that deals with Apps, issues, comments and
 * labels, with its refusals, limits and redirects, and with faults on demand. {@code FakeGitHub} is
 * pure and in memory, {@code FakeGitHubServer} puts it behind HTTP.
 */
@NullMarked
package org.pytorch.alerting.stack.github;

import org.jspecify.annotations.NullMarked;
