package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.REPOSITORY;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.decided;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.grant;
import static org.pytorch.alerting.decide.Alerts.incomplete;
import static org.pytorch.alerting.decide.Alerts.living;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.decide.shared.Member;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;

/** When an alert shares an issue, and what that issue does. */
class SharingTest {
  private static final Instant T1 = T0.plusSeconds(600);
  private static final Decider DECIDER = new Decider(REPOSITORY).sharing();
  private static final SharedIssue OF_RULE = SharedIssue.ofRule(firing(T0), REPOSITORY);

  private static Transition<Decision> decide(StoredAlert row, DecideRequest request, Place place) {
    Transition<Decision> transition = DECIDER.apply(row, request, NOW);
    if (transition instanceof Transition.TakePlace<Decision>(var _, var then)) {
      transition = then.apply(place);
    }
    return grant(transition, new Turn.Granted(NOW));
  }

  /** An alert that fires in the issue that it shares. */
  private static StoredAlertBuilder member() {
    return open()
        .issue(Optional.empty())
        .firingAt(Optional.empty())
        .sharedIssue(Optional.of(OF_RULE));
  }

  @Test
  void alert_with_a_place_gets_an_issue_of_its_own() {
    Transition<Decision> asked = DECIDER.apply(UNKNOWN, ask(firing(T0)), NOW);

    assertThat(asked).isInstanceOf(Transition.TakePlace.class);
    assertThat(decided(decide(UNKNOWN, ask(firing(T0)), Place.GRANTED)).action())
        .isEqualTo(AlertAction.CREATE);
  }

  @ParameterizedTest
  @EnumSource(names = "GRANTED", mode = EnumSource.Mode.EXCLUDE)
  void alert_without_a_place_joins_and_its_row_names_the_issue(Place place) {
    Transition.Write<Decision> write = written(decide(UNKNOWN, ask(firing(T0)), place));

    assertThat(write.answer().action()).isEqualTo(AlertAction.JOIN);
    assertThat(write.answer().code())
        .isEqualTo(place == Place.RULE_FULL ? ReasonCode.RULE_STORM : ReasonCode.REPOSITORY_STORM);
    assertThat(write.next().status()).isEqualTo(AlertStatus.OPEN);
    assertThat(write.next().pending()).isEmpty();
    assertThat(write.next().recentEventIds()).hasSize(1);
    assertThat(write.next().sharedIssue())
        .contains(
            place == Place.RULE_FULL ? OF_RULE : SharedIssue.ofRepository(firing(T0), REPOSITORY));
    assertThat(write.next().asMember().alert().state()).isEqualTo(SharingAlert.State.FIRING);
  }

  @Test
  void alert_whose_route_groups_joins_without_asking_for_a_place() {
    AlertEvent grouped = grouped(firing(T0), "labels.site=north");

    Transition.Write<Decision> write = written(DECIDER.apply(UNKNOWN, ask(grouped), NOW));

    assertThat(write.answer().code()).isEqualTo(ReasonCode.GROUPED);
    SharedIssue issue = write.next().sharedIssue().orElseThrow();
    assertThat(issue.title()).isEqualTo("harbor");
    assertThat(issue.subject()).contains("labels.site=north");
    assertThat(issue.routing().flatMap(Routing::group)).isEmpty();
    assertThat(issue.fingerprint())
        .isNotEqualTo(
            SharedIssue.ofGroup(grouped(firing(T0), "labels.site"), REPOSITORY)
                .orElseThrow()
                .fingerprint());
  }

  @Test
  void rule_that_cannot_be_evaluated_joins_the_others_of_its_data_source() {
    AlertEvent unknown =
        firing(T0).toBuilder()
            .condition(Optional.of(Condition.ERROR))
            .reason(Optional.of("connection refused"))
            .dataSource(Optional.of("prom1"))
            .build();

    Transition.Write<Decision> write = written(DECIDER.apply(UNKNOWN, ask(unknown), NOW));

    assertThat(write.answer().action()).isEqualTo(AlertAction.JOIN);
    assertThat(write.answer().code()).isEqualTo(ReasonCode.GROUPED);
    SharedIssue issue = write.next().sharedIssue().orElseThrow();
    assertThat(issue.title()).isEqualTo("Data source prom1");
    MemberBook book = MemberBook.empty(issue).updated(write.next().asMember(), NOW, true).next();
    assertThat(book.event().condition()).contains(Condition.NO_DATA);
    assertThat(book.event().reason()).contains("connection refused");
    assertThat(book.sharing().shown().getFirst().rule()).isEqualTo(unknown.links().sourceUrl());
    assertThat(Fingerprint.of(book.event())).isEqualTo(issue.fingerprint());
  }

