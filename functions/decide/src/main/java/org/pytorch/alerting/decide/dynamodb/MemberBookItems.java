package org.pytorch.alerting.decide.dynamodb;

import java.time.Instant;
import java.util.Map;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.Members;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The layout of a {@link MemberBook} in DynamoDB, beside the alerts' rows. */
final class MemberBookItems {
  /** Before the issue's fingerprint; differs from every fingerprint. */
  static final String PREFIX = "members#";

  private MemberBookItems() {}

  static String key(Fingerprint issue) {
    return PREFIX + issue.hex();
  }

  static Map<String, AttributeValue> write(MemberBook book) {
    Item item =
        Item.empty()
            .with("fingerprint", key(book.issue().fingerprint()))
            .with("version", book.version())
            .with("shared_issue", Json.write(book.issue()))
            .with("said_at", book.saidAt())
            .with("ttl_expires_at", book.saidAt().plus(StoredAlert.TIME_TO_LIVE).getEpochSecond())
            .with("members", pages(book.members()));
    book.checkAt().ifPresent(time -> item.with("check_at", time));
    book.lost()
        .ifPresent(
            lost ->
                item.with("lost_members", lost.count())
                    .with("lost_at", lost.at())
                    .with("lost_look_at", lost.checkAt()));
    return item.attributes();
  }

  /**
   * {@return the book in {@code attributes}}
   *
   * @throws IllegalArgumentException if an attribute has another type or form
   * @throws java.time.DateTimeException if a time is not readable
   */
  static MemberBook read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return new MemberBook(
        item.number("version").orElse(0L),
        item.text("shared_issue")
            .map(json -> Json.read(json, SharedIssue.class))
            .orElseThrow(Item.missing("shared_issue")),
        item.time("said_at").orElse(Instant.EPOCH),
        members(item),
        item.time("check_at"),
        item.number("lost_members")
            .map(
                count ->
                    new MemberBook.Lost(
                        Math.toIntExact(count),
                        item.time("lost_at").orElseThrow(Item.missing("lost_at")),
                        item.time("lost_look_at").orElseThrow(Item.missing("lost_look_at")))));
  }

  private static Item pages(Members members) {
    Item pages = Item.empty();
    members.packed().forEach(pages::with);
    return pages;
  }

  private static Members members(Item item) {
    if (item.isText("members")) {
      // One page, as earlier versions wrote it.
      return item.text("members").map(Members::ofOnePage).orElse(Members.NONE);
    }
    return item.map("members").map(Item::allTexts).map(Members::unpacked).orElse(Members.NONE);
  }
}
