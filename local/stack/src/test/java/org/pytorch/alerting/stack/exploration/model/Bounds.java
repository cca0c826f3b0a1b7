package org.pytorch.alerting.stack.exploration.model;

/**
 * How far an exploration goes. Within its bounds it is complete.
 *
 * @param deliveries of each message, redeliveries and duplicates together, at most {@link
 *     Mail#MAX_DELIVERIES}
 * @param executions at once
 * @param faults in one history: crashes, lost answers, lost connections
 * @param deeds of people in one history
 */
public record Bounds(int deliveries, int executions, int faults, int deeds) {
  /** A safeguard against running out of memory: more is an error, not a smaller exploration. */
  public static final int MAX_STATES = 40_000_000;

  /** {@return bounds from four numbers with spaces between} */
  public static Bounds of(String text) {
    String[] numbers = text.trim().split(" +", -1);
    if (numbers.length != 4) {
      throw new IllegalArgumentException("not deliveries, executions, faults, deeds: " + text);
    }
    return new Bounds(
        Integer.parseInt(numbers[0]),
        Integer.parseInt(numbers[1]),
        Integer.parseInt(numbers[2]),
        Integer.parseInt(numbers[3]));
  }

  public Bounds {
    if (deliveries > Mail.MAX_DELIVERIES || faults > Mail.MAX_FAULTS || deeds > Mail.MAX_DEEDS) {
      throw new IllegalArgumentException("more than is counted: " + this);
    }
  }

  @Override
  public String toString() {
    return "%d deliveries, %d executions at once, %d faults, %d deeds"
        .formatted(deliveries, executions, faults, deeds);
  }
}
