package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.shared.Member;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.Members;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.text.Sha256;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class MemberBookItemsTest {
  private static final SharedIssue ISSUE =
      SharedIssue.ofRepository(Alerts.firing(T0), Alerts.REPOSITORY);

  /** As many as share an issue after 1,000 alerts of 50 rules, 100 of them P0. */
  private static final int STORM = 870;

  /** Each so many-th write is measured. */
  private static final int SAMPLE = 30;

  private static Member member(int number) {
    return new Member(
        new Fingerprint(Sha256.hex("alert " + number)),
        1,
        new SharingAlert(
            SharingAlert.State.FIRING,
            Optional.of(Priority.P2),
            "Rule %d: port=%d".formatted(number % 50, number),
            T0.plusMillis(60L * number),
            Optional.empty()),
        Optional.of("harbor"),
        NOW.plusMillis(61L * number));
  }

  private static MemberBook joined(MemberBook book, int number) {
    return book.updated(member(number), NOW, true).next();
  }

  @Test
  void book_survives_writing_and_reading() {
    MemberBook book = joined(joined(MemberBook.empty(ISSUE), 1), 2);

    Map<String, AttributeValue> item = MemberBookItems.write(book);

    assertThat(MemberBookItems.read(item)).isEqualTo(book);
    assertThat(item)
        .containsOnlyKeys(
            "fingerprint",
            "version",
            "shared_issue",
            "said_at",
            "ttl_expires_at",
            "members",
            "check_at")
        .containsEntry("fingerprint", AttributeValue.fromS("members#" + ISSUE.fingerprint().hex()));
    assertThat(MemberBookItems.read(MemberBookItems.write(MemberBook.empty(ISSUE))))
        .isEqualTo(MemberBook.empty(ISSUE));
  }

  @Test
  void members_that_are_lost_survive_writing_and_reading() {
    MemberBook book =
        new MemberBook(
            7,
            ISSUE,
            NOW,
            Members.of(List.of(member(1))),
            Optional.empty(),
            Optional.of(new MemberBook.Lost(3, NOW, T0)));

    assertThat(MemberBookItems.read(MemberBookItems.write(book))).isEqualTo(book);
  }

  @Test
  void members_in_one_text_as_an_earlier_version_wrote_them_are_read() {
    String hex = member(1).fingerprint().hex();
    String line =
        """
        {"f":"%s","v":1,"a":{"state":"firing","priority":"P2","title":"Rule 1: port=1",\
        "since":"%s"},"t":"harbor","at":"%s"}\
        """
            .formatted(hex, member(1).alert().since(), member(1).at());
    Map<String, AttributeValue> item =
        new HashMap<>(MemberBookItems.write(joined(MemberBook.empty(ISSUE), 1)));
    item.put("members", AttributeValue.fromS(BodyEncoding.GZIP_BASE64.encode(line)));

    assertThat(MemberBookItems.read(item).members().all()).containsExactly(member(1));
  }

  @Test
  void write_units_of_a_storm_are_those_of_the_document() throws IOException {
    MemberBook book = MemberBook.empty(ISSUE);
    int written = 0;
    for (int i = 0; i < STORM; i++) {
      book = joined(book, i);
      if (i % SAMPLE == 0) {
        written += SAMPLE * ((size(MemberBookItems.write(book)) + 1_023) / 1_024);
      }
    }

    Matcher documented =
        Pattern.compile("870\\s+alerts that join one issue take ([\\d,]+)\\s+write\\s+units")
            .matcher(Files.readString(Path.of("../../docs/COSTS.md")));
    assertThat(documented.find()).isTrue();
    // Another zlib packs a little better or worse.
    assertThat(written)
        .isCloseTo(
            Integer.parseInt(documented.group(1).replace(",", "")), Percentage.withPercentage(10));
  }

  /** {@return the bytes of names and values, as DynamoDB counts them} */
  private static int size(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(entry -> bytes(entry.getKey()) + size(entry.getValue()))
        .sum();
  }

  private static int size(AttributeValue value) {
    return value.hasM() ? 3 + size(value.m()) : bytes(value.s() != null ? value.s() : value.n());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
