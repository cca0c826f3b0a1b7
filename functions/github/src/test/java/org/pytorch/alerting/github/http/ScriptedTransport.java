package org.pytorch.alerting.github.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Gives the responses it was given, in their order, and keeps the requests. */
public final class ScriptedTransport implements GitHubTransport {
  private interface Step {
    GitHubResponse answer(GitHubRequest request) throws IOException;
  }

  public final List<GitHubRequest> requests = new ArrayList<>();
  private final Deque<Step> steps = new ArrayDeque<>();

  public ScriptedTransport then(int status, String body) {
    return then(status, Map.of(), body);
  }

  public ScriptedTransport then(int status, Map<String, String> headers, String body) {
    steps.add(_ -> new GitHubResponse(status, headers, body));
    return this;
  }

  public ScriptedTransport thenAfter(
      Runnable delay, int status, Map<String, String> headers, String body) {
    steps.add(
        _ -> {
          delay.run();
          return new GitHubResponse(status, headers, body);
        });
    return this;
  }

  public ScriptedTransport thenFail(IOException failure) {
    steps.add(
        _ -> {
          throw failure;
        });
    return this;
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    requests.add(request);
    Step step = steps.poll();
    if (step == null) {
      throw new AssertionError("not in the script: " + request);
    }
    return step.answer(request);
  }

  /** {@return what was asked, each as method and address behind the host} */
  public List<String> asked() {
    return requests.stream()
        .map(
            request ->
                request.method()
                    + " "
                    + request.uri().toString().replaceFirst("^https?://[^/]+", ""))
        .toList();
  }

  public void assertFinished() {
    if (!steps.isEmpty()) {
      throw new AssertionError(steps.size() + " answers of the script were not asked for");
    }
  }
}
