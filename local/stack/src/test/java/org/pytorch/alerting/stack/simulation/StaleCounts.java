package org.pytorch.alerting.stack.simulation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.github.http.HttpAnswer;
import org.pytorch.alerting.github.http.HttpRequest;

/**
 * Shows how many comments an issue had when it was first read, until something is written to it: as
 * if its count were not read again before the second search.
 */
final class StaleCounts implements GitHubTransport {
  private static final Pattern ISSUE = Pattern.compile(".*/issues/(\\d+)(/comments)?");
  private static final Pattern COUNT = Pattern.compile("\"comments\":\\d+");

  private final GitHubTransport transport;
  private final Map<String, String> counts = new HashMap<>();

  StaleCounts(GitHubTransport transport) {
    this.transport = transport;
  }

  @Override
  public HttpAnswer send(HttpRequest request) throws IOException {
    Matcher issue = ISSUE.matcher(request.uri().getPath());
    if (!issue.matches()) {
      return transport.send(request);
    }
    if (!request.method().equals("GET")) {
      counts.remove(issue.group(1));
      return transport.send(request);
    }
    HttpAnswer answer = transport.send(request);
    Matcher count = COUNT.matcher(answer.body());
    if (issue.group(2) != null || !count.find()) {
      return answer;
    }
    String first = counts.computeIfAbsent(issue.group(1), _ -> count.group());
    return new HttpAnswer(answer.status(), answer.headers(), count.replaceFirst(first));
  }
}
