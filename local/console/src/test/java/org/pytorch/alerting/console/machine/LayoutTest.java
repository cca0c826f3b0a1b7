package org.pytorch.alerting.console.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.console.machine.Drawing.Box;
import org.pytorch.alerting.console.machine.Drawing.Point;

final class LayoutTest {
  private final Layout layout = new Layout();

  private Drawing drawing(String definition) {
    return layout.of(definition, Definition.read(definition));
  }

  @Test
  void states_do_not_overlap_and_are_in_the_picture() throws IOException {
    Drawing drawing = drawing(DefinitionTest.pipeline());
    List<Box> states = drawing.boxes().stream().filter(box -> !box.isFrame()).toList();

    assertThat(states).hasSizeGreaterThan(20);
    assertThat(states)
        .allSatisfy(
            box -> {
              assertThat(box.at().x()).isNotNegative();
              assertThat(box.at().y()).isNotNegative();
              assertThat(box.at().x() + box.width()).isLessThanOrEqualTo(drawing.width());
              assertThat(box.at().y() + box.height()).isLessThanOrEqualTo(drawing.height());
            });
    for (Box one : states) {
      assertThat(states).filteredOn(other -> !other.equals(one) && overlap(one, other)).isEmpty();
    }
  }

  @Test
  void every_line_begins_and_ends_at_its_states() throws IOException {
    Drawing drawing = drawing(DefinitionTest.pipeline());

    assertThat(drawing.lines())
        .filteredOn(line -> !line.edge().from().isEmpty())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            line -> {
              assertThat(touches(box(drawing, line.edge().from()), line.points().getFirst()))
                  .isTrue();
              assertThat(touches(box(drawing, line.edge().to()), line.points().getLast())).isTrue();
            });
  }

  @Test
  void branches_are_drawn_inside_their_state() {
    Drawing drawing = drawing(DefinitionTest.PARALLEL);
    Box both = box(drawing, "Both");

    assertThat(both.isFrame()).isTrue();
    assertThat(contains(both, box(drawing, "One"))).isTrue();
    assertThat(contains(both, box(drawing, "Two"))).isTrue();
    assertThat(contains(both, box(drawing, "Good"))).isFalse();
  }

  @Test
  void a_definition_is_laid_out_once() {
    assertThat(drawing(DefinitionTest.PARALLEL)).isSameAs(drawing(DefinitionTest.PARALLEL));
  }

  @Test
  void a_state_that_leads_to_itself_is_drawn() {
    String loop =
        """
        {"StartAt": "A", "States": {"A": {"Type": "Choice", "Default": "A", "Choices": []}}}
        """;

    assertThat(drawing(loop).lines()).hasSize(2);
  }

  private static Box box(Drawing drawing, String name) {
    return drawing.boxes().stream()
        .filter(box -> box.node().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean overlap(Box one, Box other) {
    return one.at().x() < other.at().x() + other.width()
        && other.at().x() < one.at().x() + one.width()
        && one.at().y() < other.at().y() + other.height()
        && other.at().y() < one.at().y() + one.height();
  }

  private static boolean contains(Box outer, Box inner) {
    return outer.at().x() < inner.at().x()
        && outer.at().y() < inner.at().y()
        && inner.at().x() + inner.width() < outer.at().x() + outer.width()
        && inner.at().y() + inner.height() < outer.at().y() + outer.height();
  }

  private static boolean touches(Box box, Point point) {
    double slack = 1;
    return point.x() >= box.at().x() - slack
        && point.x() <= box.at().x() + box.width() + slack
        && point.y() >= box.at().y() - slack
        && point.y() <= box.at().y() + box.height() + slack;
  }
}
