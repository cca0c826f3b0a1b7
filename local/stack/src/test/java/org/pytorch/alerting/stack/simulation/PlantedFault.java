package org.pytorch.alerting.stack.simulation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.DecideRequest;
import org.pytorch.alerting.decide.Decider;
import org.pytorch.alerting.decide.Rule;
import org.pytorch.alerting.decide.StoredAlert;
import org.pytorch.alerting.decide.StoredAlertBuilder;
import org.pytorch.alerting.decide.Transition;
import org.pytorch.alerting.github.IssueActions;
import org.pytorch.alerting.github.http.GitHubTransport;
import org.pytorch.alerting.github.http.HttpAnswer;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.stack.virtual.Wiring;
import org.pytorch.alerting.starter.MessageQueue;
import org.pytorch.alerting.starter.WorkflowResult;

/** Faults in the pipeline itself, which the simulation must find. */
enum PlantedFault {
  NONE,
  LEASE_SHORTER_THAN_AN_EXECUTION,
  MARKER_NOT_SEARCHED_ON_A_RETRY,
  SEARCHED_BEFORE_THE_LAG_IS_OVER,
  EVENT_IDS_NOT_REMEMBERED,
  DUPLICATE_DELIVERY_COMMENTS_AGAIN,
  ACKNOWLEDGED_BEFORE_RECORDED,
  MANUALLY_CLOSED_NEVER_READ,
  ONE_FAILED_ALERT_FAILS_ITS_SIBLINGS,
  VISIBILITY_NOT_EXTENDED;

  /** {@return the wiring with this fault in it} */
  Wiring plant(Wiring wiring) {
    return switch (this) {
      case NONE -> wiring;
      case LEASE_SHORTER_THAN_AN_EXECUTION ->
          wiring.decider(_ -> new Decider(Duration.ofSeconds(2)));
      case MARKER_NOT_SEARCHED_ON_A_RETRY -> wiring.gitHubFunction(PlantedFault::forgetful);
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
                  (name, input, trace) ->
                      workflows
                          .start(name, input, trace)
                          .thenApply(_ -> new WorkflowResult.Succeeded(name)));
      case MANUALLY_CLOSED_NEVER_READ -> wiring.decider(PlantedFault::blindToPeople);
      case ONE_FAILED_ALERT_FAILS_ITS_SIBLINGS -> wiring.definition(PlantedFault::failingMap);
      case VISIBILITY_NOT_EXTENDED -> wiring.queue(PlantedFault::impatient);
    };
  }

  /** {@return what this fault puts between the client and GitHub} */
  UnaryOperator<GitHubTransport> transport() {
    return switch (this) {
      case MANUALLY_CLOSED_NEVER_READ -> PlantedFault::showingEveryIssueOpen;
      case SEARCHED_BEFORE_THE_LAG_IS_OVER -> ListsOnly::new;
      default -> UnaryOperator.identity();
    };
  }

  private static RequestStreamHandler forgetful(RequestStreamHandler handler) {
    return (input, output, context) -> {
      ObjectNode request =
          (ObjectNode)
              Json.read(new String(input.readAllBytes(), StandardCharsets.UTF_8), JsonNode.class);
      request.put("retry_count", 0);
      ((ObjectNode) request.at("/decision/claim")).put("attempt", 1);
      handler.handleRequest(
          new ByteArrayInputStream(Json.write(request).getBytes(StandardCharsets.UTF_8)),
          output,
          context);
    };
  }

  private static Rule<DecideRequest, Decision> withoutMemory(
      Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) ->
        decider.apply(
            stored.map(row -> new Copy(row).builder().recentEventIds(List.of()).build()),
            request,
            now);
  }

  private static <Q, A> Rule<Q, A> writtenWithoutIds(Rule<Q, A> rule) {
    return (stored, request, now) ->
        rule.apply(stored, request, now) instanceof Transition.Write<A>(StoredAlert next, A answer)
            ? new Transition.Write<>(
                new Copy(next).builder().recentEventIds(List.of()).build(), answer)
            : rule.apply(stored, request, now);
  }

  private static Rule<DecideRequest, Decision> blindToPeople(
      Rule<DecideRequest, Decision> decider) {
    return (stored, request, now) ->
        decider.apply(
            stored.map(row -> new Copy(row).builder().manuallyClosedAt(Optional.empty()).build()),
            request,
            now);
  }

  /** Builds the same row again, to change something of it. */
  private record Copy(StoredAlert row) {
    StoredAlertBuilder builder() {
      return new StoredAlertBuilder(row.fingerprint())
          .version(row.version())
          .status(row.status())
          .episode(row.episode())
          .lastProviderStateAt(row.lastProviderStateAt())
          .lastSaidAt(row.lastSaidAt())
          .episodeSaidAt(row.episodeSaidAt())
          .firingAt(row.firingAt())
          .issue(row.issue())
          .formerIssue(row.formerIssue())
          .checkedForDuplicates(row.checkedForDuplicates())
          .sent(row.sent())
          .manuallyClosedAt(row.manuallyClosedAt())
          .seenClosedBy(row.seenClosedBy())
          .firstSeenAt(row.firstSeenAt())
          .lastSeenAt(row.lastSeenAt())
          .lastCommentAt(row.lastCommentAt())
          .ttlExpiresAt(row.ttlExpiresAt())
          .details(row.details())
          .recentEventIds(row.recentEventIds())
          .pending(row.pending());
    }
  }

  private static GitHubTransport showingEveryIssueOpen(GitHubTransport transport) {
    return request -> {
      HttpAnswer answer = transport.send(request);
      return request.method().equals("GET") && request.uri().getPath().matches(".*/issues/\\d+")
          ? new HttpAnswer(
              answer.status(),
              answer.headers(),
              answer.body().replace("\"state\":\"closed\"", "\"state\":\"open\""))
          : answer;
    };
  }

  private static String failingMap(String definition) {
    JsonNode machine = Json.read(definition, JsonNode.class);
    ObjectNode states = (ObjectNode) machine.at("/States/For each alert/ItemProcessor/States");
    states.set(
        "Alert failed",
        Json.mapper().createObjectNode().put("Type", "Fail").put("Error", "AlertsFailed"));
    return Json.write(machine);
  }

  private static MessageQueue impatient(MessageQueue queue) {
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
