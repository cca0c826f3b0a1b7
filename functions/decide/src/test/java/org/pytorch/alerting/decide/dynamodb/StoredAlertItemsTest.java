package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.decided;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.pending;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.seenClosed;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.status.SharingAlerts;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StoredAlertItemsTest {
  private static final SharingAlerts SHARING =
      new SharingAlerts(
          SharedBy.RULE,
          1,
          1,
          0,
          List.of(
              new SharingAlert(
                  SharingAlert.State.FIRING,
                  Optional.of(Priority.P1),
                  "Switch down: port=4",
                  T0,
                  Optional.empty()),
              new SharingAlert(
                  SharingAlert.State.OWN_ISSUE,
                  Optional.empty(),
                  "Switch down: port=5",
                  T0,
                  Optional.of(new IssueRef("harbor/alerts", 9)))));

  private static final StoredAlert FULL =
      seenClosed()
          .version(12)
          .formerIssue(Optional.of(new IssueRef("harbor/old-alerts", 5)))
          .repository(Optional.of("harbor/alerts"))
          .sharedIssue(Optional.of(SharedIssue.ofRule(firing(T0), "harbor/alerts")))
          .checkedForDuplicates(true)
          .sent(Optional.of(new SentWindow(T0.plusMillis(2), T0.plusMillis(3))))
          .lastCommentAt(Optional.of(T0.plusMillis(1)))
          .recentEventIds(List.of(EVENT, OTHER_EVENT))
          .log(
              new EpisodeLog(
                  Optional.of(T0),
                  9,
                  Optional.of(T0.plusMillis(11)),
                  List.of(T0.plusMillis(12), T0.plusMillis(13)),
                  Optional.of(
                      new Told(
                          Optional.of(Priority.P2),
                          List.of("harbor"),
                          Optional.of(Condition.NO_DATA))),
                  Optional.of(T0.plusMillis(14)),
                  Optional.of(T0.plusMillis(15)),
                  Optional.of(T0.plusMillis(16)),
                  Optional.of(new EpisodeLog.WaitingCheck(T0.plusMillis(18), OTHER_EVENT)),
                  Optional.of(T0.plusMillis(17)),
                  List.of(
                      new PastIssue(new IssueRef("harbor/old-alerts", 5), T0.minusSeconds(60)),
                      new PastIssue(new IssueRef("harbor/alerts", 4), T0.minusSeconds(90))),
                  Optional.of(firing(T0)),
                  Optional.of(SHARING),
                  Optional.empty()))
          .pending(
              Optional.of(
                  pending(AlertAction.CLOSE)
                      .releasedUnknown(NOW, "GitHubRejectedException: no such label", true)
                      .with()
                      .cause(Optional.of(ReasonCode.HOLD_OVER))
                      .change(
                          Optional.of(
                              new Change(
                                  Optional.of(Priority.P1),
                                  List.of("dev-infra"),
                                  Optional.of(Condition.ERROR))))
                      .build()))
          .build();

  private static final Withheld WITHHELD =
      new Withheld(
          "move",
          Optional.of(Instant.parse("2026-03-04T09:00:00Z")),
          Optional.of(
              firing(T0).toBuilder()
                  .description(Optional.of("What to do"))
                  .labels(Optional.of(Map.of("site", "north")))
                  .build()));

  @Test
  void what_the_policy_says_is_kept_and_a_row_without_it_is_read_as_before() {
    AlertEvent routed =
        firing(T0).toBuilder()
            .routing(
                Optional.of(
                    Json.read(
                        """
                        {"route": "harbor", "lifecycle": {"close": "never", "reminder": "24h"}}
                        """,
                        Routing.class)))
            .build();
    StoredAlert alert =
        FULL.with()
            .log(FULL.log().withWithheld(Optional.of(WITHHELD)))
            .details(AlertDetails.unknown().after(routed))
            .build();

    Map<String, AttributeValue> item = StoredAlertItems.write(alert);

    assertThat(item)
        .containsEntry("route", AttributeValue.fromS("harbor"))
        .containsEntry("maintenance", AttributeValue.fromS("move"))
        .containsEntry("maintenance_until", AttributeValue.fromS("2026-03-04T09:00:00.000Z"))
        .containsEntry(
            "lifecycle", AttributeValue.fromS("{\"reminder\":\"1d\",\"close\":\"never\"}"));
    assertThat(StoredAlertItems.read(item)).isEqualTo(alert);

    Map<String, AttributeValue> before = new HashMap<>(item);
    before.keySet().removeAll(List.of("maintenance_until", "withheld_event"));
    assertThat(StoredAlertItems.read(before).log().withheld())
        .as("of the version before")
        .contains(new Withheld("move", Optional.empty(), Optional.empty()));

    Map<String, AttributeValue> older = new HashMap<>(item);
    older
        .keySet()
        .removeAll(
            List.of("route", "maintenance", "maintenance_until", "withheld_event", "lifecycle"));
    assertThat(StoredAlertItems.read(older))
        .isEqualTo(
            alert.with().log(FULL.log()).details(AlertDetails.unknown().after(firing(T0))).build());
  }

  /** Earlier versions of this layout did not store it. */
  @Test
  void row_that_does_not_know_its_issues_condition_is_read_and_takes_none_for_news() {
    Map<String, AttributeValue> item = new HashMap<>(StoredAlertItems.write(FULL));
    item.put(
        "told",
        AttributeValue.fromM(
            Map.of("priority", AttributeValue.fromS("P2"), "teams", texts("harbor"))));

    Told told = StoredAlertItems.read(item).log().told().orElseThrow();

    assertThat(told)
        .isEqualTo(new Told(Optional.of(Priority.P2), List.of("harbor"), Optional.empty()));
    assertThat(
            told.changedBy(
                firing(T0).toBuilder()
                    .priority(Priority.P2)
                    .teams(List.of("harbor"))
                    .condition(Optional.of(Condition.NO_DATA))
                    .build()))
        .isEmpty();
  }

  @Test
  void layout_is_the_agreed_one() {
    Map<String, AttributeValue> item = StoredAlertItems.write(FULL);

    assertThat(item)
        .containsOnlyKeys(
            "fingerprint",
            "schema_version",
            "version",
            "status",
            "episode",
            "team",
            "teams",
            "priority",
            "title",
            "issue_repo",
            "issue_number",
            "former_issue_repo",
            "former_issue_number",
            "checked_for_duplicates",
            "sent_from",
            "sent_until",
            "last_provider_state_at",
            "last_said_at",
            "episode_said_at",
            "firing_at",
            "first_seen_at",
            "last_seen_at",
            "last_comment_at",
            "manually_closed",
            "manually_closed_at",
            "seen_closed_by",
            "identity",
            "repository",
            "parent",
            "shared_issue",
            "sharing",
            "ttl_expires_at",
            "recent_event_ids",
            "firing_since",
            "heard",
            "resolved_at",
            "flaps",
            "told",
            "refreshed_at",
            "refresh_due_at",
            "close_due_at",
            "waiting_check",
            "closed_at",
            "past_issues",
            "latest",
            "pending")
        .containsEntry("fingerprint", AttributeValue.fromS(FINGERPRINT.hex()))
        .containsEntry("schema_version", AttributeValue.fromN("4"))
        .containsEntry("repository", AttributeValue.fromS("harbor/alerts"))
        .containsEntry("version", AttributeValue.fromN("12"))
        .containsEntry("status", AttributeValue.fromS("OPEN"))
        .containsEntry("team", AttributeValue.fromS("harbor"))
        .containsEntry("priority", AttributeValue.fromS("P1"))
        .containsEntry("issue_repo", AttributeValue.fromS("harbor/alerts"))
        .containsEntry("issue_number", AttributeValue.fromN("7"))
        .containsEntry("manually_closed", AttributeValue.fromBool(true))
        .containsEntry("last_provider_state_at", AttributeValue.fromS("2026-03-04T07:00:00.000Z"))
        .containsEntry("last_said_at", AttributeValue.fromS("2026-03-04T07:00:01.000Z"))
        .containsEntry("episode_said_at", AttributeValue.fromS("2026-03-04T07:00:01.000Z"))
        .containsEntry("firing_at", AttributeValue.fromS("2026-03-04T07:00:00.000Z"))
        .containsEntry("former_issue_repo", AttributeValue.fromS("harbor/old-alerts"))
        .containsEntry("former_issue_number", AttributeValue.fromN("5"))
        .containsEntry("checked_for_duplicates", AttributeValue.fromBool(true))
        .containsEntry("sent_from", AttributeValue.fromS("2026-03-04T07:00:00.002Z"))
        .containsEntry("sent_until", AttributeValue.fromS("2026-03-04T07:00:00.003Z"))
        .containsEntry(
            "seen_closed_by", AttributeValue.fromL(List.of(AttributeValue.fromS("message-1#0"))))
        .containsEntry(
            "ttl_expires_at",
            AttributeValue.fromN(Long.toString(FULL.ttlExpiresAt().getEpochSecond())))
        .containsEntry(
            "recent_event_ids",
            AttributeValue.fromL(
                List.of(AttributeValue.fromS("message-1#0"), AttributeValue.fromS("message-2#0"))))
        .containsEntry("firing_since", AttributeValue.fromS("2026-03-04T07:00:00.000Z"))
        .containsEntry("heard", AttributeValue.fromN("9"))
        .containsEntry("resolved_at", AttributeValue.fromS("2026-03-04T07:00:00.011Z"))
        .containsEntry("flaps", texts("2026-03-04T07:00:00.012Z", "2026-03-04T07:00:00.013Z"))
        .containsEntry(
            "told",
            AttributeValue.fromM(
                Map.of(
                    "priority",
                    AttributeValue.fromS("P2"),
                    "teams",
                    texts("harbor"),
                    "condition",
                    AttributeValue.fromS("no_data"))))
        .containsEntry("refreshed_at", AttributeValue.fromS("2026-03-04T07:00:00.014Z"))
        .containsEntry("refresh_due_at", AttributeValue.fromS("2026-03-04T07:00:00.015Z"))
        .containsEntry("close_due_at", AttributeValue.fromS("2026-03-04T07:00:00.016Z"))
        .containsEntry(
            "waiting_check",
            AttributeValue.fromM(
                Map.of(
                    "at",
                    AttributeValue.fromS("2026-03-04T07:00:00.018Z"),
                    "sent_by",
                    AttributeValue.fromS("message-2#0"))))
        .containsEntry("closed_at", AttributeValue.fromS("2026-03-04T07:00:00.017Z"))
        .containsEntry(
            "past_issues",
            texts(
                "harbor/old-alerts#5 2026-03-04T06:59:00.000Z",
                "harbor/alerts#4 2026-03-04T06:58:30.000Z"));
    assertThat(
            Json.read(
                BodyEncoding.GZIP_BASE64.decode(new Item(item).text("latest").orElseThrow()),
                AlertEvent.class))
        .isEqualTo(firing(T0));
    Item pending = new Item(item).map("pending").orElseThrow();
    assertThat(pending.attributes())
        .containsOnlyKeys(
            "action",
            "event_id",
            "packed_event",
            "said_at",
            "token",
            "attempt",
            "claimed_at",
            "not_before",
            "lease_expires_at",
            "held",
            "sent_from",
            "sent_until",
            "failure",
            "refused",
            "cause",
            "change")
        .containsEntry("action", AttributeValue.fromS("CLOSE"))
        .containsEntry("cause", AttributeValue.fromS("HOLD_OVER"))
        .containsEntry(
            "change",
            AttributeValue.fromS(
                "{\"priority\":\"P1\",\"teams\":[\"dev-infra\"],\"condition\":\"error\"}"))
        .containsEntry("said_at", AttributeValue.fromS("2026-03-04T07:00:01.000Z"))
        .containsEntry("attempt", AttributeValue.fromN("2"))
        .containsEntry("claimed_at", AttributeValue.fromS("2026-03-04T07:59:50.000Z"))
        .containsEntry("not_before", AttributeValue.fromS("2026-03-04T07:59:51.000Z"))
        .containsEntry("lease_expires_at", AttributeValue.fromS("2026-03-04T08:00:00.000Z"))
        .containsEntry("held", AttributeValue.fromBool(false))
        .containsEntry("sent_from", AttributeValue.fromS("2026-03-04T07:59:50.000Z"))
        .containsEntry("sent_until", AttributeValue.fromS("2026-03-04T08:00:00.000Z"))
        .containsEntry("failure", AttributeValue.fromS("GitHubRejectedException: no such label"))
        .containsEntry("refused", AttributeValue.fromBool(true));
    String event = BodyEncoding.GZIP_BASE64.decode(pending.text("packed_event").orElseThrow());
    assertThat(Json.read(event, AlertEvent.class)).isEqualTo(resolved(T0));
  }

  /** After a rollback that version has to read the row, and its own action comes nearest. */
  @ParameterizedTest
  @CsvSource({
    "CREATE, CREATE, false",
    "COMMENT, COMMENT, false",
    "CLOSE, CLOSE, false",
    "GIVE_UP, GIVE_UP, false",
    "UPDATE, COMMENT, true",
    "REOPEN, CREATE, true"
  })
  void action_is_named_as_a_version_before_schema_version_4_knows_it(
      AlertAction action, String older, boolean newer) {
    StoredAlert alert = open().pending(Optional.of(pending(action))).build();

    Item pending = new Item(StoredAlertItems.write(alert)).map("pending").orElseThrow();

    assertThat(pending.text("action")).contains(older);
    assertThat(pending.text("newer_action"))
        .isEqualTo(Optional.of(action.name()).filter(_ -> newer));
    assertThat(reread(alert)).isEqualTo(alert);
  }

  @ParameterizedTest
  @ValueSource(strings = {"harbor/alerts 2026-03-04T07:00:00Z", "harbor/alerts#4", "x y#4"})
  void past_issue_of_another_form_is_not_read(String text) {
    Map<String, AttributeValue> item = new HashMap<>(StoredAlertItems.write(FULL));
    item.put("past_issues", texts(text));

    assertThatThrownBy(() -> StoredAlertItems.read(item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("past_issues has another form");
  }

  private static AttributeValue texts(String... texts) {
    return AttributeValue.fromL(Stream.of(texts).map(AttributeValue::fromS).toList());
  }

  @Test
  void every_field_survives_writing_and_reading() {
    assertThat(reread(FULL)).isEqualTo(FULL);
  }

  @Test
  void absent_fields_stay_absent() {
    StoredAlert bare = StoredAlert.unknown(FINGERPRINT).withVersion(1);

    Map<String, AttributeValue> item = StoredAlertItems.write(bare);

    assertThat(item)
        .doesNotContainKeys(
            "issue_repo",
            "issue_number",
            "former_issue_repo",
            "former_issue_number",
            "firing_at",
            "sent_from",
            "sent_until",
            "seen_closed_by",
            "repository",
            "pending",
            "team",
            "teams",
            "priority",
            "title");
    assertThat(StoredAlertItems.read(item)).isEqualTo(bare);
  }

  @Test
  void row_that_decide_writes_survives_writing_and_reading_to_the_millisecond() {
    Instant now = NOW.plusNanos(123_456_789);
    StoredAlert next =
        Alerts.written(
                Alerts.atOnce(new Decider(Alerts.REPOSITORY)).apply(UNKNOWN, ask(firing(T0)), now))
            .next();

    assertThat(reread(next)).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema_version",
        "version",
        "episode",
        "team",
        "teams",
        "priority",
        "title",
        "issue_repo",
        "issue_number",
        "former_issue_repo",
        "former_issue_number",
        "checked_for_duplicates",
        "sent_from",
        "sent_until",
        "last_provider_state_at",
        "last_said_at",
        "episode_said_at",
        "firing_at",
        "seen_closed_by",
        "first_seen_at",
        "last_seen_at",
        "last_comment_at",
        "manually_closed",
        "manually_closed_at",
        "identity",
        "repository",
        "ttl_expires_at",
        "recent_event_ids",
        "pending",
        "pending.attempt",
        "pending.claimed_at",
        "pending.not_before",
        "pending.lease_expires_at",
        "pending.said_at",
        "pending.held",
        "pending.sent_from",
        "pending.sent_until",
        "pending.failure",
        "pending.refused"
      })
  void row_of_an_older_version_that_lacks_an_attribute_is_readable(String attribute) {
    Map<String, AttributeValue> absent = without(attribute);
    StoredAlert alert = StoredAlertItems.read(absent);

    assertThat(alert.status()).isEqualTo(AlertStatus.OPEN);
    assertThat(new Decider(Alerts.REPOSITORY).apply(alert, ask(firing(NOW)), NOW)).isNotNull();
    if (!attribute.contains(".")) {
      Map<String, AttributeValue> asNull = new HashMap<>(absent);
      asNull.put(attribute, AttributeValue.fromNul(true));
      assertThat(StoredAlertItems.read(asNull)).isEqualTo(alert);
    }
  }

  @Test
  void oldest_rows_keep_their_meaning() {
    StoredAlert alert =
        StoredAlertItems.read(
            Map.of(
                "fingerprint", AttributeValue.fromS(FINGERPRINT.hex()),
                "status", AttributeValue.fromS("OPEN"),
                "team", AttributeValue.fromS("harbor"),
                "issue_repo", AttributeValue.fromS("harbor/alerts"),
                "issue_number", AttributeValue.fromN("7"),
                "last_provider_state_at", AttributeValue.fromS("2026-03-04T07:00:00Z"),
                "last_seen_at", AttributeValue.fromS("2026-03-04T09:30:00+02:00"),
                "manually_closed", AttributeValue.fromBool(true)));

    assertThat(alert.episode()).isEqualTo(1);
    assertThat(alert.issue()).contains(ISSUE);
    assertThat(alert.details().teams()).containsExactly("harbor");
    assertThat(alert.manuallyClosedAt()).contains(Instant.parse("2026-03-04T07:30:00Z"));
    assertThat(alert.hasExpired(NOW)).isFalse();
    assertThat(alert.lastSaidAt()).isEqualTo(T0);
    // The issue is looked at again: the person may have reopened it.
    assertThat(
            decided(
                    Alerts.atOnce(new Decider(Alerts.REPOSITORY))
                        .apply(alert, ask(firing(T0)), NOW))
                .action())
        .isEqualTo(AlertAction.COMMENT);
  }

  @Test
  void identity_is_stored_with_its_region() {
    AlertDetails details = FULL.details();
    Identity identity = new Identity(Optional.of("1"), Optional.of("eu-west-1"), Optional.of("a"));
    StoredAlert alert =
        FULL.withDetails(
            new AlertDetails(
                details.title(),
                details.priority(),
                details.teams(),
                identity,
                details.route(),
                details.lifecycle()));

    assertThat(reread(alert).details().identity()).isEqualTo(identity);
  }

  @Test
  void pending_claim_of_an_older_version_without_an_attempt_is_the_first() {
    assertThat(readWithout("pending.attempt").pending().orElseThrow().attempt()).isEqualTo(1);
  }

  @Test
  void row_of_an_older_version_without_the_flag_is_not_manually_closed() {
    assertThat(readWithout("manually_closed").isManuallyClosed()).isFalse();
  }

  @Test
  void mark_without_the_flag_does_not_count_as_manually_closed() {
    Map<String, AttributeValue> item = with("manually_closed", AttributeValue.fromBool(false));

    assertThat(StoredAlertItems.read(item).isManuallyClosed()).isFalse();
    assertThat(StoredAlertItems.read(item).isSeenClosedBy(EVENT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "fingerprint, fingerprint is missing",
    "status, status is missing",
    "pending.action, pending.action is missing",
    "pending.event_id, pending.event_id is missing",
    "pending.packed_event, pending.event is missing",
    "pending.token, pending.token is missing"
  })
  void row_that_lacks_what_every_version_writes_is_refused(String attribute, String message) {
    assertThatThrownBy(() -> readWithout(attribute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "recent_event_ids", "pending", "manually_closed", "title"})
  void attribute_of_another_type_is_refused_by_name(String attribute) {
    Map<String, AttributeValue> item = with(attribute, AttributeValue.fromNs(List.of("1")));

    assertThatThrownBy(() -> StoredAlertItems.read(item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(attribute + " has another type");
  }

  private static StoredAlert reread(StoredAlert alert) {
    return StoredAlertItems.read(StoredAlertItems.write(alert));
  }

  private static Map<String, AttributeValue> with(String attribute, AttributeValue value) {
    Map<String, AttributeValue> item = new HashMap<>(StoredAlertItems.write(FULL));
    item.put(attribute, value);
    return item;
  }

  private static StoredAlert readWithout(String attribute) {
    return StoredAlertItems.read(without(attribute));
  }

  private static Map<String, AttributeValue> without(String attribute) {
    Map<String, AttributeValue> item = new HashMap<>(StoredAlertItems.write(FULL));
    if (attribute.startsWith("pending.")) {
      Map<String, AttributeValue> pending =
          new HashMap<>(new Item(item).map("pending").orElseThrow().attributes());
      pending.remove(attribute.substring("pending.".length()));
      item.put("pending", AttributeValue.fromM(pending));
    } else {
      item.remove(attribute);
    }
    return item;
  }
}
