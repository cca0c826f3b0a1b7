package org.pytorch.alerting.simulation.virtual;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.GitHubTransport;

/** Calls the fake GitHub without a network; requests and responses take some time. */
final class VirtualGitHub implements GitHubTransport {
  private static final int MIN_ONE_WAY_MILLIS = 20;
  private static final int MAX_ONE_WAY_MILLIS = 200;

  private final FakeGitHub gitHub;
  private final Fibers fibers;
  private final RandomGenerator random;

  VirtualGitHub(FakeGitHub gitHub, Fibers fibers, RandomGenerator random) {
    this.gitHub = gitHub;
    this.fibers = fibers;
    this.random = random;
  }

  @Override
  public GitHubResponse send(GitHubRequest request) throws IOException {
    Duration there = oneWay();
    fibers.pause(there);
    CallResponse response = gitHub.handle(call(request));
    Duration back = response.delay().plus(oneWay());
    Duration patience = request.timeout().minus(there);
    if (back.compareTo(patience) > 0) {
      fibers.pause(patience);
      throw new IOException("timed out");
    }
    fibers.pause(back);
    if (response.isLost()) {
      throw new IOException("connection closed without a response");
    }
    return new GitHubResponse(response.status(), response.headers(), response.body());
  }

  private static GitHubCall call(GitHubRequest request) {
    String query = request.uri().getRawQuery();
    return new GitHubCall(
        request.method(),
        request.uri().getRawPath() + (query == null ? "" : "?" + query),
        request.headers(),
        request.body().orElse(""));
  }

  private Duration oneWay() {
    return Duration.ofMillis(random.nextInt(MIN_ONE_WAY_MILLIS, MAX_ONE_WAY_MILLIS));
  }
}
