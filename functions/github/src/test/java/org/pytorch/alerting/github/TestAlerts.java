package org.pytorch.alerting.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertEvents;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;

/** Alerts and what is to be done for them, with invented names. */
public final class TestAlerts {
  public static final String REPO = "tidewater/alerts";
  public static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:express:a:m-1:x";

  private TestAlerts() {}

  public static AlertEventBuilder firing() {
    return AlertEvents.firing()
        .summary(Optional.of("Oldest message is 1840 s old"))
        .links(
            new Links(
                Optional.of("https://wiki.tidewater.example/queue-age"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  public static ActionRequest first(AlertAction action) {
    return request(action, firing().build(), Optional.empty());
  }

  public static ActionRequest first(AlertAction action, long issue) {
    return request(action, firing().build(), Optional.of(new IssueRef(REPO, issue)));
  }

  /** A create of an alert whose episode before had {@code issue}. */
  public static ActionRequest afterFormer(long issue) {
    ActionRequest create = first(AlertAction.CREATE);
    return create.withDecision(
        create
            .decision()
            .with()
            .issue(Optional.empty())
            .formerIssue(Optional.of(new IssueRef(REPO, issue)))
            .checkedForDuplicates(false)
            .build());
  }

  /** {@return what a block says of the alert, which was heard {@code heard} times} */
  public static IssueStatus status(int heard) {
    return new IssueStatus(
        IssueStatus.State.FIRING,
        Instant.parse("2026-03-04T07:12:10Z"),
        Instant.parse("2026-03-04T12:30:10Z"),
        heard,
        Optional.empty(),
        Optional.empty(),
        0,
        false,
        List.of(),
        Optional.empty());
  }

  /** {@return the status of the same alert after its resolve} */
  public static IssueStatus resolvedStatus() {
    return status(9)
        .with()
        .state(IssueStatus.State.RESOLVED)
        .resolvedAt(Optional.of(Instant.parse("2026-03-04T12:30:10Z")))
        .build();
  }

  /** The same, by a version that says what caused it and what the issue's block says. */
  public static ActionRequest calm(ActionRequest request, ReasonCode cause, IssueStatus status) {
    return request.withDecision(
        request.decision().with().cause(Optional.of(cause)).status(Optional.of(status)).build());
  }

  /** The same, for an event that changes what the issue says. */
  public static ActionRequest changing(
      ActionRequest request, Optional<Priority> formerPriority, String... formerTeams) {
    Change change = new Change(formerPriority, List.of(formerTeams));
    return request.withDecision(request.decision().withChange(Optional.of(change)));
  }

  /** The same, for an alert that fires for something else now than for {@code former}. */
  public static ActionRequest changing(ActionRequest request, Condition former) {
    Change change = new Change(Optional.empty(), List.of(), Optional.of(former));
    return request.withDecision(request.decision().withChange(Optional.of(change)));
  }

  /** A reopening of {@code issue}, the one of the episode before. */
  public static ActionRequest reopen(long issue) {
    ActionRequest reopen = first(AlertAction.REOPEN);
    return calm(
        reopen.withDecision(
            reopen
                .decision()
                .with()
                .episode(2)
                .formerIssue(Optional.of(new IssueRef(REPO, issue)))
                .build()),
        ReasonCode.FIRES_AFTER_RESOLVE,
        status(1));
  }

  /** An action that a check caused: there is no own event. */
  public static ActionRequest byCheck(ActionRequest request) {
    return reporting(request, false, request.event()).withOwnEvent(Optional.empty());
  }

  /** The same, for an issue that is known to be the only one of its episode. */
  public static ActionRequest checked(ActionRequest request) {
    return request.withDecision(request.decision().withCheckedForDuplicates(true));
  }

  /** The same step of the same execution once more, after it may have written. */
  public static ActionRequest retry(ActionRequest request) {
    return request.withOutcomeUnknown(Optional.of(true));
  }

  /** The claim taken over at {@code now} by a later execution, after it may have written. */
  public static ActionRequest takenOver(ActionRequest request, Instant now) {
    return takenOver(request, Optional.of(new SentWindow(request.claim().claimedAt(), now)), now);
  }

  /** The claim taken over at {@code now}; its earlier attempts may have written in {@code sent}. */
  public static ActionRequest takenOver(
      ActionRequest request, Optional<SentWindow> sent, Instant now) {
    Claim claim = request.claim();
    Claim taken =
        claim
            .with()
            .token(new ClaimToken("other#0"))
            .attempt(claim.attempt() + 1)
            .claimedAt(now)
            .sent(sent)
            .build();
    return request
        .with()
        .decision(request.decision().with().claim(taken).notBefore(now).build())
        .outcomeUnknown(Optional.of(false))
        .executionId("other")
        .executionStartedAt(now)
        .build();
  }

  /** The same action, carried out by an execution that has an event of its own. */
  public static ActionRequest helping(ActionRequest request) {
    AlertEvent own = firing().title("The helper's own alert").build();
    ActionRequest helper =
        request
            .with()
            .ownEvent(Optional.of(own))
            .payload(Optional.of(packed("{\"whose\":\"the helper's\"}")))
            .saidAt(request.saidAt().plusSeconds(1))
            .build();
    return reporting(helper, true, request.event());
  }

  /** The same action, reporting {@code event} instead of the asker's own. */
  public static ActionRequest reporting(ActionRequest request, boolean help, AlertEvent event) {
    return request.withDecision(
        request.decision().with().help(help).event(Optional.of(event)).build());
  }

  /** The same, with the provider's payload of the asker's event. */
  public static ActionRequest withPayload(ActionRequest request, String json) {
    return withPackedPayload(request, packed(json));
  }

  public static ActionRequest withPackedPayload(ActionRequest request, String packed) {
    return request.withPayload(Optional.of(packed));
  }

  private static String packed(String json) {
    return PackedPayload.pack(Json.read(json, JsonNode.class));
  }

  /** A first attempt. */
  public static ActionRequest request(
      AlertAction action, AlertEvent event, Optional<IssueRef> issue) {
    EventId id = EventId.of("6f1d0c1e-" + action, 0);
    Claim claim =
        new Claim(
            id,
            VirtualTime.START,
            new ClaimToken("x#0"),
            1,
            VirtualTime.START,
            Optional.empty(),
            REPO);
    return new ActionRequest(
        new Decision.Act(
            action,
            ReasonCode.FIRST_FIRING,
            "test",
            Fingerprint.of(event),
            1,
            false,
            claim,
            Optional.empty(),
            issue,
            Optional.empty(),
            false,
            VirtualTime.START,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Optional.of(event),
        Optional.empty(),
        VirtualTime.START,
        Optional.of(false),
        EXECUTION,
        VirtualTime.START);
  }
}
