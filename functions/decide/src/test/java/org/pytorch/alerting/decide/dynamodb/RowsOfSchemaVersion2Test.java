package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.act;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.OneRow;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows of schema version 2, as decide and record of that version wrote them (commit 14434df): with
 * an envelope digest, with the provider's payload in the pending event, without a repository and
 * without a turn. All are of one alert, in the order of its life.
 */
class RowsOfSchemaVersion2Test {
  private static final Instant FIRED = Instant.parse("2026-03-04T07:00:00Z");
  private static final Instant RESOLVED = Instant.parse("2026-03-04T07:10:00Z");
  private static final IssueRef ISSUE = new IssueRef("harbor/alerts", 7);

  @ParameterizedTest
  @CsvSource({
    "create-claimed",
    "create-released-unknown",
    "create-refused",
    "open",
    "seen-closed",
    "close-claimed",
    "closed"
  })
  void every_row_is_read_and_written_in_the_layout_of_today(String name) throws IOException {
    Map<String, AttributeValue> old = item(name);
    StoredAlert alert = StoredAlertItems.read(old);

    Map<String, AttributeValue> item = new HashMap<>(StoredAlertItems.write(alert));

    assertThat(StoredAlertItems.read(item)).isEqualTo(alert);
    assertThat(old).containsEntry("schema_version", AttributeValue.fromN("2"));
    assertThat(item).containsEntry("schema_version", AttributeValue.fromN("4"));
    // What both versions keep is as it was.
    for (Map<String, AttributeValue> row : List.of(old, item)) {
      row.remove("schema_version");
      row.remove("pending");
    }
    assertThat(old.remove("envelope_digest")).isNotNull();
    // One event was all that could be remembered.
    old.computeIfPresent("seen_closed_by", (_, id) -> AttributeValue.fromL(List.of(id)));
    // It did not count.
    assertThat(item.remove("heard")).isEqualTo(AttributeValue.fromN("0"));
    // The row says what its issue says.
    assertThat(item.remove("told") != null).isEqualTo(alert.issue().isPresent());
    assertThat(item).isEqualTo(old);
  }