  @Test
  void one_name_of_a_data_source_in_two_organisations_is_not_one_data_source() {
    AlertEvent unknown = firing(T0).toBuilder().dataSource(Optional.of("prom1")).build();
    AlertEvent elsewhere =
        unknown.toBuilder()
            .identity(
                new Identity(
                    Optional.of("another"),
                    unknown.identity().region(),
                    unknown.identity().alarmId()))
            .build();

    assertThat(SharedIssue.ofDataSource(unknown, REPOSITORY).orElseThrow().fingerprint())
        .isNotEqualTo(SharedIssue.ofDataSource(elsewhere, REPOSITORY).orElseThrow().fingerprint());
  }

  private static AlertEvent grouped(AlertEvent event, String value) {
    return event.toBuilder()
        .routing(
            Optional.of(
                Json.read(
                    "{\"route\":\"harbor\",\"group\":[\"%s\"]}".formatted(value), Routing.class)))
        .build();
  }

  @Test
  void who_is_in_one_issue_stays_in_it_whatever_is_full_now() {
    Transition.Write<Decision> write =
        written(decide(member().build(), ask(firing(T0)), Place.REPOSITORY_FULL));

    assertThat(write.next().sharedIssue()).contains(OF_RULE);
  }

  @Test
  void who_gets_a_place_later_leaves_and_the_issue_is_looked_at_once_that_is_over() {
    Transition.Write<Decision> write =
        written(decide(member().build(), ask(firing(T0)), Place.GRANTED));

    assertThat(write.answer().action()).isEqualTo(AlertAction.CREATE);
    assertThat(write.next().sharedIssue()).contains(OF_RULE);
    assertThat(act(write.answer()).nextCheck())
        .contains(
            new NextCheck(
                new Check(OF_RULE.fingerprint(), CheckReason.MEMBER),
                (int) Decider.LEASE.toSeconds()));
    assertThat(write.next().asMember().alert().state()).isEqualTo(SharingAlert.State.FIRING);
    StoredAlert settled =
        write.next().with().pending(Optional.empty()).issue(Optional.of(ISSUE)).build();
    assertThat(settled.asMember().alert().state()).isEqualTo(SharingAlert.State.OWN_ISSUE);
    assertThat(settled.asMember().alert().issue()).contains(ISSUE);
  }

