package org.pytorch.alerting.simulation.planted;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.github.action.IssueActions;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.starter.queue.MessageQueue;
import org.pytorch.alerting.starter.workflow.WorkflowResult;

/** Faults in the pipeline that the simulation must find. */
public enum PlantedFault {
  NONE(1),
  LEASE_SHORTER_THAN_AN_EXECUTION(37),
  MARKER_NOT_SEARCHED_ON_A_RETRY(1),
  SEARCHED_BEFORE_THE_LAG_IS_OVER(10),
  EVENT_IDS_NOT_REMEMBERED(8),
  DUPLICATE_DELIVERY_COMMENTS_AGAIN(8),
  ACKNOWLEDGED_BEFORE_RECORDED(1),
  MANUALLY_CLOSED_NEVER_READ(1),
  ONE_FAILED_ALERT_FAILS_ITS_SIBLINGS(7),
  VISIBILITY_NOT_EXTENDED(1),
  PROVIDERS_CLOCK_ALONE_DECIDES(1),
  EVERY_LATE_FIRING_IS_STALE(1),
  NEWER_FIRING_LEFT_ALONE_AFTER_A_MANUAL_CLOSE(68),
  REOPENED_ISSUE_NOT_CHECKED(67),
  SAID_AT_LOST_ON_A_REDRIVE(171),
  UNKNOWN_OUTCOME_COUNTS_AS_NOTHING_SENT(1),
  REFUSED_ACTION_RETRIED_FOREVER(66),
  GIVEN_UP_EVENT_NOT_QUARANTINED(66),
  GIVEN_UP_CLOSE_LEAVES_THE_ROW_CLOSED(197),
  MARKER_COUNTS_ON_THE_LAST_LINE_ONLY(4),
  EVERY_BOTS_ISSUE_COUNTS_AS_OURS(251),
  BOTS_CLOSE_COUNTS_AS_A_PERSONS(8),
  STALE_COMMENT_COUNT_COMPARED(999);

  private static final Optional<Instant> FAR = Optional.of(Instant.parse("2999-01-01T00:00:00Z"));

  private final long firstSeed;

  /**
   * @param firstSeed the first seed to try, whose world showed the fault when it was planted. A
   *     change of the simulation makes other worlds, so the search goes on from there.
   */
  PlantedFault(long firstSeed) {
    this.firstSeed = firstSeed;
  }

  /** {@return the first seed to try; finding a rare fault from seed 1 would take minutes} */
  public long firstSeed() {
    return firstSeed;
  }

