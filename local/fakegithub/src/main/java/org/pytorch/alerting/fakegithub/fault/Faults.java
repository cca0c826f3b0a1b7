package org.pytorch.alerting.fakegithub.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.limit.SecondaryLimits;

/** The pending faults in order; the first match is used. */
public final class Faults {
  private static final String SERVER_ERROR = "Server Error";

  private final List<Fault> faults = new ArrayList<>();

  public void replace(List<Fault> others) {
    faults.clear();
    faults.addAll(others);
  }

  public List<Fault> left() {
    return faults.stream().filter(fault -> fault.times() != 0).toList();
  }

  /** {@return the fault for this request; counts as used} */
  public Optional<Fault> take(GitHubCall call, String login) {
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      if (fault.matches(call, login)) {
        faults.set(i, fault.used());
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the response for a fault's reply, with GitHub's usual body if it has none}
   *
   * @param documentation of the called endpoint
   */
  public static CallResponse response(Fault.Reply reply, Duration delay, String documentation) {
    if (reply.status() == CallResponse.LOST) {
      return CallResponse.empty(CallResponse.LOST).delayedBy(delay);
    }
    CallResponse usual = usual(reply.status()).documented(documentation);
    String body = reply.body().orElse(usual.body());
    return new CallResponse(reply.status(), usual.headers(), body, delay)
        .withHeaders(reply.headers());
  }

  private static CallResponse usual(int status) {
    return switch (status) {
      case 204, 304 -> CallResponse.empty(status);
      case 401 -> Refusal.badCredentials().response();
      case 403 -> Refusal.of(403, "Resource not accessible by integration").response();
      case 404 -> Refusal.notFound().response();
      case 410 -> Refusal.of(410, "This issue was deleted").response();
      // Without a retry-after, unless the fault has one: GitHub does not always send it.
      case 429 ->
          Refusal.of(429, SecondaryLimits.MESSAGE, SecondaryLimits.DOCUMENTATION).response();
      default -> Refusal.of(status, SERVER_ERROR).response();
    };
  }
}
