package org.pytorch.alerting.normalize.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.TestData;

class EventDraftTest {
  private static final Wording WORDING =
      new Wording("send a title", "send a state", "send a priority", "send a team");

  private static EventDraft draft(AlertState state) {
    return new EventDraft("grafana", WORDING)
        .title(Stream.of("t"))
        .state(state)
        .providerVersion(Stream.of("1"))
        .occurredAt(Stream.empty(), TestData.SENT_AT)
        .identity(new Identity(Optional.empty(), Optional.empty(), Optional.of("id")));
  }

  private static AlertEvent accepted(EventDraft draft) {
    return ((Reading.Accepted) draft.finish()).event();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "{{ $labels.x }}", "[no value]", " <nil> "})
  void text_that_says_nothing_is_none(String text) {
    AlertEvent event =
        accepted(
            draft(AlertState.RESOLVED)
                .description(Stream.of(text))
                .summary(Stream.of(text))
                .reason(Stream.of(text)));

    assertThat(event.description()).isEmpty();
    assertThat(event.summary()).isEmpty();
    assertThat(event.reason()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{ $labels.x }}", "[no value]"})
  void identifier_that_a_template_has_left_is_none(String text) {
    Optional<String> id = Optional.of(text);

    assertThat(accepted(draft(AlertState.RESOLVED).identity(new Identity(id, id, id))).identity())
        .isEqualTo(new Identity(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u200b",
        "{{ $labels.x }}",
        "\ud83d",
        "\ufffd",
        "\u0301\u0301",
        "\u0903"
      })
  void blank_title_gives_way_to_the_next(String blank) {
    EventDraft draft = draft(AlertState.RESOLVED).title(Stream.of(blank, "next"));

    assertThat(draft.currentTitle()).isEqualTo("next");
  }

  @Test
  void title_is_read_to_2000_characters_before_its_spaces_are_joined() {
    assertThat(title("a" + " ".repeat(1_998) + "b")).isEqualTo("a b");
    assertThat(title("a" + " ".repeat(1_999) + "b")).isEqualTo("a … [cut]");
  }

  private static String title(String text) {
    return draft(AlertState.FIRING).title(Stream.of(text)).currentTitle();
  }

  @Test
  void quoted_value_is_read_to_200_characters_before_its_spaces_are_joined() {
    assertThat(EventDraft.quoted("a" + " ".repeat(198) + "b")).isEqualTo("\"a b\"");
    assertThat(EventDraft.quoted("a" + " ".repeat(199) + "b")).isEqualTo("\"a … [cut]\"");
  }

  @Test
  void priority_is_read_without_the_spaces_of_a_page() {
    assertThat(accepted(draft(AlertState.RESOLVED).priority(Stream.of("&nbsp;P1"))).priority())
        .map(Enum::name)
        .contains("P1");
  }

  @Test
  void alert_needs_a_state_that_is_known() {
    List<String> problems = List.of("broken", "no state: send a state");

    assertThat(stateless().finish()).isEqualTo(new Reading.Rejected("t", problems));
    assertThat(stateless().unknownState("on\nfire").finish())
        .isEqualTo(
            new Reading.Rejected(
                "t", List.of("broken", "state \"on fire\" is not known: send a state")));
  }

  private static EventDraft stateless() {
    return new EventDraft("grafana", WORDING)
        .title(Stream.of("t"))
        .problem("broken")
        .priority(Stream.of("P1"))
        .teams(Stream.of("harbor"))
        .occurredAt(Stream.empty(), TestData.SENT_AT);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-09T23:59:59.999Z, 2026-03-09T23:59:59.999Z",
    "2026-03-10T00:00:00Z, 2026-03-10T00:00:00Z",
    "2026-03-10T00:00:00.001Z, 2026-03-10T00:00:00Z",
    "2016-03-09T23:59:59.999Z, 2026-03-10T00:00:00Z",
    "nonsense, 2026-03-10T00:00:00Z"
  })
  void a_time_that_cannot_be_true_becomes_the_time_it_was_sent(String text, Instant time) {
    Instant sentAt = Instant.parse("2026-03-10T00:00:00Z");

    assertThat(accepted(draft(AlertState.RESOLVED).occurredAt(Stream.of(text), sentAt)))
        .extracting(AlertEvent::occurredAt)
        .isEqualTo(time);
  }

  @Test
  void no_time_becomes_the_time_it_was_sent() {
    assertThat(accepted(draft(AlertState.RESOLVED)).occurredAt()).isEqualTo(TestData.SENT_AT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[no+value]", "[no%20value]", "%5Bno+value%5D", "%7B%7Bx%7D%7D"})
  void link_with_an_encoded_placeholder_gives_way_to_the_next(String placeholder) {
    String next = "https://wiki.example/a+b";

    assertThat(UsableLink.first(Stream.of("https://wiki.example/?q=" + placeholder, next)))
        .contains(next);
  }

  @Test
  void blank_version_is_none() {
    assertThat(accepted(draft(AlertState.RESOLVED).providerVersion(Stream.of(" "))))
        .isEqualTo(accepted(draft(AlertState.RESOLVED)));
  }

  @Test
  void firing_alert_needs_a_title_and_a_resolved_one_an_identity_or_a_title() {
    EventDraft untitled = new EventDraft("grafana", WORDING).state(AlertState.FIRING);
    assertThat(untitled.currentTitle()).isEqualTo("untitled");
    assertThat(untitled.finish())
        .isEqualTo(new Reading.Rejected("untitled", List.of("no title: send a title")));

    assertThat(new EventDraft("grafana", WORDING).state(AlertState.RESOLVED).finish())
        .isEqualTo(new Reading.Rejected("untitled", List.of("no title: send a title")));
  }

  @Test
  void resolved_alert_is_not_told_of_what_only_a_firing_one_needs() {
    EventDraft firing = draft(AlertState.FIRING).problem("broken");
    EventDraft resolved = draft(AlertState.RESOLVED).problem("broken");

    for (EventDraft draft : List.of(firing, resolved)) {
      draft.teams(Stream.of("n/a")).priority(Stream.of());
    }

    assertThat(resolved.finish()).isEqualTo(new Reading.Rejected("t", List.of("broken")));
    assertThat(firing.finish())
        .isEqualTo(
            new Reading.Rejected(
                "t",
                List.of(
                    "broken",
                    "team \"n/a\" has no team name: send a team",
                    "no priority: send a priority")));
  }

  @Test
  void resolved_alert_has_none_of_the_values_that_contradict_each_other() {
    List<String> values = List.of("one", "two", "three", "four");

    AlertEvent event =
        accepted(
            draft(AlertState.RESOLVED)
                .contradiction("priority", values)
                .priority(Stream.of("P1"))
                .contradiction("team", values)
                .teams(Stream.of("harbor")));

    assertThat(event.priority()).isEmpty();
    assertThat(event.teams()).isEmpty();
  }

  @Test
  void resolved_alert_keeps_what_does_not_contradict_itself() {
    AlertEvent event =
        accepted(draft(AlertState.RESOLVED).priority(Stream.of("P1")).teams(Stream.of("harbor")));

    assertThat(event.priority()).map(Enum::name).contains("P1");
    assertThat(event.teams()).containsExactly("harbor");
  }

  @Test
  void firing_alert_is_told_of_three_of_the_values_that_contradict_each_other() {
    assertThat(
            draft(AlertState.FIRING)
                .contradiction("team", List.of("one", "two", "three", "four"))
                .teams(Stream.of("one"))
                .priority(Stream.of("P1"))
                .finish())
        .isEqualTo(
            new Reading.Rejected(
                "t",
                List.of(
                    "team is given as \"one\" and as \"two\" and as \"three\": give only one")));
  }

  /** An object or a list is a level; what stands in it is none. */
  @ParameterizedTest
  @CsvSource({"31, true", "32, false"})
  void payload_is_kept_to_32_levels(int lists, boolean kept) {
    for (String inner : new String[] {"", "1", "null", "\"x\""}) {
      ObjectNode raw = Json.mapper().createObjectNode();
      raw.set("a", Json.read("[".repeat(lists) + inner + "]".repeat(lists), JsonNode.class));

      assertThat(accepted(draft(AlertState.RESOLVED).rawProvider(raw)).rawProvider().isPresent())
          .isEqualTo(kept);
    }
  }

  @Test
  void payload_that_is_no_object_is_not_kept() {
    assertThat(
            accepted(draft(AlertState.RESOLVED).rawProvider(Json.read("[1]", JsonNode.class)))
                .rawProvider())
        .isEmpty();
  }
}
