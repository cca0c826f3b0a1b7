package org.pytorch.alerting.decide.dynamodb;

import static org.pytorch.alerting.decide.dynamodb.Item.missing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.PendingBuilder;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueRef;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The layout of a row in DynamoDB. A row written by an older version may lack attributes: it is
 * read with that version's meaning. Attributes of a newer version are dropped.
 */
final class StoredAlertItems {
  private StoredAlertItems() {}

  static Map<String, AttributeValue> write(StoredAlert alert) {
    Item item =
        Item.empty()
            .with("fingerprint", alert.fingerprint().hex())
            .with("schema_version", StoredAlert.SCHEMA_VERSION)
            .with("version", alert.version())
            .with("status", alert.status().name())
            .with("episode", alert.episode())
            .with("last_provider_state_at", alert.lastProviderStateAt())
            .with("last_said_at", alert.lastSaidAt())
            .with("episode_said_at", alert.episodeSaidAt())
            .with("checked_for_duplicates", alert.checkedForDuplicates())
            .with("first_seen_at", alert.firstSeenAt())
            .with("last_seen_at", alert.lastSeenAt())
            .with("manually_closed", alert.isManuallyClosed())
            .with("ttl_expires_at", alert.ttlExpiresAt().getEpochSecond())
            .with("recent_event_ids", texts(alert.recentEventIds()));
    alert.firingAt().ifPresent(time -> item.with("firing_at", time));
    alert.issue().ifPresent(issue -> write(item, "issue", issue));
    alert.formerIssue().ifPresent(issue -> write(item, "former_issue", issue));
    alert.repository().ifPresent(name -> item.with("repository", name));
    alert
        .sharedIssue()
        .ifPresent(
            issue ->
                item.with("parent", issue.fingerprint().hex())
                    .with("shared_issue", Json.write(issue)));
    alert.sent().ifPresent(window -> write(item, window));
    if (!alert.seenClosedBy().isEmpty()) {
      item.with("seen_closed_by", texts(alert.seenClosedBy()));
    }
    alert.manuallyClosedAt().ifPresent(time -> item.with("manually_closed_at", time));
    alert.lastCommentAt().ifPresent(time -> item.with("last_comment_at", time));
    writeDetails(item, alert.details());
    EpisodeLogItems.write(item, alert.log());
    alert.pending().ifPresent(pending -> item.with("pending", write(pending)));
    return item.attributes();
  }

  private static void writeDetails(Item item, AlertDetails details) {
    details.title().ifPresent(title -> item.with("title", title));
    details.priority().ifPresent(priority -> item.with("priority", priority.name()));
    if (!details.teams().isEmpty()) {
      item.with("team", details.teams().getFirst()).with("teams", details.teams());
    }
    Item identity = Item.empty();
    details.identity().accountId().ifPresent(id -> identity.with("account_id", id));
    details.identity().region().ifPresent(region -> identity.with("region", region));
    details.identity().alarmId().ifPresent(id -> identity.with("alarm_id", id));
    item.with("identity", identity);
    details.route().ifPresent(route -> item.with("route", route));
    details.lifecycle().ifPresent(it -> item.with("lifecycle", Json.write(it)));
  }

  private static void write(Item item, String name, IssueRef issue) {
    item.with(name + "_repo", issue.repo()).with(name + "_number", issue.number());
  }

  private static void write(Item item, SentWindow sent) {
    item.with("sent_from", sent.from()).with("sent_until", sent.until());
  }

  private static Item write(Pending pending) {
    Item item =
        Item.empty()
            .with("action", olderAction(pending.action()).name())
            .with("event_id", pending.eventId().value())
            .with("packed_event", packed(pending.event()))
            .with("said_at", pending.saidAt())
            .with("token", pending.token().value())
            .with("attempt", pending.attempt())
            .with("claimed_at", pending.claimedAt())
            .with("not_before", pending.notBefore())
            .with("lease_expires_at", pending.leaseExpiresAt())
            .with("held", pending.held())
            .with("refused", pending.refused());
    if (olderAction(pending.action()) != pending.action()) {
      item.with("newer_action", pending.action().name());
    }
    pending.sent().ifPresent(window -> write(item, window));
    pending.failure().ifPresent(failure -> item.with("failure", failure));
    pending.cause().ifPresent(cause -> item.with("cause", cause.name()));
    pending.change().ifPresent(change -> item.with("change", Json.write(change)));
    return item;
  }

