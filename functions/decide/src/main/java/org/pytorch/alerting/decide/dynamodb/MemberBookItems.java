package org.pytorch.alerting.decide.dynamodb;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.shared.Member;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.SharingAlert;
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
            .with(
                "members",
                BodyEncoding.GZIP_BASE64.encode(
                    book.members().values().stream()
                        .map(member -> Json.write(Line.of(member)))
                        .collect(Collectors.joining("\n"))));
    book.checkAt().ifPresent(time -> item.with("check_at", time));
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
    Map<Fingerprint, Member> members = new HashMap<>();
    item.text("members")
        .map(BodyEncoding.GZIP_BASE64::decode)
        .orElse("")
        .lines()
        .map(line -> Json.read(line, Line.class).member())
        .forEach(member -> members.put(member.fingerprint(), member));
    return new MemberBook(
        item.number("version").orElse(0L),
        Json.read(Item.required("shared_issue", item.text("shared_issue")), SharedIssue.class),
        item.time("said_at").orElse(Instant.EPOCH),
        members,
        item.time("check_at"));
  }

  /** One member, with short names: an item may have thousands. */
  private record Line(String f, long v, SharingAlert a, Optional<String> t, Instant at) {
    static Line of(Member member) {
      return new Line(
          member.fingerprint().hex(), member.version(), member.alert(), member.team(), member.at());
    }

    Member member() {
      return new Member(new Fingerprint(f), v, a, t, at);
    }
  }
}
