package org.pytorch.alerting.decide.dynamodb;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.EpisodeLogBuilder;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.status.SharingAlerts;

/**
 * The layout of an {@link EpisodeLog} in a row. Rows before schema version 4 have only {@code
 * maintenance} of it.
 */
final class EpisodeLogItems {
  private EpisodeLogItems() {}

  static void write(Item item, EpisodeLog log) {
    log.firingSince().ifPresent(time -> item.with("firing_since", time));
    item.with("heard", log.heard());
    log.resolvedAt().ifPresent(time -> item.with("resolved_at", time));
    if (!log.flaps().isEmpty()) {
      item.with("flaps", log.flaps().stream().map(Json::format).toList());
    }
    log.told().ifPresent(told -> item.with("told", write(told)));
    log.refreshedAt().ifPresent(time -> item.with("refreshed_at", time));
    log.refreshDueAt().ifPresent(time -> item.with("refresh_due_at", time));
    log.closeDueAt().ifPresent(time -> item.with("close_due_at", time));
    log.waitingCheck()
        .ifPresent(
            check ->
                item.with(
                    "waiting_check",
                    Item.empty().with("at", check.at()).with("sent_by", check.sentBy().value())));
    log.closedAt().ifPresent(time -> item.with("closed_at", time));
    if (!log.pastIssues().isEmpty()) {
      item.with("past_issues", log.pastIssues().stream().map(EpisodeLogItems::text).toList());
    }
    log.sharing().ifPresent(alerts -> item.with("sharing", alerts.packed()));
    log.latest().ifPresent(event -> item.with("latest", StoredAlertItems.packed(event)));
    log.withheld().ifPresent(withheld -> write(item, withheld));
  }

  static EpisodeLog read(Item item) {
    return EpisodeLogBuilder.builder()
        .firingSince(item.time("firing_since"))
        .heard(Math.toIntExact(item.number("heard").orElse(0L)))
        .resolvedAt(item.time("resolved_at"))
        .flaps(item.texts("flaps").stream().map(Instant::parse).toList())
        .told(item.map("told").map(EpisodeLogItems::told).or(() -> toldBefore(item)))
        .refreshedAt(item.time("refreshed_at"))
        .refreshDueAt(item.time("refresh_due_at"))
        .closeDueAt(item.time("close_due_at"))
        .waitingCheck(item.map("waiting_check").map(EpisodeLogItems::waitingCheck))
        .closedAt(item.time("closed_at"))
        .pastIssues(item.texts("past_issues").stream().map(EpisodeLogItems::pastIssue).toList())
        .sharing(item.text("sharing").map(SharingAlerts::unpacked))
        .latest(item.text("latest").map(StoredAlertItems::unpacked))
        .withheld(item.text("maintenance").map(window -> withheld(item, window)))
        .build();
  }

  private static void write(Item item, Withheld withheld) {
    item.with("maintenance", withheld.window());
    withheld.until().ifPresent(time -> item.with("maintenance_until", time));
    withheld
        .event()
        .ifPresent(event -> item.with("withheld_event", StoredAlertItems.packed(event)));
  }

  private static Withheld withheld(Item item, String window) {
    return new Withheld(
        window,
        item.time("maintenance_until"),
        item.text("withheld_event").map(StoredAlertItems::unpacked));
  }

  private static EpisodeLog.WaitingCheck waitingCheck(Item item) {
    return new EpisodeLog.WaitingCheck(
        item.time("at").orElseThrow(Item.missing("at")),
        item.text("sent_by").map(EventId::new).orElseThrow(Item.missing("sent_by")));
  }

  private static Item write(Told told) {
    Item item = Item.empty().with("teams", told.teams());
    told.priority().ifPresent(priority -> item.with("priority", priority.name()));
    told.condition().ifPresent(kind -> item.with("condition", kind.jsonName()));
    return item;
  }

  private static Told told(Item item) {
    return new Told(
        item.text("priority").flatMap(Priority::parse),
        item.texts("teams"),
        item.text("condition").map(Condition::of));
  }

  /** An older version's issue has the priority and teams of the row. */
  private static Optional<Told> toldBefore(Item item) {
    boolean older = item.number("heard").isEmpty();
    return item.number("issue_number")
        .filter(_ -> older)
        .map(
            _ ->
                new Told(
                    item.text("priority").flatMap(Priority::parse),
                    StoredAlertItems.teams(item),
                    Optional.empty()));
  }

  /** For example {@code tidewater/alerts#12 2026-03-04T07:12:10.000Z}. */
  private static String text(PastIssue past) {
    return past.issue() + " " + Json.format(past.firingSince());
  }

  private static PastIssue pastIssue(String text) {
    int hash = text.indexOf('#');
    int space = text.indexOf(' ');
    if (hash < 0 || space < hash) {
      throw new IllegalArgumentException("past_issues has another form");
    }
    return new PastIssue(
        new IssueRef(text.substring(0, hash), Long.parseLong(text.substring(hash + 1, space))),
        Instant.parse(text.substring(space + 1)));
  }
}