  /**
   * {@return what a version before schema version 4 does instead} After a rollback, that version
   * has to be able to read the row.
   */
  private static AlertAction olderAction(AlertAction action) {
    return switch (action) {
      case UPDATE -> AlertAction.COMMENT;
      case REOPEN -> AlertAction.CREATE;
      case CREATE,
          COMMENT,
          CLOSE,
          COUNT,
          JOIN,
          SKIP_STALE,
          SKIP_MANUAL_CLOSE,
          SKIP_POLICY,
          REJECT,
          GIVE_UP,
          POSTPONE ->
          action;
    };
  }

  /**
   * {@return the row in {@code attributes}}
   *
   * @throws IllegalArgumentException if an attribute has another type or form than any version
   *     writes, or if one is missing that all of them write
   * @throws java.time.DateTimeException if a time is not readable
   */
  static StoredAlert read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    Fingerprint fingerprint =
        new Fingerprint(item.text("fingerprint").orElseThrow(missing("fingerprint")));
    AlertStatus status = AlertStatus.valueOf(item.text("status").orElseThrow(missing("status")));
    Instant lastSeenAt = item.time("last_seen_at").orElse(Instant.EPOCH);
    Instant lastProviderStateAt = item.time("last_provider_state_at").orElse(Instant.EPOCH);
    return StoredAlert.unknown(fingerprint)
        .with()
        .version(item.number("version").orElse(0L))
        .status(status)
        .episode(Math.toIntExact(item.number("episode").orElse(1L)))
        .lastProviderStateAt(lastProviderStateAt)
        // Older versions ordered events by the provider's time. They accepted only events that were
        // said after that time, and those may have waited from then until last_seen_at.
        .lastSaidAt(item.time("last_said_at").orElse(lastProviderStateAt))
        .episodeSaidAt(item.time("episode_said_at").orElse(Instant.EPOCH))
        .firingAt(
            item.time("firing_at")
                .or(
                    () ->
                        Optional.of(lastProviderStateAt).filter(_ -> isOlderOpenRow(item, status))))
        .issue(readIssue(item, "issue"))
        .formerIssue(readIssue(item, "former_issue"))
        .repository(item.text("repository"))
        .sharedIssue(item.text("shared_issue").map(json -> Json.read(json, SharedIssue.class)))
        .checkedForDuplicates(item.flag("checked_for_duplicates"))
        .sent(readSent(item))
        .manuallyClosedAt(
            item.time("manually_closed_at")
                .or(() -> Optional.of(lastSeenAt))
                .filter(_ -> item.flag("manually_closed")))
        .seenClosedBy(ids(item.oneOrMoreTexts("seen_closed_by")))
        .firstSeenAt(item.time("first_seen_at").orElse(lastSeenAt))
        .lastSeenAt(lastSeenAt)
        .lastCommentAt(item.time("last_comment_at"))
        .ttlExpiresAt(item.number("ttl_expires_at").map(Instant::ofEpochSecond).orElse(Instant.MAX))
        .details(readDetails(item))
        .recentEventIds(
            StoredAlert.newest(
                ids(item.texts("recent_event_ids")), StoredAlert.MAX_RECENT_EVENT_IDS))
        .log(EpisodeLogItems.read(item))
        .pending(item.map("pending").map(StoredAlertItems::readPending))
        .build();
  }

  /** {@return whether the row is from a version that did not store the reported firing's time} */
  private static boolean isOlderOpenRow(Item item, AlertStatus status) {
    return status == AlertStatus.OPEN && item.time("last_said_at").isEmpty();
  }

  private static Optional<SentWindow> readSent(Item item) {
    Optional<Instant> until = item.time("sent_until");
    return item.time("sent_from")
        .filter(_ -> until.isPresent())
        .map(from -> new SentWindow(from, until.orElseThrow()));
  }

  private static Optional<IssueRef> readIssue(Item item, String name) {
    Optional<String> repo = item.text(name + "_repo");
    return item.number(name + "_number")
        .filter(_ -> repo.isPresent())
        .map(number -> new IssueRef(repo.orElseThrow(), number));
  }

  private static AlertDetails readDetails(Item item) {
    Item identity = item.map("identity").orElseGet(Item::empty);
    return new AlertDetails(
        item.text("title"),
        item.text("priority").flatMap(Priority::parse),
        teams(item),
        new Identity(
            identity.text("account_id"), identity.text("region"), identity.text("alarm_id")),
        item.text("route"),
        item.text("lifecycle").map(json -> Json.read(json, Lifecycle.class)));
  }

  /** A row of an older version has the owner only. */
  static List<String> teams(Item item) {
    List<String> teams = item.texts("teams");
    return teams.isEmpty() ? item.text("team").stream().toList() : teams;
  }

  private static Pending readPending(Item item) {
    Instant leaseExpiresAt = item.time("lease_expires_at").orElse(Instant.EPOCH);
    AlertEvent event = readEvent(item);
    int attempt = Math.toIntExact(item.number("attempt").orElse(1L));
    Instant claimedAt = item.time("claimed_at").orElse(leaseExpiresAt);
    return PendingBuilder.builder()
        .action(
            item.text("newer_action")
                .or(() -> item.text("action"))
                .map(AlertAction::valueOf)
                .orElseThrow(missing("pending.action")))
        .eventId(item.text("event_id").map(EventId::new).orElseThrow(missing("pending.event_id")))
        .event(event)
        .saidAt(item.time("said_at").orElse(event.occurredAt()))
        .token(item.text("token").map(ClaimToken::new).orElseThrow(missing("pending.token")))
        .attempt(attempt)
        .claimedAt(claimedAt)
        .notBefore(item.time("not_before").orElse(claimedAt))
        .leaseExpiresAt(leaseExpiresAt)
        // A version without it left the claim unchanged when its attempt ended.
        .held(item.optionalFlag("held").orElse(true))
        .sent(
            readSent(item)
                .or(
                    () ->
                        sentBefore(attempt, claimedAt, leaseExpiresAt).filter(_ -> isOlder(item))))
        .failure(item.text("failure"))
        .refused(item.flag("refused"))
        .cause(item.text("cause").map(ReasonCode::valueOf))
        .change(item.text("change").map(json -> Json.read(json, Change.class)))
        .build();
  }

  /**
   * The event is most of a row and is paid for twice, so it is packed; older rows have it plain.
   */
  private static AlertEvent readEvent(Item item) {
    return item.text("packed_event")
        .map(StoredAlertItems::unpacked)
        .orElseGet(
            () ->
                item.text("event")
                    .map(json -> Json.read(json, AlertEvent.class))
                    .orElseThrow(missing("pending.event")));
  }

  static String packed(AlertEvent event) {
    return BodyEncoding.GZIP_BASE64.encode(Json.write(event));
  }

  static AlertEvent unpacked(String packed) {
    return Json.read(BodyEncoding.GZIP_BASE64.decode(packed), AlertEvent.class);
  }

  /** {@return whether the claim is from a version that counted every attempt as possibly sent} */
  private static boolean isOlder(Item pending) {
    return pending.optionalFlag("held").isEmpty();
  }

  private static Optional<SentWindow> sentBefore(int attempt, Instant from, Instant until) {
    return attempt == 1 || until.isBefore(from)
        ? Optional.empty()
        : Optional.of(new SentWindow(from, until));
  }

  private static List<EventId> ids(List<String> texts) {
    return texts.stream().map(EventId::new).toList();
  }

  private static List<String> texts(List<EventId> ids) {
    return ids.stream().map(EventId::value).toList();
  }
}
