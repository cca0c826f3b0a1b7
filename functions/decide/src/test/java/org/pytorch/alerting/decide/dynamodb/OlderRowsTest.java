package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;

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
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.OneRow;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.status.IssueRef;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows as schema version 1 wrote them, attribute by attribute. It ordered events by the provider's
 * time alone, counted every attempt, and kept the time of an action's first claim.
 */
class OlderRowsTest {
  private static final Instant FIRED = Instant.parse("2026-03-04T07:00:00Z");

  /** The firing had waited on the queue for 20 min when it was decided. */
  private static final Instant DECIDED = Instant.parse("2026-03-04T07:20:00Z");

  private static final Instant NOW = Instant.parse("2026-03-04T08:00:00Z");

  @Test
  void every_attribute_is_read_as_what_it_meant() {
    StoredAlert alert = read(row("OPEN"));

    assertThat(alert.version()).isEqualTo(4);
    assertThat(alert.status()).isEqualTo(AlertStatus.OPEN);
    assertThat(alert.episode()).isEqualTo(3);
    assertThat(alert.lastProviderStateAt()).isEqualTo(FIRED);
    assertThat(alert.lastSaidAt()).isEqualTo(FIRED);
    assertThat(alert.firingAt()).contains(FIRED);
    assertThat(alert.issue()).contains(new IssueRef("harbor/alerts", 7));
    assertThat(alert.formerIssue()).isEmpty();
    assertThat(alert.checkedForDuplicates()).isFalse();
    assertThat(alert.sent()).isEmpty();
    assertThat(alert.manuallyClosedAt()).isEmpty();
    assertThat(alert.seenClosedBy()).isEmpty();
    assertThat(alert.firstSeenAt()).isEqualTo(Instant.parse("2026-03-04T06:00:00Z"));
    assertThat(alert.lastSeenAt()).isEqualTo(DECIDED);
    assertThat(alert.details().teams()).containsExactly("harbor", "dev-infra");
    assertThat(alert.details().priority()).contains(Priority.P1);
    assertThat(alert.recentEventIds()).containsExactly(new EventId("m0#0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          row    | event    | provider's time      | said at              | action
          OPEN   | FIRING   | 2026-03-04T07:00:00Z | 2026-03-04T07:59:59Z | UPDATE
          OPEN   | FIRING   | 2026-03-04T07:50:00Z | 2026-03-04T07:59:59Z | COMMENT
          OPEN   | RESOLVED | 2026-03-04T07:50:00Z | 2026-03-04T07:59:59Z | CLOSE
          OPEN   | RESOLVED | 2026-03-04T07:05:00Z | 2026-03-04T07:05:01Z | CLOSE
          OPEN   | RESOLVED | 2026-03-04T06:59:00Z | 2026-03-04T06:59:01Z | SKIP_STALE
          CLOSED | FIRING   | 2026-03-04T07:05:00Z | 2026-03-04T07:05:01Z | REOPEN
          CLOSED | FIRING   | 2026-03-04T07:50:00Z | 2026-03-04T07:59:59Z | REOPEN
          CLOSED | FIRING   | 2026-03-04T06:59:00Z | 2026-03-04T06:59:01Z | SKIP_STALE
          CLOSED | RESOLVED | 2026-03-04T07:50:00Z | 2026-03-04T07:59:59Z | SKIP_STALE
          """)
  void events_that_waited_while_the_version_changed_are_ordered_as_before(
      String row, AlertState state, Instant occurredAt, Instant saidAt, AlertAction action) {
    OneRow alert = new OneRow(Optional.of(read(row(row))), NOW);

    Decision decision = alert.ask("m1", Alerts.event(state, occurredAt), saidAt);

    assertThat(decision.action()).isEqualTo(action);
  }

  @Test
  void issue_that_a_person_had_closed_is_looked_at_again() {
    Map<String, AttributeValue> item = row("OPEN");
    item.put("manually_closed", AttributeValue.fromBool(true));
    item.put("manually_closed_at", AttributeValue.fromS("2026-03-04T07:30:00.000Z"));
    OneRow alert = new OneRow(Optional.of(read(item)), NOW);

    Decision look = alert.ask("m1", firing(FIRED), NOW);
    alert.settle(look, Result.MANUALLY_CLOSED, 7);
    Decision repeat = alert.ask("m1", firing(FIRED), NOW);

    assertThat(look.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(repeat.action()).isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(repeat.reason()).contains("noticed at 2026-03-04T07:30:00.000Z");
  }

  @Test
  void newer_firing_of_an_issue_that_a_person_had_closed_opens_the_next_one() {
    Map<String, AttributeValue> item = row("OPEN");
    item.put("manually_closed", AttributeValue.fromBool(true));
    OneRow alert = new OneRow(Optional.of(read(item)), NOW);
    Instant later = FIRED.plusMillis(1);

    alert.settle(alert.ask("m1", firing(later), NOW), Result.MANUALLY_CLOSED, 7);
    Decision.Act decision = Alerts.act(alert.ask("m1", firing(later), NOW));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.episode()).isEqualTo(4);
    assertThat(decision.formerIssue()).contains(new IssueRef("harbor/alerts", 7));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 4"})
  void claim_whose_holder_vanished_is_finished_by_searching_since_the_first_claim(
      int attempt, int next) {
    OneRow alert = new OneRow(Optional.of(pendingRow(attempt, "2026-03-04T07:25:00.000Z")), NOW);

    Decision.Act help = Alerts.act(alert.ask("m2", resolved(NOW)));

    assertThat(help.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(help.help()).isTrue();
    Claim claim = help.claim();
    assertThat(help.event()).contains(firing(FIRED));
    assertThat(claim.repository()).isEqualTo("harbor/alerts");
    assertThat(claim.eventId()).isEqualTo(new EventId("m1#0"));
    assertThat(claim.attempt()).isEqualTo(next);
    assertThat(claim.sent())
        .contains(
            new SentWindow(
                Instant.parse("2026-03-04T07:10:00Z"), Instant.parse("2026-03-04T07:25:00Z")));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, true"})
  void claim_that_its_holder_asks_for_again_says_that_attempts_before_may_have_sent(
      int attempt, boolean sent) {
    OneRow alert = new OneRow(Optional.of(pendingRow(attempt, "2026-03-04T08:04:00.000Z")), NOW);

    Claim claim = Alerts.act(alert.askAs("old", "m1", firing(FIRED), NOW)).claim();

    assertThat(claim.attempt()).isEqualTo(attempt);
    assertThat(claim.sent().isPresent()).isEqualTo(sent);
  }

  @Test
  void claim_is_settled_and_its_event_remembered_in_the_layout_of_today() {
    OneRow alert = new OneRow(Optional.of(pendingRow(3, "2026-03-04T07:25:00.000Z")), NOW);

    alert.settle(alert.ask("m1", firing(FIRED), FIRED), Result.DONE, 7);

    Map<String, AttributeValue> item = StoredAlertItems.write(alert.row());
    assertThat(item.get("schema_version")).isEqualTo(AttributeValue.fromN("4"));
    assertThat(item).doesNotContainKey("envelope_digest");
    assertThat(item.get("recent_event_ids"))
        .isEqualTo(
            AttributeValue.fromL(
                List.of(AttributeValue.fromS("m0#0"), AttributeValue.fromS("m1#0"))));
    assertThat(item).doesNotContainKey("pending");
    alert.after(Duration.ofMinutes(1));
    assertThat(alert.ask("m1", firing(FIRED), FIRED).action()).isEqualTo(AlertAction.SKIP_STALE);
  }

  private static StoredAlert pendingRow(int attempt, String leaseExpiresAt) {
    Map<String, AttributeValue> item = row("OPEN");
    item.put(
        "pending",
        AttributeValue.fromM(
            Map.of(
                "action", AttributeValue.fromS("COMMENT"),
                "event_id", AttributeValue.fromS("m1#0"),
                "event", AttributeValue.fromS(EVENT),
                "token", AttributeValue.fromS("old#0"),
                "attempt", AttributeValue.fromN(Integer.toString(attempt)),
                "claimed_at", AttributeValue.fromS("2026-03-04T07:10:00.000Z"),
                "lease_expires_at", AttributeValue.fromS(leaseExpiresAt))));
    return read(item);
  }

  private static final String EVENT =
      """
      {"schema_version": 1, "provider_version": "1", "source": "grafana", "state": "FIRING",
       "title": "Queue age too high", "priority": "P1", "occurred_at": "2026-03-04T07:00:00.000Z",
       "team": "harbor", "teams": ["harbor", "dev-infra"], "resource": {"type": "generic"},
       "identity": {"account_id": "1", "alarm_id": "04ae3ef0"}, "links": {}}
      """;

  private static StoredAlert read(Map<String, AttributeValue> item) {
    return StoredAlertItems.read(item);
  }

  private static Map<String, AttributeValue> row(String status) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("fingerprint", AttributeValue.fromS(FINGERPRINT.hex()));
    item.put("schema_version", AttributeValue.fromN("1"));
    item.put("version", AttributeValue.fromN("4"));
    item.put("status", AttributeValue.fromS(status));
    item.put("episode", AttributeValue.fromN("3"));
    item.put("last_provider_state_at", AttributeValue.fromS("2026-03-04T07:00:00.000Z"));
    item.put("issue_repo", AttributeValue.fromS("harbor/alerts"));
    item.put("issue_number", AttributeValue.fromN("7"));
    item.put("first_seen_at", AttributeValue.fromS("2026-03-04T06:00:00.000Z"));
    item.put("last_seen_at", AttributeValue.fromS("2026-03-04T07:20:00.000Z"));
    item.put("manually_closed", AttributeValue.fromBool(false));
    item.put("ttl_expires_at", AttributeValue.fromN("1867312800"));
    item.put("title", AttributeValue.fromS("Queue age too high"));
    item.put("priority", AttributeValue.fromS("P1"));
    item.put("team", AttributeValue.fromS("harbor"));
    item.put(
        "teams",
        AttributeValue.fromL(
            List.of(AttributeValue.fromS("harbor"), AttributeValue.fromS("dev-infra"))));
    item.put(
        "identity",
        AttributeValue.fromM(
            Map.of(
                "account_id", AttributeValue.fromS("1"),
                "alarm_id", AttributeValue.fromS("04ae3ef0"))));
    item.put("envelope_digest", AttributeValue.fromS("5a".repeat(32)));
    item.put("recent_event_ids", AttributeValue.fromL(List.of(AttributeValue.fromS("m0#0"))));
    return item;
  }
}
