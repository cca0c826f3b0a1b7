package org.pytorch.alerting.simulation.planted;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.GitHubTransport;

/**
 * Returns the comment count of an issue's first read until the issue is written to, as if the count
 * were not read again before the second search.
 */
final class StaleCounts implements GitHubTransport {
  private static final Pattern ISSUE = Pattern.compile(".*/issues/\\d+");
  private static final Pattern COMMENTS = Pattern.compile("/comments$");
  private static final Pattern COUNT = Pattern.compile("\"comments\":\\d+");

  private final GitHubTransport transport;
  private final Map<String, String> counts = new HashMap<>();

  StaleCounts(GitHubTransport transport) {
    this.transport = transport;
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    String path = request.uri().getPath();
    String issue = COMMENTS.matcher(path).replaceFirst("");
    if (!request.method().equals("GET")) {
      counts.remove(issue);
      return transport.send(request);
    }
    GitHubResponse response = transport.send(request);
    Matcher count = COUNT.matcher(response.body());
    if (!ISSUE.matcher(path).matches() || !count.find()) {
      return response;
    }
    String first = counts.computeIfAbsent(issue, _ -> count.group());
    return new GitHubResponse(response.status(), response.headers(), count.replaceFirst(first));
  }
}
