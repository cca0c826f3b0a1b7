package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_TOKEN;
import static org.pytorch.alerting.decide.Alerts.REPOSITORY;
import static org.pytorch.alerting.decide.Alerts.SAID;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.acted;
import static org.pytorch.alerting.decide.Alerts.atOnce;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.decided;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.incomplete;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.routed;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;

/** What the policy changes about an alert's life. */
class PolicyRulesTest {
  private static final String HARBOR = "\"route\":\"harbor\",\"repository\":\"acme/harbor\"";
  private static final Instant T1 = T0.plusSeconds(600);

  private final Rule<DecideRequest, Decision> decider = atOnce(new Decider(REPOSITORY));

  @Test
  void new_issue_is_opened_where_the_route_says_and_the_row_remembers_the_route() {
    AlertEvent event =
        routed(firing(T0), "{%s,\"lifecycle\":{\"repeats\":\"silent\"}}".formatted(HARBOR));

    StoredAlert row = written(ask(UNKNOWN, event)).next();

    assertThat(acted(ask(UNKNOWN, event)).claim().repository()).isEqualTo("acme/harbor");
    assertThat(row.repository()).contains("acme/harbor");
    assertThat(row.details().route()).contains("harbor");
    assertThat(Json.write(row.details().lifecycle())).isEqualTo("{\"repeats\":\"silent\"}");
    assertThat(row.pending().orElseThrow().event().routing()).isEqualTo(event.routing());
  }

  @Test
  void route_without_a_repository_uses_the_deployments_own() {
    assertThat(
            acted(ask(UNKNOWN, routed(firing(T0), "{\"route\":\"defaults\"}")))
                .claim()
                .repository())
        .isEqualTo(REPOSITORY);
  }

  @Test
  void open_issue_stays_in_its_repository_and_a_new_episode_follows_the_policy() {
    AlertEvent again = routed(firing(T1), "{%s}".formatted(HARBOR));

    assertThat(acted(ask(open().build(), again)).claim().repository()).isEqualTo(REPOSITORY);

    AlertEvent tooLate =
        routed(firing(T1), "{%s,\"lifecycle\":{\"reopen\":\"0\"}}".formatted(HARBOR));
    Decision.Act create = acted(ask(closed().build(), tooLate));
    assertThat(create.action()).isEqualTo(AlertAction.CREATE);
    assertThat(create.claim().repository()).isEqualTo("acme/harbor");
    assertThat(create.formerIssue()).contains(ISSUE);
  }

  @Test
  void attempt_is_repeated_where_its_claim_says_whatever_the_policy_says_by_then() {
    StoredAlert claimed =
        written(ask(UNKNOWN, routed(firing(T0), "{%s}".formatted(HARBOR)))).next();
    Pending failed = claimed.pending().orElseThrow().releasedUnknown(NOW, "no response", false);
    StoredAlert released = claimed.withPending(Optional.of(failed));
    AlertEvent elsewhere = routed(firing(T0), "{\"route\":\"yard\",\"repository\":\"acme/yard\"}");

    Instant later = failed.leaseExpiresAt();
    Decision.Act retried =
        acted(
            decider.apply(
                released,
                new DecideRequest(
                    OTHER_EVENT,
                    released.fingerprint(),
                    elsewhere,
                    later,
                    OTHER_TOKEN,
                    later.minusSeconds(2)),
                later));

    assertThat(retried.claim().repository()).isEqualTo("acme/harbor");
    assertThat(retried.claim().sent()).as("it searches there").isPresent();
  }

  @Test
  void episode_that_may_have_an_issue_stays_where_it_may_be() {
    StoredAlert mayHave =
        open()
            .issue(Optional.empty())
            .repository(Optional.of("acme/harbor"))
            .sent(Optional.of(new SentWindow(T0, T0.plusSeconds(9))))
            .build();
    AlertEvent elsewhere = routed(firing(T1), "{\"route\":\"yard\",\"repository\":\"acme/yard\"}");

    assertThat(acted(ask(mayHave, elsewhere)).claim().repository()).isEqualTo("acme/harbor");
    assertThat(acted(ask(mayHave.withSent(Optional.empty()), elsewhere)).claim().repository())
        .as("after a refusal, which proves that nothing was opened")
        .isEqualTo("acme/yard");
  }

