package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.SAID;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.incomplete;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.pending;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.routed;
import static org.pytorch.alerting.decide.Alerts.seenClosed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.dynamodb.FakeDynamoDb;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.shared.Memberships;
import org.pytorch.alerting.decide.storm.PlaceRequest;
import org.pytorch.alerting.decide.storm.Places;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.decide.turn.Turns;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.RecordedLog;

/** Every reason is given by some decision: a dashboard that counts one does not count nothing. */
class ReasonCodesTest {
  private static final Instant T1 = T0.plusSeconds(600);

  /**
   * @param event absent for a check
   */
  private record Case(Optional<StoredAlert> row, Optional<AlertEvent> event) {}

  @ParameterizedTest
  @EnumSource
  void each_reason_is_answered_and_counted(ReasonCode code) {
    FakeDynamoDb dynamoDb = new FakeDynamoDb();
    Case given = given(code);
    given.row().ifPresent(dynamoDb::holdRow);
    DynamoDbAlertStateStore store = new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
    RecordedLog printed = new RecordedLog();
    Host host = printed.host(() -> NOW);
    Backoff backoff = new Backoff(new SplittableRandom(1), _ -> {});
    Turns turns = new Turns(store, Budget.DEFAULT, host.clock(), backoff);
    if (code == ReasonCode.NO_TURN) {
      turns.silence(NOW.plusSeconds(60), NOW);
    }
    Places places = new Places(store, host.clock(), backoff);
    places.take(
        PlaceRequest.of(new Fingerprint("b2".repeat(32)), 1, firing(T0), Alerts.REPOSITORY), NOW);
    StateUpdates updates =
        new StateUpdates(
            store,
            turns,
            places,
            new Memberships(store, host.clock(), backoff),
            host.clock(),
            backoff);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();

    new DecideHandler(
            new DecideHandler.Wiring(host, () -> updates, new Decider(Alerts.REPOSITORY).sharing()))
        .handleRequest(
            new ByteArrayInputStream(input(code, given.event()).getBytes(StandardCharsets.UTF_8)),
            answer,
            null);

    JsonNode decision = Json.read(answer.toString(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(decision.path("code").asText()).isEqualTo(code.name());
    assertThat(printed.text().lines())
        .filteredOn(line -> line.contains("\"DecisionReasons\":1"))
        .singleElement()
        .asString()
        .contains("\"reason\":\"" + code + "\"");
  }

  private static String input(ReasonCode code, Optional<AlertEvent> event) {
    Instant begun = code == ReasonCode.NO_TIME ? NOW.minusSeconds(151) : NOW;
    Trigger trigger =
        event
            .<Trigger>map(Trigger.Event::new)
            .orElseGet(() -> new Trigger.Check(CheckReason.REFRESH));
    ObjectNode input =
        Alerts.input(new DecideRequest(EVENT, FINGERPRINT, trigger, SAID, TOKEN, begun));
    return (code == ReasonCode.UNREADABLE ? input.putNull("event") : input).toString();
  }

  private static Case given(ReasonCode code) {
    StoredAlertBuilder noIssue = open().issue(Optional.empty());
    return switch (code) {
      case FIRST_FIRING, UNREADABLE, NO_TURN, NO_TIME -> fresh(firing(T0));
      case STILL_FIRING -> on(open(), firing(T0));
      case FIRES_AGAIN -> on(open(), firing(T1));
      case REMINDER -> on(open().firstSeenAt(NOW.minus(Duration.ofDays(1))), firing(T0));
      case CHANGED ->
          on(
              open().log(TOLD_P1),
              firing(T0).toBuilder().priority(Optional.of(Priority.P0)).build());
      case FLAP ->
          on(closed().log(TOLD_P1.withCloseDueAt(Optional.of(NOW.plusSeconds(60)))), firing(T1));
      case HELD -> on(open().log(TOLD_P1.flapped(NOW).flapped(NOW)), resolved(T1));
      case HOLD_OVER ->
          check(closed().log(TOLD_P1.resolved(resolved(T1)).withCloseDueAt(Optional.of(NOW))));
      case ONE_SHOT_OVER -> check(open().log(TOLD_P1.withCloseDueAt(Optional.of(NOW))));
      case REFRESH -> check(open().log(TOLD_P1.withRefreshDueAt(Optional.of(NOW))));
      case NOTHING_DUE -> check(open());
      case GROUPED ->
          fresh(routed(firing(T0), "{\"route\": \"r\", \"group\": [\"region=north\"]}"));
      case RULE_STORM -> fresh(Alerts.living(firing(T0), "\"storm\": {\"per_rule\": 1}"));
      case REPOSITORY_STORM ->
          fresh(
              Alerts.living(
                  firing(T0).toBuilder().title("Another rule").build(),
                  "\"storm\": {\"issues\": 1}"));
      case PRIORITY_RISEN ->
          on(
              seenClosed().log(TOLD_P1),
              firing(T0).toBuilder().priority(Optional.of(Priority.P0)).build());
      case NO_ISSUE_YET -> on(noIssue, firing(T1));
      case FIRES_AFTER_RESOLVE -> on(closed(), firing(T1));
      case FIRES_AFTER_MANUAL_CLOSE -> on(seenClosed(), firing(T1));
      case RESOLVED -> on(open(), resolved(T1));
      case ALREADY_RESOLVED -> on(closed(), resolved(T1));
      case NEVER_FIRED -> fresh(resolved(T1));
      case DUPLICATE -> on(open().recentEventIds(List.of(EVENT)), firing(T1));
      case STALE -> on(closed().lastSaidAt(NOW), firing(T0));
      case CLOSED_BY_PERSON -> on(seenClosed(), firing(T0));
      case DROPPED -> fresh(routed(firing(T0), "{\"route\": \"noise\", \"drop\": true}"));
      case MAINTENANCE ->
          fresh(routed(firing(T0), "{\"route\": \"harbor\", \"maintenance\": \"move\"}"));
      case MAINTENANCE_OVER ->
          check(
              noIssue.log(
                  EpisodeLog.EMPTY
                      .fired(firing(T0))
                      .withWithheld(
                          Optional.of(
                              new Withheld("move", Optional.of(NOW), Optional.of(firing(T0)))))));
      case INCOMPLETE -> fresh(incomplete(firing(T0)));
      case ALREADY_CLAIMED -> on(open().pending(Optional.of(ours())), firing(T0));
      case UNFINISHED ->
          on(open().pending(Optional.of(abandoned(AlertAction.COMMENT))), firing(T1));
      case GIVEN_UP ->
          on(
              open()
                  .pending(
                      Optional.of(pending(AlertAction.COMMENT).releasedUnsent(NOW, "422", true))),
              firing(T1));
      case MAYBE_LATE -> on(closed(), firing(T0));
    };
  }

  private static final EpisodeLog TOLD_P1 =
      EpisodeLog.EMPTY.fired(firing(T0)).withTold(Optional.of(Told.of(firing(T0))));

  private static Case check(StoredAlertBuilder row) {
    return new Case(Optional.of(row.build()), Optional.empty());
  }

  private static Pending ours() {
    Pending left = abandoned(AlertAction.COMMENT);
    return left.takenOverBy(TOKEN, NOW, NOW, Decider.LEASE);
  }

  private static Case on(StoredAlertBuilder row, AlertEvent event) {
    return new Case(Optional.of(row.build()), Optional.of(event));
  }

  private static Case fresh(AlertEvent event) {
    return new Case(Optional.empty(), Optional.of(event));
  }
}