  /** {@return the wiring with this fault} */
  public Wiring plant(Wiring wiring) {
    return switch (this) {
      case NONE -> wiring;
      case LEASE_SHORTER_THAN_AN_EXECUTION ->
          wiring.decider(_ -> new Decider(VirtualPipeline.REPO, Duration.ofSeconds(2)));
      case MARKER_NOT_SEARCHED_ON_A_RETRY ->
          wiring.gitHubFunction(PlantedFault::alwaysFirstAttempt);
      case SEARCHED_BEFORE_THE_LAG_IS_OVER ->
          wiring.gitHubPause(
              pause ->
                  duration ->
                      pause.of(duration.equals(IssueActions.LIST_LAG) ? Duration.ZERO : duration));
      case EVENT_IDS_NOT_REMEMBERED ->
          wiring.decider(PlantedFault::withoutMemory).recorder(PlantedFault::writtenWithoutIds);
      case DUPLICATE_DELIVERY_COMMENTS_AGAIN -> wiring.decider(PlantedFault::withoutMemory);
      case ACKNOWLEDGED_BEFORE_RECORDED ->
          wiring.workflows(
              workflows ->
                  execution ->
                      workflows
                          .start(execution)
                          .thenApply(_ -> new WorkflowResult.Succeeded(execution.name())));
      case MANUALLY_CLOSED_NEVER_READ -> wiring.decider(PlantedFault::withoutManualClose);
      case ONE_FAILED_ALERT_FAILS_ITS_SIBLINGS ->
          wiring.definition(PlantedFault::failingWithItsSiblings);
      case VISIBILITY_NOT_EXTENDED -> wiring.queue(PlantedFault::withoutVisibility);
      case PROVIDERS_CLOCK_ALONE_DECIDES -> wiring.decider(PlantedFault::byProvidersClock);
      case EVERY_LATE_FIRING_IS_STALE -> wiring.decider(PlantedFault::withoutLateCopies);
      case NEWER_FIRING_LEFT_ALONE_AFTER_A_MANUAL_CLOSE ->
          wiring.decider(
              decider -> onRow(decider, row -> row.isManuallyClosed(), b -> b.firingAt(FAR)));
      case REOPENED_ISSUE_NOT_CHECKED ->
          wiring.decider(decider -> onRow(decider, _ -> true, PlantedFault::withoutFormerIssue));
      case SAID_AT_LOST_ON_A_REDRIVE -> wiring.definition(PlantedFault::withoutSaidAt);
      case UNKNOWN_OUTCOME_COUNTS_AS_NOTHING_SENT ->
          wiring
              .definition(PlantedFault::withoutUnknownOutcomes)
              .recorder(PlantedFault::withoutSent);
      case REFUSED_ACTION_RETRIED_FOREVER -> wiring.recorder(PlantedFault::retryingForever);
      case GIVEN_UP_EVENT_NOT_QUARANTINED ->
          wiring.definition(PlantedFault::givingUpWithoutQuarantine);
      case GIVEN_UP_CLOSE_LEAVES_THE_ROW_CLOSED -> wiring.recorder(PlantedFault::closedWhenGivenUp);
      case MARKER_COUNTS_ON_THE_LAST_LINE_ONLY,
          EVERY_BOTS_ISSUE_COUNTS_AS_OURS,
          BOTS_CLOSE_COUNTS_AS_A_PERSONS,
          STALE_COMMENT_COUNT_COMPARED ->
          wiring;
    };
  }

  /** {@return the wrapper that this fault puts around GitHub} */
  public UnaryOperator<GitHubTransport> transport() {
    return switch (this) {
      case MANUALLY_CLOSED_NEVER_READ -> PlantedFault::showingEveryIssueOpen;
      case SEARCHED_BEFORE_THE_LAG_IS_OVER -> ListsOnly::new;
      case MARKER_COUNTS_ON_THE_LAST_LINE_ONLY -> changingIssues(PlantedFault::withoutInnerMarker);
      case EVERY_BOTS_ISSUE_COUNTS_AS_OURS -> changingIssues(PlantedFault::byOurApp);
      case BOTS_CLOSE_COUNTS_AS_A_PERSONS -> changingIssues(PlantedFault::closedByPerson);
      case STALE_COMMENT_COUNT_COMPARED -> StaleCounts::new;
      default -> UnaryOperator.identity();
    };
  }

  private static RequestStreamHandler alwaysFirstAttempt(RequestStreamHandler handler) {
    return (input, output, context) -> {
      ObjectNode request =
          (ObjectNode)
              Json.read(new String(input.readAllBytes(), StandardCharsets.UTF_8), JsonNode.class);
      request.put("outcome_unknown", false);
      ((ObjectNode) request.at("/decision/claim")).put("attempt", 1).remove("sent");
      handler.handleRequest(
          new ByteArrayInputStream(Json.write(request).getBytes(StandardCharsets.UTF_8)),
          output,
          context);
    };
  }

