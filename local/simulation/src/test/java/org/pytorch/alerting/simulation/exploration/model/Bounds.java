package org.pytorch.alerting.simulation.exploration.model;

/**
 * The bounds of an exploration. Within them it is complete.
 *
 * @param deliveries of each message, including redeliveries and duplicates, at most {@link
 *     Counters#MAX_DELIVERIES}
 * @param executions that run at once
 * @param faults in one history: crashes, lost responses, lost connections
 * @param personActions actions of people in one history
 */
public record Bounds(int deliveries, int executions, int faults, int personActions) {
  /**
   * Protects against running out of memory. More states are an error; the exploration is never cut
   * short.
   */
  public static final int MAX_STATES = 40_000_000;

  /** {@return bounds from four numbers separated by spaces} */
  public static Bounds of(String text) {
    String[] numbers = text.trim().split(" +", -1);
    if (numbers.length != 4) {
      throw new IllegalArgumentException(
          "expected deliveries, executions, faults, actions of people: " + text);
    }
    return new Bounds(
        Integer.parseInt(numbers[0]),
        Integer.parseInt(numbers[1]),
        Integer.parseInt(numbers[2]),
        Integer.parseInt(numbers[3]));
  }

  public Bounds {
    if (deliveries > Counters.MAX_DELIVERIES
        || faults > Counters.MAX_FAULTS
        || personActions > Counters.MAX_PERSON_ACTIONS) {
      throw new IllegalArgumentException("more than the counters can hold: " + this);
    }
  }

  @Override
  public String toString() {
    return "%d deliveries, %d executions at once, %d faults, %d actions of people"
        .formatted(deliveries, executions, faults, personActions);
  }
}