  @Test
  void resolve_of_a_member_writes_its_row_only() {
    Transition.Write<Decision> write =
        written(DECIDER.apply(member().build(), ask(resolved(T1)), NOW));

    assertThat(write.answer().action()).isEqualTo(AlertAction.JOIN);
    assertThat(write.answer().code()).isEqualTo(ReasonCode.RESOLVED);
    assertThat(write.next().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(write.next().asMember().alert().state()).isEqualTo(SharingAlert.State.RESOLVED);
  }

  @Test
  void episode_that_may_have_an_issue_asks_for_no_place_and_its_resolve_is_a_close() {
    StoredAlert row = member().sent(Optional.of(new SentWindow(T0, T0.plusSeconds(9)))).build();

    assertThat(DECIDER.apply(row, ask(firing(T0)), NOW)).isInstanceOf(Transition.TakeTurn.class);
    assertThat(decided(decide(row, ask(resolved(T1)), Place.RULE_FULL)).action())
        .isEqualTo(AlertAction.CLOSE);
  }

  @Test
  void reopening_needs_no_place() {
    StoredAlert row =
        closed().log(EpisodeLog.EMPTY.withClosedAt(Optional.of(NOW.minusSeconds(60)))).build();

    assertThat(decided(decide(row, ask(firing(T1)), Place.RULE_FULL)).action())
        .isEqualTo(AlertAction.REOPEN);
  }

  @Test
  void alert_that_never_resolves_shares_no_issue() {
    AlertEvent note = living(firing(T0), "\"one_shot\":{\"close_after\":\"24h\"}");

    assertThat(DECIDER.apply(UNKNOWN, ask(note), NOW)).isInstanceOf(Transition.TakeTurn.class);
  }

  @Test
  void while_unknown_issues_are_searched_for_there_is_no_cap() {
    assertThat(DECIDER.searchingForUnknownIssues().apply(UNKNOWN, ask(firing(T0)), NOW))
        .isInstanceOf(Transition.TakeTurn.class);
  }

  @Test
  void alert_without_team_or_priority_is_rejected_before_it_joins() {
    assertThat(decided(decide(UNKNOWN, ask(incomplete(firing(T0))), Place.RULE_FULL)).action())
        .isEqualTo(AlertAction.REJECT);
  }

  /** The previous version reads no attribute that it does not know. */
  @Test
  void member_as_an_older_version_reads_it_gets_an_issue_with_its_next_event() {
    StoredAlert older = member().sharedIssue(Optional.empty()).build();

    assertThat(decided(decide(older, ask(firing(T0)), Place.GRANTED)).code())
        .isEqualTo(ReasonCode.NO_ISSUE_YET);
  }

  @Test
  void shared_issue_is_opened_like_any_other_and_asks_for_no_place() {
    Transition<Decision> transition = DECIDER.apply(UNKNOWN, shared(Priority.P2, 3), NOW);

    assertThat(transition).isInstanceOf(Transition.TakeTurn.class);
    Transition.Write<Decision> write = written(grant(transition, new Turn.Granted(NOW)));
    Decision.Act act = act(write.answer());
    assertThat(act.action()).isEqualTo(AlertAction.CREATE);
    assertThat(act.event().orElseThrow().source()).isEqualTo(SharedBy.SOURCE);
    assertThat(act.status().orElseThrow().sharing().orElseThrow().firing()).isEqualTo(3);
    assertThat(act.status().orElseThrow().firingSince())
        .as("the first of them began then, and joined later")
        .isEqualTo(T0);
  }

  @Test
  void shared_issue_fires_since_the_first_of_its_alerts_did_also_once_that_is_over() {
    DecideRequest later = shared(Priority.P2, 2);
    Trigger.Shared shared = (Trigger.Shared) later.trigger();
    Instant before = T0.minusSeconds(3_600);

    StoredAlert earlierJoined =
        written(
                decide(
                    openShared(),
                    later.withTrigger(
                        new Trigger.Shared(shared.event(), shared.sharing(), Optional.of(before))),
                    Place.GRANTED))
            .next();
    StoredAlert itResolved =
        written(
                decide(
                    earlierJoined,
                    later
                        .withEventId(EventId.of("later", 0))
                        .withSaidAt(later.saidAt().plusSeconds(9)),
                    Place.GRANTED))
            .next();

    assertThat(earlierJoined.log().firingSince()).contains(before);
    assertThat(itResolved.log().firingSince()).contains(before);
  }

  /** What the alerts of the rule say, of which {@code count} fire. */
  private static DecideRequest shared(Priority priority, int count) {
    MemberBook book = MemberBook.empty(OF_RULE);
    for (int i = 0; i < count; i++) {
      Member member =
          new Member(
              new Fingerprint("%064x".formatted(i)),
              1,
              new SharingAlert(
                  SharingAlert.State.FIRING,
                  Optional.of(priority),
                  "port=" + i,
                  T0,
                  Optional.empty()),
              Optional.of("team" + i),
              T1.plusSeconds(i));
      book = book.updated(member, NOW, true).next();
    }
    return ask(firing(T0)).withTrigger(book.trigger()).withSaidAt(book.saidAt());
  }

  private static StoredAlert openShared() {
    DecideRequest first = shared(Priority.P2, 2);
    AlertEvent event = first.event();
    return open()
        .details(AlertDetails.unknown().after(event))
        .log(
            EpisodeLog.EMPTY
                .fired(event)
                .withTold(Optional.of(Told.of(event)))
                .withRefreshedAt(Optional.of(NOW.minusSeconds(60))))
        .lastCommentAt(Optional.of(NOW.minusSeconds(60)))
        .build();
  }

  @Test
  void shared_issue_that_grows_is_no_news_and_is_refreshed_later() {
    Transition.Write<Decision> write =
        written(decide(openShared(), shared(Priority.P3, 9), Place.GRANTED));

    assertThat(write.answer().action()).isEqualTo(AlertAction.COUNT);
    assertThat(write.answer().code()).isEqualTo(ReasonCode.STILL_FIRING);
    assertThat(write.next().log().refreshDueAt()).contains(NOW.plusSeconds(540));
    assertThat(write.next().log().sharing().orElseThrow().firing()).isEqualTo(9);
    assertThat(write.next().details().priority()).as("it does not fall").contains(Priority.P2);
    assertThat(write.next().details().teams()).as("nobody is added").hasSize(2);
  }

  @Test
  void more_urgent_alert_that_joins_is_news() {
    Decision decision = decided(decide(openShared(), shared(Priority.P0, 3), Place.GRANTED));

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.code()).isEqualTo(ReasonCode.CHANGED);
  }

  @Test
  void when_the_last_alert_is_over_the_shared_issue_is_closed() {
    Decision decision =
        decided(decide(openShared(), shared(Priority.P2, 0).withSaidAt(NOW), Place.GRANTED));

    assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
  }

  @Test
  void check_of_a_shared_issue_without_a_list_does_nothing() {
    DecideRequest request =
        ask(firing(T0))
            .withTrigger(new Trigger.Check(CheckReason.MEMBER))
            .withFingerprint(FINGERPRINT);

    assertThat(decided(decide(open().build(), request, Place.GRANTED)).code())
        .isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(decided(decide(UNKNOWN, request, Place.GRANTED)).code())
        .isEqualTo(ReasonCode.NOTHING_DUE);
  }
}
