package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.dynamodb.FakeDynamoDb;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.shared.Member;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.text.Sha256;
import software.amazon.awssdk.core.exception.SdkClientException;

/** An alert that joins others: its row, the member book of the shared issue, and its checks. */
class SharedIssueUpdatesTest {
  private static final SharedIssue ISSUE =
      SharedIssue.ofGroup(grouped(firing(T0)), Alerts.REPOSITORY).orElseThrow();
  private static final NextCheck CHECK =
      new NextCheck(new Check(ISSUE.fingerprint(), CheckReason.MEMBER), 5);

  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final DynamoDbAlertStateStore store =
      new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
  private final StateUpdates updates =
      StateUpdates.of(
          store, Budget.DEFAULT, () -> NOW, new Backoff(new SplittableRandom(1), _ -> {}));
  private final Decider decider = new Decider(Alerts.REPOSITORY).sharing();

  private static AlertEvent grouped(AlertEvent event) {
    return event.toBuilder()
        .routing(
            Optional.of(
                Json.read("{\"route\":\"harbor\",\"group\":[\"region=north\"]}", Routing.class)))
        .build();
  }

  private Decision event(int alert, String message, AlertEvent event) {
    return updates.decide(
        decider,
        new DecideRequest(
            EventId.of(message, 0),
            new Fingerprint("%064x".formatted(alert)),
            grouped(event),
            NOW.minusSeconds(1),
            new ClaimToken(message + "#0"),
            NOW));
  }

  private Decision check(String message) {
    return updates.decide(
        decider,
        new DecideRequest(
            EventId.of(message, 0),
            ISSUE.fingerprint(),
            new Trigger.Check(CheckReason.MEMBER),
            NOW,
            new ClaimToken(message + "#0"),
            NOW));
  }

  private MemberBook book() {
    return store.findMembers(ISSUE.fingerprint()).orElseThrow();
  }

  @Test
  void first_that_joins_sends_the_check_that_opens_the_issue() {
    Decision first = event(1, "m1", firing(T0));
    Decision second = event(2, "m2", firing(T0));

    assertThat(first.action()).isEqualTo(AlertAction.JOIN);
    assertThat(first.nextCheck()).contains(CHECK);
    assertThat(second.nextCheck()).isEmpty();
    assertThat(book().members().size()).isEqualTo(2);

    Decision opened = check("c1");

    assertThat(opened.action()).isEqualTo(AlertAction.CREATE);
    assertThat(opened.fingerprint()).isEqualTo(ISSUE.fingerprint());
    assertThat(Alerts.act(opened).status().orElseThrow().sharing().orElseThrow().firing())
        .isEqualTo(2);
    assertThat(book().checkAt()).isEmpty();
  }

  @Test
  void redelivered_message_writes_what_a_crash_kept_back() {
    // The row is written, and then the table fails.
    dynamoDb.beforeNextPut(() -> dynamoDb.failNext(SdkClientException.create("down")));
    assertThatThrownBy(() -> event(1, "m1", firing(T0)))
        .isInstanceOf(StateStoreUnavailableException.class);
    assertThat(store.findMembers(ISSUE.fingerprint())).isEmpty();

    Decision again = event(1, "m1", firing(T0));

    assertThat(again.nextCheck()).contains(CHECK);
    assertThat(book().members().size()).isEqualTo(1);
  }

  @Test
  void resolve_of_the_last_one_closes_the_issue() {
    event(1, "m1", firing(T0));
    Decision.Act create = Alerts.act(check("c1"));
    updates.apply(
        new Recorder(),
        ISSUE.fingerprint(),
        RecordRequest.settle(
            create,
            new Outcome(
                Outcome.Result.DONE,
                Optional.of(new IssueRef(Alerts.REPOSITORY, 3)),
                Optional.empty())));

    Decision last = event(1, "m2", resolved(T0.plusSeconds(60)));

    assertThat(last.action()).isEqualTo(AlertAction.JOIN);
    assertThat(last.nextCheck()).contains(CHECK);
    assertThat(check("c2").action()).isEqualTo(AlertAction.CLOSE);
  }

  @Test
  void check_that_anybody_forges_does_nothing() {
    Decision forged =
        updates.decide(
            decider,
            new DecideRequest(
                EventId.of("f", 0),
                FINGERPRINT,
                new Trigger.Check(CheckReason.MEMBER),
                NOW,
                TOKEN,
                NOW));

    assertThat(forged.action()).isEqualTo(AlertAction.SKIP_STALE);
    assertThat(dynamoDb.puts).isEmpty();
  }

  @Test
  void alert_for_which_an_issue_has_no_room_shares_the_next_part() {
    MemberBook book = MemberBook.empty(ISSUE);
    for (int i = 1; ; i++) {
      Fingerprint other = new Fingerprint("%064x".formatted(1_000 + i));
      SharingAlert alert =
          new SharingAlert(
              SharingAlert.State.FIRING,
              Optional.empty(),
              Sha256.hex("title " + i),
              T0.plusSeconds(i),
              Optional.empty());
      MemberBook.Updated updated =
          book.updated(new Member(other, 1, alert, Optional.empty(), T0), NOW, false);
      if (updated.full()) {
        break;
      }
      book = updated.next();
    }
    store.moveMembers(0, book);

    Decision decision = event(1, "m1", firing(T0));

    SharedIssue part2 = ISSUE.nextPart();
    assertThat(store.find(new Fingerprint("%064x".formatted(1))).orElseThrow().sharedIssue())
        .contains(part2);
    assertThat(decision.nextCheck().orElseThrow().check().fingerprint())
        .isEqualTo(part2.fingerprint());
    assertThat(store.findMembers(part2.fingerprint()).orElseThrow().members().size()).isEqualTo(1);
  }
}
