package org.pytorch.alerting.decide.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.status.SharingAlert.State.FIRING;
import static org.pytorch.alerting.model.status.SharingAlert.State.OWN_ISSUE;
import static org.pytorch.alerting.model.status.SharingAlert.State.RESOLVED;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.status.SharingAlerts;
import org.pytorch.alerting.model.text.Sha256;

class MemberBookTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final SharedIssue ISSUE = SharedIssue.ofRule(Alerts.firing(NOW), "harbor/alerts");

  private MemberBook book = MemberBook.empty(ISSUE);

  private MemberBook.Updated update(Member member, Instant now) {
    MemberBook.Updated updated = book.updated(member, now, true);
    book = updated.next();
    return updated;
  }

  static Member member(int number, long version, SharingAlert.State state, Priority priority) {
    return new Member(
        new Fingerprint("%064x".formatted(number)),
        version,
        new SharingAlert(
            state,
            Optional.of(priority),
            "port=" + number,
            NOW.minusSeconds(number),
            Optional.of(new IssueRef("harbor/alerts", 9)).filter(_ -> state == OWN_ISSUE)),
        Optional.of("team" + number % 2),
        NOW);
  }

  private static Member firing(int number, long version) {
    return member(number, version, FIRING, Priority.P2);
  }

  @Test
  void first_of_those_that_join_at_once_needs_a_check_and_the_others_do_not() {
    assertThat(IntStream.range(0, 4).mapToObj(i -> update(firing(i, 1), NOW).needsCheck()))
        .containsExactly(true, false, false, false);

    book = book.checked(NOW.plusSeconds(5));

    assertThat(update(firing(9, 1), NOW.plusSeconds(6)).needsCheck()).isTrue();
  }

  @Test
  void repeated_event_changes_nothing_but_needs_a_check_while_none_has_come() {
    update(firing(1, 1), NOW);
    MemberBook before = book;

    assertThat(update(firing(1, 1), NOW))
        .isEqualTo(new MemberBook.Updated(before, true, true, false));

    book = book.checked(NOW);
    assertThat(update(firing(1, 1), NOW).needsCheck()).isFalse();
  }

  @Test
  void older_event_that_comes_late_changes_nothing() {
    update(member(1, 5, RESOLVED, Priority.P2), NOW);

    update(firing(1, 4), NOW);

    assertThat(book.event().state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void repeat_without_news_neither_needs_a_check_nor_counts_as_said_later() {
    update(firing(1, 1), NOW);
    book = book.checked(NOW);
    Instant said = book.saidAt();

    MemberBook.Updated updated = update(firing(1, 2), NOW.plusSeconds(60));

    assertThat(updated.needsCheck()).isFalse();
    assertThat(book.saidAt()).isEqualTo(said);
    assertThat(book.members().all()).extracting(Member::version).containsExactly(2L);
  }

  @Test
  void each_change_is_said_later_even_if_the_clock_stands_still() {
    update(firing(1, 1), NOW);
    Instant said = book.saidAt();

    update(firing(2, 1), NOW.minusSeconds(5));

    assertThat(book.saidAt()).isEqualTo(said.plusMillis(1));
  }

  @Test
  void lost_check_is_sent_again_by_a_later_change() {
    update(firing(1, 1), NOW);
    Instant lost = NOW.plus(MemberBook.CHECK_DELAY).plus(MemberBook.CHECK_LOST);

    assertThat(book.updated(firing(2, 1), lost.minusMillis(1), true).needsCheck()).isFalse();
    assertThat(book.updated(firing(2, 1), lost, true).needsCheck()).isTrue();
  }

  @Test
  void caller_that_cannot_send_a_check_does_not_promise_one() {
    MemberBook.Updated updated = book.updated(firing(1, 1), NOW, false);

    assertThat(updated.needsCheck()).isFalse();
    assertThat(updated.next().checkAt()).isEmpty();
  }

  @Test
  void together_they_fire_with_the_highest_priority_while_one_of_them_does() {
    update(member(1, 1, FIRING, Priority.P2), NOW);
    update(member(2, 1, FIRING, Priority.P1), NOW);
    update(member(3, 1, OWN_ISSUE, Priority.P0), NOW);

    AlertEvent event = book.event();

    assertThat(event.state()).isEqualTo(AlertState.FIRING);
    assertThat(event.priority()).contains(Priority.P1);
    assertThat(event.teams()).containsExactly("team0", "team1");
    assertThat(Fingerprint.of(event)).isEqualTo(ISSUE.fingerprint());

    update(member(1, 2, RESOLVED, Priority.P2), NOW);
    update(member(2, 2, OWN_ISSUE, Priority.P2), NOW);

    assertThat(book.event().state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void list_begins_with_the_urgent_ones_that_fire_and_counts_the_rest() {
    IntStream.range(0, 120).forEach(i -> update(firing(i, 1), NOW));
    update(member(500, 1, RESOLVED, Priority.P0), NOW);
    update(member(501, 1, OWN_ISSUE, Priority.P0), NOW);
    update(member(502, 1, FIRING, Priority.P0), NOW);

    SharingAlerts sharing = book.sharing();

    assertThat(sharing.by()).isEqualTo(SharedBy.RULE);
    assertThat(List.of(sharing.firing(), sharing.ownIssue(), sharing.resolved()))
        .containsExactly(121, 1, 1);
    assertThat(sharing.shown()).hasSize(SharingAlerts.MAX_SHOWN);
    assertThat(sharing.shown().getFirst().title()).isEqualTo("port=502");
    assertThat(SharingAlerts.unpacked(sharing.packed())).isEqualTo(sharing);
  }

  @Test
  void those_of_one_state_and_priority_are_listed_by_title() {
    List.of(3, 1, 2).forEach(i -> update(firing(i, 1), NOW));

    assertThat(book.sharing().shown())
        .extracting(SharingAlert::title)
        .containsExactly("port=1", "port=2", "port=3");
  }

  @Test
  void they_fire_since_the_first_of_those_that_fire() {
    update(firing(1, 1), NOW);
    update(firing(60, 1), NOW);
    assertThat(book.firingSince()).contains(NOW.minusSeconds(60));

    update(member(60, 2, RESOLVED, Priority.P2), NOW);
    assertThat(book.firingSince()).contains(NOW.minusSeconds(1));

    update(member(1, 2, OWN_ISSUE, Priority.P2), NOW);
    assertThat(book.firingSince()).isEmpty();
  }

  @Test
  void book_that_was_lost_fires_until_each_of_those_that_fired_has_said_something() {
    book = MemberBook.missing(ISSUE, 2, NOW.plusSeconds(1));

    update(at(firing(9, 1), NOW.plusSeconds(2)), NOW.plusSeconds(2));
    assertThat(book.lost().orElseThrow().count()).as("it joined later").isEqualTo(2);
    assertThat(book.sharing().firing()).isEqualTo(3);
    assertThat(book.checked(NOW.plusSeconds(2)).needsCheckOfLost(NOW)).isFalse();

    update(member(9, 2, RESOLVED, Priority.P2), NOW.plusSeconds(3));
    update(member(1, 7, RESOLVED, Priority.P2), NOW.plusSeconds(3));
    assertThat(book.event().state()).isEqualTo(AlertState.FIRING);
    book = book.checked(NOW.plusSeconds(4));
    assertThat(book.needsCheckOfLost(NOW.plusSeconds(4))).isTrue();
    assertThat(book.checked(NOW.plusSeconds(5)).needsCheckOfLost(NOW.plusSeconds(5)))
        .as("one is under way")
        .isFalse();

    update(firing(2, 1), NOW.plusSeconds(4));
    assertThat(book.lost()).isEmpty();
    assertThat(book.sharing().firing()).isEqualTo(1);

    update(member(2, 2, RESOLVED, Priority.P2), NOW.plusSeconds(5));
    assertThat(book.event().state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void lost_member_that_says_nothing_for_a_day_is_over() {
    book = MemberBook.missing(ISSUE, 2, NOW);
    update(member(1, 7, RESOLVED, Priority.P2), NOW);
    Instant said = book.saidAt();
    Instant over = NOW.plus(MemberBook.Lost.REMEMBERED);

    assertThat(book.checked(over.minusMillis(1)).event().state()).isEqualTo(AlertState.FIRING);
    assertThat(book.checked(over).event().state()).isEqualTo(AlertState.RESOLVED);
    assertThat(book.checked(over).saidAt()).isAfter(said);
  }

  private static Member at(Member member, Instant time) {
    return member.since(time);
  }

  @Test
  void one_that_is_over_is_remembered_for_an_hour() {
    update(firing(1, 1), NOW);
    update(member(2, 1, RESOLVED, Priority.P2), NOW);

    Instant forgotten = NOW.plus(MemberBook.REMEMBERED);

    assertThat(book.checked(forgotten.minusMillis(1)).members().size()).isEqualTo(2);
    assertThat(book.checked(forgotten).members().all()).containsExactly(firing(1, 1));
  }

  @Test
  void full_book_takes_nobody_else_and_keeps_its_members() {
    int count = 0;
    while (!update(named(count, 1), NOW).full()) {
      count++;
    }

    assertThat(count).isGreaterThan(400);
    assertThat(update(named(count, 1), NOW).full()).isTrue();
    assertThat(update(named(7, 2), NOW).full()).isFalse();
    assertThat(book.members().find(named(7, 2).fingerprint()).orElseThrow().version()).isEqualTo(2);
    assertThat(ISSUE.nextPart().fingerprint()).isNotEqualTo(ISSUE.fingerprint());
  }

  /** Its title is as long as one can be, and cannot be packed. */
  private static Member named(int number, long version) {
    SplittableRandom random = new SplittableRandom(31L * number + version);
    String title =
        random
            .ints(SharingAlert.MAX_TITLE_LENGTH, 0x20000, 0x2A6D0)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    Member member = firing(number, version);
    return new Member(
        new Fingerprint(Sha256.hex("alert " + number)),
        version,
        new SharingAlert(
            FIRING, member.alert().priority(), title, member.alert().since(), Optional.empty()),
        member.team(),
        member.at());
  }
}