  private static Rule<DecideRequest, Decision> withoutMemory(
      Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) ->
        decider.apply(stored.withRecentEventIds(List.of()), request, now);
  }

  private static <Q, A> Rule<Q, A> writtenWithoutIds(Rule<Q, A> rule) {
    return (stored, request, now) ->
        rule.apply(stored, request, now)
                instanceof Transition.Write<A>(StoredAlert next, A response)
            ? new Transition.Write<>(next.with().recentEventIds(List.of()).build(), response)
            : rule.apply(stored, request, now);
  }

  private static Rule<DecideRequest, Decision> withoutManualClose(
      Rule<DecideRequest, Decision> decider) {
    return onRow(decider, _ -> true, row -> row.manuallyClosedAt(Optional.empty()));
  }

  private static Rule<DecideRequest, Decision> onRow(
      Rule<DecideRequest, Decision> decider,
      Predicate<StoredAlert> which,
      UnaryOperator<StoredAlertBuilder> change) {
    return (stored, request, now) ->
        decider.apply(
            which.test(stored) ? change.apply(stored.with()).build() : stored, request, now);
  }

  private static StoredAlertBuilder withoutFormerIssue(StoredAlertBuilder row) {
    // An issue closed by a person becomes the former one when the next episode begins.
    return row.build().isManuallyClosed()
        ? row.formerIssue(Optional.empty()).issue(Optional.empty())
        : row.formerIssue(Optional.empty());
  }

  private static Rule<DecideRequest, Decision> byProvidersClock(
      Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) -> {
      DecideRequest said =
          new DecideRequest(
              request.eventId(),
              request.fingerprint(),
              request.event(),
              request.event().occurredAt(),
              request.token(),
              request.executionStartedAt());
      return decider.apply(stored, said, now);
    };
  }

  /** The rule from before the reorder window: an event that is not newer is stale. */
  private static Rule<DecideRequest, Decision> withoutLateCopies(
      Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) ->
        Optional.of(stored)
            .filter(row -> !row.isUnknown())
            .filter(row -> row.pending().isEmpty() && row.status() == AlertStatus.CLOSED)
            .filter(row -> request.event().state() == AlertState.FIRING)
            .filter(row -> !request.event().occurredAt().isAfter(row.lastProviderStateAt()))
            .<Transition<Decision>>map(row -> new Transition.Keep<>(stale(row)))
            .orElseGet(() -> decider.apply(stored, request, now));
  }

  private static Decision stale(StoredAlert row) {
    return new Decision.Skip(
        AlertAction.SKIP_STALE,
        ReasonCode.STALE,
        "The alert has a newer state.",
        row.fingerprint(),
        row.episode(),
        row.issue());
  }

  /** Changes the claim in the rows that a rule writes. */
  private static <Q, A> Rule<Q, A> onPending(
      Rule<Q, A> rule, BiFunction<Optional<Pending>, Pending, Pending> change) {
    return (stored, request, now) ->
        rule.apply(stored, request, now)
                instanceof Transition.Write<A>(StoredAlert next, A response)
            ? new Transition.Write<>(
                next.with()
                    .pending(next.pending().map(pending -> change.apply(stored.pending(), pending)))
                    .build(),
                response)
            : rule.apply(stored, request, now);
  }

  private static <Q, A> Rule<Q, A> withoutSent(Rule<Q, A> rule) {
    return onPending(
        rule,
        (before, pending) ->
            copy(pending, pending.attempt(), before.flatMap(Pending::sent), pending.refused()));
  }

  private static Rule<RecordRequest, Recorded> retryingForever(
      Rule<RecordRequest, Recorded> recorder) {
    Rule<RecordRequest, Recorded> rule =
        onPending(recorder, (_, pending) -> copy(pending, 1, pending.sent(), false));
    return (stored, request, now) ->
        rule.apply(stored, request, now)
                    instanceof Transition.Write<Recorded>(StoredAlert next, Recorded response)
                && request.error().isPresent()
            ? new Transition.Write<>(next, failedForNow(response))
            : rule.apply(stored, request, now);
  }

  private static Recorded failedForNow(Recorded recorded) {
    return new Recorded(
        recorded.result(),
        Optional.empty(),
        recorded.fingerprint(),
        recorded.eventId(),
        recorded.action(),
        recorded.episode(),
        recorded.issue());
  }

  private static Pending copy(
      Pending pending, int attempt, Optional<SentWindow> sent, boolean refused) {
    return pending.with().attempt(attempt).sent(sent).refused(refused).build();
  }

  private static Rule<RecordRequest, Recorded> closedWhenGivenUp(
      Rule<RecordRequest, Recorded> recorder) {
    return (stored, request, now) ->
        recorder.apply(stored, request, now)
                    instanceof Transition.Write<Recorded>(StoredAlert next, Recorded response)
                && request.outcome().filter(o -> o.result() == Outcome.Result.GIVEN_UP).isPresent()
                && stored.pending().orElseThrow().action() == AlertAction.CLOSE
            ? new Transition.Write<>(next.with().status(AlertStatus.CLOSED).build(), response)
            : recorder.apply(stored, request, now);
  }

  private static GitHubTransport showingEveryIssueOpen(GitHubTransport transport) {
    return request -> {
      GitHubResponse response = transport.send(request);
      return request.method().equals("GET") && request.uri().getPath().matches(".*/issues/\\d+")
          ? new GitHubResponse(
              response.status(),
              response.headers(),
              response.body().replace("\"state\":\"closed\"", "\"state\":\"open\""))
          : response;
    };
  }

  /** Changes every issue in GitHub's responses. */
  private static UnaryOperator<GitHubTransport> changingIssues(Consumer<ObjectNode> change) {
    return transport ->
        request -> {
          GitHubResponse response = transport.send(request);
          if (!request.method().equals("GET")
              || response.status() != 200
              || !request.uri().getPath().matches(".*/issues(/\\d+)?")) {
            return response;
          }
          JsonNode shown = Json.read(response.body(), JsonNode.class);
          (shown.isArray() ? shown.valueStream() : Stream.of(shown))
              .forEach(issue -> change.accept((ObjectNode) issue));
          return new GitHubResponse(response.status(), response.headers(), Json.write(shown));
        };
  }

  private static void withoutInnerMarker(ObjectNode issue) {
    String body = issue.path("body").asText("");
    if (!body.stripTrailing().endsWith("-->")) {
      issue.put("body", body.replace("<!--", "< !--"));
    }
  }

  private static void byOurApp(ObjectNode issue) {
    if (issue.at("/user/type").asText().equals("Bot")) {
      ((ObjectNode) issue.path("user")).put("login", "alert-pipeline[bot]");
      issue.remove("performed_via_github_app");
    }
  }

  private static void closedByPerson(ObjectNode issue) {
    if (issue.at("/closed_by/login").asText().equals(VirtualPipeline.BOT.login())) {
      ((ObjectNode) issue.path("closed_by")).put("type", "User");
    }
  }

  private static String failingWithItsSiblings(String definition) {
    return withState(
        definition,
        "Alert failed",
        Json.mapper().createObjectNode().put("Type", "Fail").put("Error", "AlertsFailed"));
  }

  private static String withoutSaidAt(String definition) {
    JsonNode machine = Json.read(definition, JsonNode.class);
    machine
        .findParents("said_at")
        .forEach(attributes -> ((ObjectNode) attributes).remove("said_at"));
    return Json.write(machine);
  }

  private static String withoutUnknownOutcomes(String definition) {
    ObjectNode state = Json.mapper().createObjectNode();
    state.put("Type", "Pass").put("Result", false);
    state.put("ResultPath", "$.decision.outcome_unknown").put("Next", "Try GitHub again?");
    return withState(definition, "Outcome unknown", state);
  }

  private static String givingUpWithoutQuarantine(String definition) {
    ObjectNode state = Json.mapper().createObjectNode();
    state.put("Type", "Pass");
    state.putObject("Result").putObject("outcome").put("result", "given_up");
    state.put("ResultPath", "$.alert").put("Next", "Record outcome");
    return withState(definition, "Quarantine action", state);
  }

  private static String withState(String definition, String name, ObjectNode state) {
    JsonNode machine = Json.read(definition, JsonNode.class);
    ((ObjectNode) machine.at("/States/For each alert/ItemProcessor/States")).set(name, state);
    return Json.write(machine);
  }

  private static MessageQueue withoutVisibility(MessageQueue queue) {
    return new MessageQueue() {
      @Override
      public void changeVisibility(String receiptHandle, Duration timeout) {
        queue.changeVisibility(receiptHandle, Duration.ZERO);
      }

      @Override
      public void sendToDeadLetterQueue(String body, Map<String, String> attributes) {
        queue.sendToDeadLetterQueue(body, attributes);
      }
    };
  }
}
