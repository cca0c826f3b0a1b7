package org.pytorch.alerting.decide.shared;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.status.SharingAlert;

class MembersTest {
  private static final Member FIRST = member("0", 1);
  private static final Member SECOND = member("0", 2);
  private static final Member OTHER = member("f", 3);

  private static Member member(String digit, int number) {
    Member member = MemberBookTest.member(number, 1, SharingAlert.State.FIRING, Priority.P2);
    return new Member(
        new Fingerprint(digit + member.fingerprint().hex().substring(1)),
        1,
        member.alert(),
        member.team(),
        member.at());
  }

  @Test
  void what_is_written_is_read_again() {
    Members members = Members.of(List.of(OTHER, SECOND, FIRST));

    Members read = Members.unpacked(members.packed());

    assertThat(read).isEqualTo(members).hasSameHashCodeAs(members);
    assertThat(read.all()).containsExactly(FIRST, SECOND, OTHER);
    assertThat(read.find(SECOND.fingerprint())).contains(SECOND);
    assertThat(read.find(member("5", 1).fingerprint())).isEmpty();
    assertThat(read.size()).isEqualTo(3);
    assertThat(members.packed()).containsOnlyKeys("0", "f");
  }

  @Test
  void event_of_one_member_neither_reads_nor_changes_the_pages_of_others() {
    Map<String, String> pages = new TreeMap<>(Members.of(List.of(FIRST)).packed());
    pages.put("f", "what nobody can read");

    Members next = Members.unpacked(pages).with(SECOND).orElseThrow();

    assertThat(next.packed()).containsEntry("f", "what nobody can read");
    assertThat(next.find(FIRST.fingerprint())).contains(FIRST);
    assertThat(next.find(SECOND.fingerprint())).contains(SECOND);
    assertThatThrownBy(next::size).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void one_page_of_an_earlier_version_is_read_whatever_the_order_of_a_line() {
    String first = requireNonNull(Members.of(List.of(FIRST)).packed().get("0"));
    String line = BodyEncoding.GZIP_BASE64.decode(first);
    String turned =
        "{\"v\":1,"
            + line.substring(1)
                .replace(",\"v\":1", "")
                .replace(FIRST.fingerprint().hex(), OTHER.fingerprint().hex());

    Members read = Members.ofOnePage(BodyEncoding.GZIP_BASE64.encode(line + "\n" + turned));

    assertThat(read.all().map(Member::fingerprint))
        .containsExactly(FIRST.fingerprint(), OTHER.fingerprint());
    assertThat(read.packed()).containsOnlyKeys("0", "f");
  }

  @Test
  void those_that_are_left_are_on_their_pages() {
    Members members = Members.of(List.of(FIRST, SECOND, OTHER));

    assertThat(members.only(FIRST::equals)).isEqualTo(Members.of(List.of(FIRST)));
    assertThat(members.only(_ -> false)).isEqualTo(Members.NONE);
  }

  @Test
  void members_of_one_page_have_room_for_hundreds() {
    Members members =
        Members.of(IntStream.range(0, 199).mapToObj(i -> member("0", i)).toList())
            .with(member("0", 199))
            .orElseThrow();

    assertThat(members.size()).isEqualTo(200);
    assertThat(requireNonNull(members.packed().get("0")).length())
        .isLessThanOrEqualTo(Members.MAX_PAGE_LENGTH);
    assertThat(IntStream.range(0, 200).mapToObj(i -> member("0", i)))
        .containsExactlyElementsOf(members.all().toList());
  }
}
