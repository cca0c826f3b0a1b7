package org.pytorch.alerting.github;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.ClaimToken;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Envelope;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Priority;

/** Alerts and what is to be done for them, with invented names. */
public final class TestAlerts {
  public static final String REPO = "tidewater/alerts";
  public static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:express:a:m-1:x";

  private TestAlerts() {}

  public static AlertEventBuilder firing() {
    return new AlertEventBuilder()
        .providerVersion("1")
        .source("grafana")
        .state(AlertState.FIRING)
        .title("Queue age too high")
        .summary(Optional.of("Oldest message is 1840 s old"))
        .priority(Priority.P1)
        .occurredAt(Instant.parse("2026-03-04T07:12:10Z"))
        .teams(List.of("harbor"))
        .links(
            new Links(
                Optional.of("https://wiki.tidewater.example/queue-age"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .identity(
            new Identity(Optional.of("1"), Optional.empty(), Optional.of("04ae3ef017b5425f")));
  }

  public static ActionRequest first(AlertAction action) {
    return request(action, firing().build(), 1, 0, Optional.empty());
  }

  public static ActionRequest first(AlertAction action, long issue) {
    return request(action, firing().build(), 1, 0, Optional.of(new IssueRef(REPO, issue)));
  }

  /** The same step of the same execution once more. */
  public static ActionRequest retry(ActionRequest request) {
    return new ActionRequest(
        request.decision(),
        request.envelope(),
        request.retryCount() + 1,
        request.executionId(),
        request.executionStartedAt());
  }

  /** The claim taken over by a later execution, which begins at {@code now}. */
  public static ActionRequest takenOver(ActionRequest request, Instant now) {
    Claim claim = request.claim();
    return new ActionRequest(
        withClaim(
            request.decision(),
            old ->
                new Claim(
                    old.eventId(),
                    old.event(),
                    new ClaimToken("other#0"),
                    claim.attempt() + 1,
                    old.claimedAt())),
        request.envelope(),
        0,
        "other",
        now);
  }

  /** The same action, carried out by an execution that has an event of its own. */
  public static ActionRequest helping(ActionRequest request) {
    Decision decision = request.decision();
    return new ActionRequest(
        new Decision(
            decision.action(),
            decision.reason(),
            decision.fingerprint(),
            decision.episode(),
            true,
            decision.claim(),
            decision.issue()),
        request.envelope(),
        request.retryCount(),
        request.executionId(),
        request.executionStartedAt());
  }

  private static Decision withClaim(Decision decision, UnaryOperator<Claim> change) {
    return new Decision(
        decision.action(),
        decision.reason(),
        decision.fingerprint(),
        decision.episode(),
        decision.help(),
        decision.claim().map(change),
        decision.issue());
  }

  public static ActionRequest request(
      AlertAction action, AlertEvent event, int attempt, int retryCount, Optional<IssueRef> issue) {
    EventId id = EventId.of("6f1d0c1e-" + action, 0);
    Claim claim = new Claim(id, event, new ClaimToken("x#0"), attempt, VirtualTime.START);
    Envelope envelope =
        new Envelope(
            VirtualTime.START, VirtualTime.START, Optional.empty(), Optional.empty(), 1, "m-1");
    return new ActionRequest(
        new Decision(action, "test", Fingerprint.of(event), 1, false, Optional.of(claim), issue),
        envelope,
        retryCount,
        EXECUTION,
        VirtualTime.START);
  }
}
