package org.pytorch.alerting.console.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.console.run.Events;
import org.pytorch.alerting.console.run.Status;

final class WaterfallTest {
  @Test
  void a_bar_begins_and_ends_with_its_state() {
    Events events = new Events();
    events.add("ExecutionStarted"); // at 0 ms
    events.pause(Duration.ofMillis(15));
    events.add("PassStateEntered", "name", "One"); // at 25 ms
    events.pause(Duration.ofMillis(40));
    events.add("PassStateExited", "name", "One"); // at 75 ms
    events.pause(Duration.ofMillis(15));
    events.add("ExecutionSucceeded"); // at 100 ms

    Waterfall waterfall = Waterfall.of(events.run(), Events.START);

    assertThat(waterfall.bars())
        .extracting(Waterfall.Bar::state, Waterfall.Bar::left, Waterfall.Bar::width)
        .containsExactly(tuple("One", "25.00", "50.00"));
    assertThat(waterfall.bars().getFirst().duration()).isEqualTo("50 ms");
    assertThat(waterfall.more()).isZero();
  }

  @Test
  void the_states_of_an_item_are_below_their_map() {
    Events events = new Events();
    events.add("ExecutionStarted");
    events.add("MapStateEntered", "name", "Each");
    events.add("MapStateStarted");
    events.add("MapIterationStarted", "name", "Each", "index", "3");
    events.add("PassStateEntered", "name", "Step");

    assertThat(Waterfall.of(events.run(), Events.START.plusSeconds(1)).bars())
        .extracting(
            Waterfall.Bar::state, Waterfall.Bar::depth, Waterfall.Bar::item, Waterfall.Bar::status)
        .containsExactly(
            tuple("Each", 0, Optional.empty(), Status.RUNNING),
            tuple("Step", 1, Optional.of(3), Status.RUNNING));
  }

  @Test
  void more_bars_than_a_person_reads_are_counted() {
    Events events = new Events();
    events.add("ExecutionStarted");
    for (int i = 0; i < 305; i++) {
      events.add("PassStateEntered", "name", "Loop");
      events.add("PassStateExited", "name", "Loop");
    }
    events.add("ExecutionSucceeded");

    Waterfall waterfall = Waterfall.of(events.run(), Events.START);

    assertThat(waterfall.bars()).hasSize(300);
    assertThat(waterfall.more()).isEqualTo(5);
  }
}
