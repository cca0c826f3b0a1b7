package org.pytorch.alerting.github;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.GitHubTransport;

/** Sends the function's requests to the fake GitHub, in virtual time. */
final class FakeTransport implements GitHubTransport {
  private final Function<GitHubCall, CallResponse> gitHub;
  private final Consumer<Duration> wait;
  private final Function<String, Duration> latency;
  private final List<String> requests = new ArrayList<>();

  /**
   * @param wait lets time pass
   * @param latency the time that a response to a target takes, beside the delay of a fault
   */
  FakeTransport(
      Function<GitHubCall, CallResponse> gitHub,
      Consumer<Duration> wait,
      Function<String, Duration> latency) {
    this.gitHub = gitHub;
    this.wait = wait;
    this.latency = latency;
  }

  /** {@return the requests, such as {@code POST /repos/a/b/issues}, with their queries} */
  List<String> requests() {
    return List.copyOf(requests);
  }

  void forgetRequests() {
    requests.clear();
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    String query = request.uri().getRawQuery();
    String target = request.uri().getRawPath() + (query == null ? "" : "?" + query);
    requests.add(request.method() + " " + target);
    CallResponse response =
        gitHub.apply(
            new GitHubCall(request.method(), target, request.headers(), request.body().orElse("")));
    Duration delay = response.delay().plus(latency.apply(target));
    if (delay.compareTo(request.timeout()) > 0) {
      wait.accept(request.timeout());
      throw new SocketTimeoutException("Read timed out");
    }
    wait.accept(delay);
    if (response.isLost()) {
      throw new SocketException("Connection reset");
    }
    return new GitHubResponse(response.status(), response.headers(), response.body());
  }
}