  @ParameterizedTest
  @CsvSource({
    // row, event, its provider's time, said at, action, episode
    "open, FIRING, 2026-03-04T07:00:00Z, 2026-03-04T07:05:00Z, UPDATE, 1",
    "open, RESOLVED, 2026-03-04T07:10:00Z, 2026-03-04T07:10:01Z, CLOSE, 1",
    "seen-closed, FIRING, 2026-03-04T07:07:00Z, 2026-03-04T07:07:01Z, UPDATE, 1",
    "closed, FIRING, 2026-03-04T07:20:00Z, 2026-03-04T07:20:01Z, REOPEN, 2"
  })
  void next_event_goes_on_where_the_row_ends(
      String name, AlertState state, Instant at, Instant said, AlertAction action, int episode)
      throws IOException {
    OneRow alert = row(name, said.plusSeconds(1));

    Decision.Act decision = act(alert.ask("m9", Alerts.event(state, at), said));
    alert.settle(decision, Result.DONE, 7);

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.episode()).isEqualTo(episode);
    // The row names no repository: the issue is where it is, and the next one where all are.
    assertThat(decision.claim().repository()).isEqualTo("harbor/alerts");
    assertThat(alert.row().pending()).isEmpty();
  }

  @Test
  void events_that_were_handled_are_remembered() throws IOException {
    OneRow alert = row("closed", RESOLVED.plusSeconds(60));

    assertThat(alert.ask("m1", firing(), FIRED.plusSeconds(1)).action())
        .isEqualTo(AlertAction.SKIP_STALE);
    assertThat(alert.ask("m3", Alerts.resolved(RESOLVED), RESOLVED.plusSeconds(1)).reason())
        .isEqualTo("This event has already been handled.");
  }

  @Test
  void closing_that_was_seen_is_decided_again_by_the_same_event() throws IOException {
    OneRow alert = row("seen-closed", FIRED.plusSeconds(304));

    assertThat(alert.ask("m2", firing(), FIRED.plusSeconds(300)).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
  }

  @Test
  void holder_that_asks_again_gets_its_claim_and_may_act_at_once() throws IOException {
    OneRow alert = row("create-claimed", FIRED.plusSeconds(30));

    Decision.Act decision = act(alert.askAs("x1", "m1", firing(), FIRED.plusSeconds(1)));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.notBefore()).isEqualTo(FIRED.plusSeconds(2));
    assertThat(decision.claim().attempt()).isEqualTo(1);
    assertThat(decision.claim().sent()).isEmpty();
    // The asker's event has the provider's payload, the row's has lost it: they are the same.
    assertThat(decision.event()).isEmpty();
    assertThat(alert.settle(decision, Result.DONE, 7).result()).isEqualTo(Recorded.Result.SETTLED);
  }

  @Test
  void claim_whose_holder_vanished_with_the_old_version_is_taken_over() throws IOException {
    OneRow alert = row("create-claimed", FIRED.plusSeconds(302));

    Decision.Act help =
        act(alert.askAs("new", "m2", Alerts.resolved(RESOLVED), FIRED.plusSeconds(300)));

    assertThat(help.help()).isTrue();
    assertThat(help.event()).contains(firing().withoutRawProvider());
    Claim claim = help.claim();
    assertThat(claim.eventId().value()).isEqualTo("m1#0");
    assertThat(claim.saidAt()).isEqualTo(FIRED.plusSeconds(1));
    assertThat(claim.attempt()).isEqualTo(2);
    assertThat(claim.sent()).contains(new SentWindow(FIRED.plusSeconds(2), FIRED.plusSeconds(302)));
    assertThat(alert.settle(help, Result.DONE, 7).rest()).isPresent();
    assertThat(alert.row().issue()).contains(ISSUE);
  }

  @Test
  void attempt_that_may_have_sent_something_is_searched_for() throws IOException {
    OneRow alert = row("create-released-unknown", FIRED.plusSeconds(44));

    Decision.Act decision = act(alert.ask("m1", firing(), FIRED.plusSeconds(1)));

    assertThat(decision.claim().attempt()).isEqualTo(2);
    assertThat(decision.claim().sent())
        .contains(new SentWindow(FIRED.plusSeconds(2), FIRED.plusSeconds(20)));
  }

  @Test
  void refused_action_is_given_up_with_its_event() throws IOException {
    OneRow alert = row("create-refused", FIRED.plusSeconds(21));

    Decision.Act decision = act(alert.ask("m1", firing(), FIRED.plusSeconds(1)));

    assertThat(decision.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(decision.reason()).contains("GitHubRejectedException: 422: no such label");
    assertThat(decision.event()).contains(firing().withoutRawProvider());
  }

  @Test
  void close_that_is_under_way_is_settled_by_its_holder() throws IOException {
    OneRow alert = row("close-claimed", RESOLVED.plusSeconds(5));
    AlertEvent resolved =
        firing().toBuilder().state(AlertState.RESOLVED).occurredAt(RESOLVED).build();

    Decision.Act decision = act(alert.askAs("x3", "m3", resolved, RESOLVED.plusSeconds(1)));
    Recorded recorded = alert.settle(decision, Result.DONE, 7);

    assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(recorded.result()).isEqualTo(Recorded.Result.SETTLED);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(alert.row().isManuallyClosed()).isFalse();
  }

  /** The firing that the rows tell of, as its sender said it. */
  private static AlertEvent firing() {
    return Alerts.firing(FIRED).toBuilder()
        .summary(Optional.of("Oldest message is 1840 s old"))
        .rawProvider(
            Optional.of(
                Json.mapper()
                    .createObjectNode()
                    .put("status", "firing")
                    .put("fingerprint", "04ae3ef0")))
        .build();
  }

  private static OneRow row(String name, Instant now) throws IOException {
    return new OneRow(Optional.of(StoredAlertItems.read(item(name))), now);
  }

  private static Map<String, AttributeValue> item(String name) throws IOException {
    return OldRows.of(2, name);
  }
}
