package org.pytorch.alerting.simulation.planted;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.GitHubTransport;

/**
 * Hides the signs that a list lags: issues that no list has shown yet, and an issue's comment
 * count.
 */
public final class ListsOnly implements GitHubTransport {
  private static final Pattern ISSUE = Pattern.compile(".*/issues/(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

  private final GitHubTransport transport;
  private final Set<String> shown = new HashSet<>();

  public ListsOnly(GitHubTransport transport) {
    this.transport = transport;
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    Matcher issue = ISSUE.matcher(request.uri().getPath());
    if (request.method().equals("GET") && issue.matches() && !shown.contains(issue.group(1))) {
      return new GitHubResponse(404, Map.of(), "{\"message\":\"Not Found\"}");
    }
    GitHubResponse response = transport.send(request);
    Matcher number = NUMBER.matcher(response.body());
    while (number.find()) {
      shown.add(number.group(1));
    }
    return new GitHubResponse(
        response.status(),
        response.headers(),
        response.body().replaceAll("\"comments\":\\d+", "\"comments\":0"));
  }
}
