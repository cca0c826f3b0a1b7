package org.pytorch.alerting.console.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.console.machine.Definition;
import org.pytorch.alerting.console.machine.Layout;
import org.pytorch.alerting.console.run.Events;

final class GraphSvgTest {
  private static final String DEFINITION =
      """
      {"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "Next": "Last", "ItemProcessor": {"StartAt": "Work", "States": {
          "Work": {"Type": "Task", "Resource": "arn:f", "End": true,
                   "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}]},
          "Sorry": {"Type": "Pass", "End": true}}}},
        "Last": {"Type": "Succeed"}}}
      """;

  private static Document svg(ExecutionPath path, String selected) {
    String svg =
        GraphSvg.of(
            new Layout().of(DEFINITION, Definition.read(DEFINITION)),
            path,
            selected,
            state -> "?a=1&state=" + state);
    return Jsoup.parse(svg, Parser.xmlParser());
  }

  /** The first item succeeds after a retry, the second one's error is caught. */
  private static Events twoItems() {
    Events events = new Events();
    events.add("ExecutionStarted");
    events.add("MapStateEntered", "name", "Each");
    long map = events.add("MapStateStarted");
    events.after(map, "MapIterationStarted", "name", "Each", "index", "0");
    events.add("TaskStateEntered", "name", "Work");
    events.add("LambdaFunctionScheduled");
    events.add("LambdaFunctionFailed", "error", "Busy");
    events.add("LambdaFunctionScheduled");
    events.add("LambdaFunctionSucceeded");
    events.add("TaskStateExited", "name", "Work");
    events.add("MapIterationSucceeded", "name", "Each", "index", "0");
    events.after(map, "MapIterationStarted", "name", "Each", "index", "1");
    events.add("TaskStateEntered", "name", "Work");
    events.add("LambdaFunctionScheduled");
    events.add("LambdaFunctionFailed", "error", "Broken");
    events.add("TaskStateExited", "name", "Work");
    events.add("PassStateEntered", "name", "Sorry");
    events.add("PassStateExited", "name", "Sorry");
    events.add("MapIterationSucceeded", "name", "Each", "index", "1");
    events.after(map, "MapStateSucceeded");
    events.add("MapStateExited", "name", "Each");
    events.add("SucceedStateEntered", "name", "Last");
    events.add("SucceedStateExited", "name", "Last");
    events.add("ExecutionSucceeded");
    return events;
  }

  @Test
  void every_state_is_a_link_that_says_in_words_what_its_colour_says() {
    Document svg = svg(ExecutionPath.of(twoItems().run(), Map.of()), "");

    assertThat(svg.select("a.node").eachAttr("aria-label"))
        .containsExactlyInAnyOrder(
            "Each, Map, succeeded",
            "Work, Task, error caught · ×2 · 1 retry",
            "Sorry, Pass, succeeded",
            "Last, Succeed, succeeded");
    assertThat(svg.select("a[data-state=Work] rect").attr("class")).contains("is-caught");
    assertThat(svg.select("a[data-state=Work] .symbol").text()).isEqualTo("↷");
    assertThat(svg.select("a[data-state=Each] .note").text()).isEqualTo("succeeded · 2 items");
    assertThat(svg.select("a[data-state=Work]").attr("href")).isEqualTo("?a=1&state=Work");
  }

  @Test
  void a_chosen_item_shows_its_own_way() {
    Document first = svg(ExecutionPath.of(twoItems().run(), Map.of("Each", 0)), "Work");

    assertThat(first.select("a[data-state=Work]").attr("aria-label"))
        .isEqualTo("Work, Task, succeeded · 1 retry");
    assertThat(first.select("a[data-state=Work]").attr("aria-current")).isEqualTo("true");
    assertThat(first.select("a[data-state=Sorry]").attr("aria-label"))
        .isEqualTo("Sorry, Pass, not visited");
    assertThat(first.select("path.taken title").eachText())
        .doesNotContain("Work → Sorry on States.ALL");
  }

  @Test
  void the_way_taken_is_marked() {
    Document svg = svg(ExecutionPath.of(twoItems().run(), Map.of()), "");

    assertThat(svg.select("path.taken title").eachText())
        .containsExactlyInAnyOrder("Start → Each", "Each → Last", "Work → Sorry on States.ALL");
  }

  @Test
  void without_an_execution_nothing_is_marked() {
    Document svg = svg(ExecutionPath.none(), "");

    assertThat(svg.select(".taken")).isEmpty();
    assertThat(svg.select("rect.state")).allMatch(state -> state.hasClass("not-visited"));
  }

  @Test
  void names_are_text_and_never_markup() {
    String hostile = DEFINITION.replace("Sorry", "<script>'\\\"&");
    String svg =
        GraphSvg.of(
            new Layout().of(hostile, Definition.read(hostile)),
            ExecutionPath.none(),
            "",
            state -> "?" + state);

    assertThat(svg).doesNotContain("<script").contains("&lt;script&gt;");
    assertThat(Jsoup.parse(svg, Parser.xmlParser()).select("a.node").eachAttr("data-state"))
        .contains("<script>'\"&");
  }
}