  @Test
  void dropped_alert_has_no_row_and_no_issue() {
    AlertEvent noise = routed(firing(T0), "{\"route\":\"noise\",\"drop\":true}");

    Decision decision = kept(ask(UNKNOWN, noise));

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_POLICY);
    assertThat(decision.code()).isEqualTo(ReasonCode.DROPPED);
    assertThat(decision.reason()).contains("\"noise\"");
    assertThat(kept(ask(closed().build(), noise)).code()).isEqualTo(ReasonCode.DROPPED);
    assertThat(kept(ask(open().build(), noise)).code())
        .as("no comment on an issue that is open")
        .isEqualTo(ReasonCode.DROPPED);
  }

  /**
   * Otherwise a late copy of its firing could open an issue, if a newer policy does not drop it.
   */
  @Test
  void dropped_resolve_is_remembered() {
    AlertEvent resolve = routed(resolved(T1), "{\"route\":\"noise\",\"drop\":true}");
    Transition.Write<Decision> dropped = written(ask(UNKNOWN, resolve));

    assertThat(dropped.answer().action()).isEqualTo(AlertAction.SKIP_POLICY);
    assertThat(dropped.answer().code()).isEqualTo(ReasonCode.DROPPED);
    assertThat(dropped.next().episode()).isZero();
    DecideRequest late =
        new DecideRequest(
            OTHER_EVENT,
            dropped.next().fingerprint(),
            routed(firing(T0), "{\"route\":\"defaults\"}"),
            SAID.minusSeconds(60),
            OTHER_TOKEN,
            NOW);
    assertThat(decided(decider.apply(dropped.next(), late, NOW)).code())
        .isEqualTo(ReasonCode.STALE);
    assertThat(written(ask(closed().build(), resolve)).answer().code())
        .as("after an episode with an issue")
        .isEqualTo(ReasonCode.DROPPED);
  }

  @Test
  void dropped_resolve_of_an_alert_that_the_table_has_lost_closes_its_issue() {
    AlertEvent resolve = routed(resolved(T1), "{\"route\":\"noise\",\"drop\":true}");

    assertThat(
            acted(
                    atOnce(new Decider(REPOSITORY).searchingForUnknownIssues())
                        .apply(UNKNOWN, Alerts.ask(EVENT, resolve, TOKEN), NOW))
                .action())
        .isEqualTo(AlertAction.CLOSE);
  }

  @Test
  void open_issue_is_closed_by_its_resolve_although_its_route_drops_by_now() {
    assertThat(
            acted(ask(open().build(), routed(resolved(T1), "{\"route\":\"noise\",\"drop\":true}")))
                .action())
        .isEqualTo(AlertAction.CLOSE);
  }

  @Test
  void maintenance_withholds_the_issue_until_the_next_event_after_it() {
    AlertEvent during = routed(firing(T0), "{%s,\"maintenance\":\"move\"}".formatted(HARBOR));
    Transition.Write<Decision> withheld = written(ask(UNKNOWN, during));

    assertThat(withheld.answer().action()).isEqualTo(AlertAction.SKIP_POLICY);
    assertThat(withheld.answer().code()).isEqualTo(ReasonCode.MAINTENANCE);
    assertThat(withheld.answer().reason()).contains("\"move\"");
    StoredAlert row = withheld.next();
    assertThat(row.status()).isEqualTo(AlertStatus.OPEN);
    assertThat(row.log().withheld())
        .contains(new Withheld("move", Optional.empty(), Optional.of(during)));
    assertThat(withheld.answer().nextCheck()).as("its end is not known").isEmpty();
    assertThat(row.recentEventIds()).containsExactly(EVENT);

    // A repeat with the time of the first firing, as Grafana sends it.
    DecideRequest repeat =
        new DecideRequest(
            OTHER_EVENT,
            row.fingerprint(),
            routed(firing(T0), "{%s}".formatted(HARBOR)),
            SAID.plusSeconds(300),
            OTHER_TOKEN,
            NOW.plusSeconds(298));
    Transition.Write<Decision> after = written(decider.apply(row, repeat, NOW.plusSeconds(300)));
    assertThat(act(after.answer()).action()).isEqualTo(AlertAction.CREATE);
    assertThat(act(after.answer()).claim().repository()).isEqualTo("acme/harbor");
    assertThat(after.next().log().withheld()).isEmpty();
  }

  @Test
  void alert_that_resolves_within_its_maintenance_never_gets_an_issue() {
    StoredAlert withheld =
        open()
            .issue(Optional.empty())
            .firingAt(Optional.empty())
            .log(
                EpisodeLog.EMPTY.withWithheld(
                    Optional.of(new Withheld("move", Optional.of(NOW), Optional.of(firing(T0))))))
            .build();

    Transition.Write<Decision> decision = written(ask(withheld, resolved(T1)));

    assertThat(decision.answer().action()).isEqualTo(AlertAction.SKIP_POLICY);
    assertThat(decision.answer().code()).isEqualTo(ReasonCode.MAINTENANCE);
    assertThat(decision.next().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(decision.next().log().withheld()).isEmpty();
    assertThat(decision.next().log().dues()).isEmpty();
  }

  @Test
  void firing_without_team_or_priority_is_quarantined_in_a_maintenance_as_at_any_time() {
    AlertEvent during =
        routed(incomplete(firing(T1)), "{\"route\":\"harbor\",\"maintenance\":\"move\"}");

    assertThat(decided(ask(UNKNOWN, during)).action()).isEqualTo(AlertAction.REJECT);
    assertThat(decided(ask(closed().build(), during)).code())
        .as("the alert's team and priority are known")
        .isEqualTo(ReasonCode.MAINTENANCE);
  }

  @Test
  void maintenance_leaves_open_issues_alone() {
    String move = "{\"route\":\"harbor\",\"maintenance\":\"move\"}";

    assertThat(acted(ask(open().build(), routed(firing(T1), move))).action())
        .isEqualTo(AlertAction.COMMENT);
    assertThat(acted(ask(open().build(), routed(resolved(T1), move))).action())
        .isEqualTo(AlertAction.CLOSE);
  }

  @Test
  void resolve_is_a_comment_if_the_route_never_closes() {
    StoredAlert never =
        written(
                ask(
                    UNKNOWN,
                    routed(
                        firing(T0), "{\"route\":\"harbor\",\"lifecycle\":{\"close\":\"never\"}}")))
            .next()
            .withPending(Optional.empty())
            .withIssue(Optional.of(ISSUE));
    DecideRequest resolve =
        new DecideRequest(
            OTHER_EVENT,
            never.fingerprint(),
            // Providers leave labels out of a resolve, so it may have another route.
            routed(resolved(T1), "{\"route\":\"defaults\"}"),
            SAID.plusSeconds(9),
            OTHER_TOKEN,
            NOW);

    Transition.Write<Decision> decision =
        written(decider.apply(never, resolve, NOW.plusSeconds(10)));

    assertThat(act(decision.answer()).action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.answer().code()).isEqualTo(ReasonCode.RESOLVED);
    assertThat(decision.next().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(decision.next().details().route()).as("the firing's").contains("harbor");
  }

  @Test
  void policys_team_and_priority_come_after_the_senders_and_the_alerts_known_ones() {
    String triage = "{\"route\":\"defaults\",\"team\":\"triage\",\"priority\":\"P3\"}";
    AlertEvent nameless = routed(incomplete(firing(T0)), triage);

    Decision.Act created = acted(ask(UNKNOWN, nameless));
    assertThat(created.action()).isEqualTo(AlertAction.CREATE);
    assertThat(created.event()).as("the caller can complete it itself").isEmpty();
    StoredAlert row = written(ask(UNKNOWN, nameless)).next();
    assertThat(row.details().teams()).containsExactly("triage");
    assertThat(row.details().priority()).contains(Priority.P3);

    AlertEvent repeated =
        acted(ask(open().build(), routed(incomplete(firing(T1)), triage))).event().orElseThrow();
    assertThat(repeated.teams()).as("known").isEqualTo(firing(T0).teams());
    assertThat(repeated.priority()).isEqualTo(firing(T0).priority());
  }

  @Test
  void half_a_default_does_not_open_an_issue() {
    assertThat(
            decided(
                    ask(
                        UNKNOWN,
                        routed(
                            incomplete(firing(T0)),
                            "{\"route\":\"defaults\",\"team\":\"triage\"}")))
                .action())
        .isEqualTo(AlertAction.REJECT);
  }

  private Transition<Decision> ask(StoredAlert row, AlertEvent event) {
    return decider.apply(row, Alerts.ask(EVENT, event, TOKEN), NOW);
  }
}
