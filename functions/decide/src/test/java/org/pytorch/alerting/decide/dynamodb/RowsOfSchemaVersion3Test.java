package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.act;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.decide.rule.OneRow;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.PastIssue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows of schema version 3, as decide and record of that version wrote them (commit 69abd482): each
 * repeat was a comment, each close was at once, and no issue was reopened. They know neither what
 * their issue says nor when we closed it. All are of one alert, in the order of its life.
 */
class RowsOfSchemaVersion3Test {
  private static final Instant FIRED = Instant.parse("2026-03-04T07:00:00Z");
  private static final Instant RESOLVED = Instant.parse("2026-03-04T07:10:00Z");
  private static final Told TOLD =
      new Told(Optional.of(Priority.P1), List.of("harbor", "dev-infra"), Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "create-claimed, false",
    "create-released-unknown, false",
    "create-refused, false",
    "open, true",
    "comment-claimed, true",
    "commented, true",
    "seen-closed, true",
    "close-claimed, true",
    "closed, true",
    "withheld, false",
    "only-resolved, false"
  })
  void every_row_is_read_and_written_in_the_layout_of_today(String name, boolean told)
      throws IOException {
    Map<String, AttributeValue> old = item(name);
    StoredAlert alert = StoredAlertItems.read(old);

    Map<String, AttributeValue> item = new HashMap<>(StoredAlertItems.write(alert));

    assertThat(alert.log())
        .isEqualTo(
            EpisodeLog.EMPTY
                .withTold(Optional.of(TOLD).filter(_ -> told))
                .withWithheld(Optional.of(MOVE).filter(_ -> name.equals("withheld"))));
    assertThat(StoredAlertItems.read(item)).isEqualTo(alert);
    assertThat(old.put("schema_version", AttributeValue.fromN("4")))
        .isEqualTo(AttributeValue.fromN("3"));
    // Nothing else is added, and what was there is as it was: also the claim.
    assertThat(item.remove("heard")).isEqualTo(AttributeValue.fromN("0"));
    assertThat(item.remove("told") != null).isEqualTo(told);
    assertThat(item).isEqualTo(old);
  }

  private static final Withheld MOVE = new Withheld("move", Optional.empty(), Optional.empty());

  @ParameterizedTest
  @CsvSource({
    // row, event, its provider's time, said at, action, code, episode
    "open, FIRING, 2026-03-04T07:00:00Z, 2026-03-04T07:05:00Z, UPDATE, STILL_FIRING, 1",
    "open, FIRING, 2026-03-04T07:04:59Z, 2026-03-04T07:05:00Z, COMMENT, FIRES_AGAIN, 1",
    "commented, FIRING, 2026-03-04T07:00:00Z, 2026-03-04T07:08:00Z, UPDATE, STILL_FIRING, 1",
    "open, FIRING, 2026-03-04T07:00:00Z, 2026-03-04T19:00:03Z, REMINDER, REMINDER, 1",
    "open, RESOLVED, 2026-03-04T07:10:00Z, 2026-03-04T07:10:01Z, CLOSE, RESOLVED, 1",
    "seen-closed, FIRING, 2026-03-04T07:00:00Z, 2026-03-04T07:07:01Z, UPDATE, STILL_FIRING, 1",
    "closed, FIRING, 2026-03-04T07:20:00Z, 2026-03-04T07:20:01Z, REOPEN, FIRES_AFTER_RESOLVE, 2",
    // The row was last written to claim the close.
    "closed, FIRING, 2026-03-05T07:10:01Z, 2026-03-05T07:10:00Z, REOPEN, FIRES_AFTER_RESOLVE, 2",
    "closed, FIRING, 2026-03-05T07:10:01Z, 2026-03-05T07:10:01Z, CREATE, FIRES_AFTER_RESOLVE, 2",
    "withheld, FIRING, 2026-03-04T07:00:00Z, 2026-03-04T07:05:00Z, CREATE, NO_ISSUE_YET, 1",
    "only-resolved, FIRING, 2026-03-04T07:05:00Z, 2026-03-04T07:05:01Z, CREATE,"
        + " FIRES_AFTER_RESOLVE, 1"
  })
  void next_event_goes_on_where_the_row_ends(
      String name,
      AlertState state,
      Instant at,
      Instant said,
      String action,
      ReasonCode code,
      int episode)
      throws IOException {
    OneRow alert = row(name, said.plusSeconds(1));

    Decision.Act decision = act(alert.ask("m9", event(state, at), said));
    alert.settle(decision, Result.DONE, 7);

    assertThat(decision.action())
        .isEqualTo(AlertAction.valueOf(action.equals("REMINDER") ? "COMMENT" : action));
    assertThat(decision.code()).isEqualTo(code);
    assertThat(decision.episode()).isEqualTo(episode);
    assertThat(decision.nextCheck()).isEmpty();
    assertThat(alert.row().pending()).isEmpty();
    Told told = alert.row().log().told().orElseThrow();
    assertThat(told.priority()).isEqualTo(TOLD.priority());
    assertThat(told.teams()).isEqualTo(TOLD.teams());
  }

  @Test
  void priority_that_the_row_knows_is_what_its_issue_says() throws IOException {
    OneRow alert = row("open", FIRED.plusSeconds(301));
    AlertEvent worse = firing().toBuilder().priority(Priority.P0).build();

    Decision.Act decision = act(alert.ask("m9", worse, FIRED.plusSeconds(300)));

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.code()).isEqualTo(ReasonCode.CHANGED);
    assertThat(decision.change()).contains(new Change(Optional.of(Priority.P1), List.of()));
  }

  @Test
  void block_of_an_issue_that_had_none_says_what_the_row_knows() throws IOException {
    OneRow alert = row("open", FIRED.plusSeconds(301));

    IssueStatus status =
        act(alert.ask("m9", firing(), FIRED.plusSeconds(300))).status().orElseThrow();

    assertThat(status.state()).isEqualTo(IssueStatus.State.FIRING);
    assertThat(status.firingSince()).isEqualTo(FIRED);
    assertThat(status.lastHeardAt()).isEqualTo(FIRED.plusSeconds(301));
    assertThat(status.heard()).isEqualTo(1);
    assertThat(status.pastIssues()).isEmpty();
  }

  @Test
  void issue_before_a_new_one_is_remembered_with_the_beginning_that_the_row_knows()
      throws IOException {
    OneRow alert = row("closed", RESOLVED.plus(Duration.ofHours(25)));

    alert.settle(alert.ask("m9", event(AlertState.FIRING, alert.now())), Result.DONE, 8);

    assertThat(alert.row().log().pastIssues())
        .containsExactly(
            new PastIssue(new IssueRef("harbor/alerts", 7), Instant.parse("2026-03-04T07:00:02Z")));
  }

  @Test
  void claims_are_finished_as_they_were_made() throws IOException {
    OneRow comment = row("comment-claimed", FIRED.plusSeconds(603));
    Decision.Act help = act(comment.ask("m9", firing(), FIRED.plusSeconds(602)));
    comment.settle(help, Result.DONE, 7);
    OneRow close = row("close-claimed", RESOLVED.plusSeconds(5));
    Decision.Act own =
        act(close.askAs("x3", "m3", event(AlertState.RESOLVED, RESOLVED), RESOLVED.plusSeconds(1)));
    close.settle(own, Result.DONE, 7);

    assertThat(List.of(help.action(), own.action()))
        .containsExactly(AlertAction.COMMENT, AlertAction.CLOSE);
    assertThat(help.help()).isTrue();
    assertThat(help.cause()).isEmpty();
    assertThat(comment.row().lastCommentAt()).contains(comment.now());
    assertThat(close.row().log().closedAt()).contains(close.now());
  }

  @ParameterizedTest
  @CsvSource({"open", "closed", "seen-closed", "withheld", "only-resolved"})
  void check_finds_nothing_due(String name) throws IOException {
    OneRow alert = row(name, RESOLVED.plus(Duration.ofDays(2)));
    StoredAlert before = alert.row();

    for (CheckReason reason : CheckReason.values()) {
      assertThat(alert.check("c-" + reason, reason).code()).isEqualTo(ReasonCode.NOTHING_DUE);
    }
    assertThat(alert.row()).isEqualTo(before);
  }

  private static AlertEvent event(AlertState state, Instant at) {
    return firing().toBuilder().state(state).occurredAt(at).build();
  }

  /** The firing that the rows tell of, as normalize said it. */
  private static AlertEvent firing() {
    return Alerts.firing(FIRED).toBuilder()
        .summary(Optional.of("Oldest message is 1840 s old"))
        .routing(
            Optional.of(
                Json.read(
                    """
                    {"route": "harbor", "repository": "harbor/alerts",
                     "lifecycle": {"reminder": "12h"}}
                    """,
                    Routing.class)))
        .build();
  }

  private static OneRow row(String name, Instant now) throws IOException {
    return new OneRow(Optional.of(StoredAlertItems.read(item(name))), now);
  }

  private static Map<String, AttributeValue> item(String name) throws IOException {
    return OldRows.of(3, name);
  }
}
