package org.pytorch.alerting.github.rest;

import java.net.URI;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.http.AppIdentity;
import org.pytorch.alerting.github.http.FixedTokens;
import org.pytorch.alerting.github.http.RequestRate;
import org.pytorch.alerting.github.http.ScriptedTransport;
import org.pytorch.alerting.github.http.Usage;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;

/** The issues of a GitHub whose responses are scripted, for tests that read no log. */
final class ScriptedIssues {
  private ScriptedIssues() {}

  static GitHubIssues of(ScriptedTransport transport, AppIdentity app, VirtualTime time) {
    return new GitHubConnection(
            URI.create("https://api.github.example"),
            transport,
            new FixedTokens("token", app),
            new RequestRate(1_000, time, time),
            time,
            Log.of("github", RecordedLog.unread(time)))
        .open(TimeBudget.start(time, time), new Usage());
  }
}
