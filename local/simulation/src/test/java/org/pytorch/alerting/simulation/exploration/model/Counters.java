package org.pytorch.alerting.simulation.exploration.model;

/**
 * Counts deliveries, faults and actions of people, all in the bits of one number.
 *
 * @param bits three for the deliveries of each of three messages, one each for whether the message
 *     is handled, four for faults, four for actions of people, one each for whether the message's
 *     event is in the dead-letter queue, one for whether the reorder window is over
 */
public record Counters(int bits) {
  static final int MAX_DELIVERIES = 7;
  static final int MAX_FAULTS = 15;
  static final int MAX_PERSON_ACTIONS = 15;
  private static final int HANDLED = 9;
  private static final int FAULTS = 12;
  private static final int PERSON_ACTIONS = 16;
  private static final int DEAD = 20;
  private static final int WINDOW_OVER = 23;

  /** {@return the number of deliveries of {@code message}} */
  public int deliveries(int message) {
    return (bits >> (3 * message)) & 7;
  }

  public Counters delivered(int message) {
    return new Counters(bits + (1 << (3 * message)));
  }

  /** {@return whether {@code message} was deleted from the queue} */
  public boolean isHandled(int message) {
    return ((bits >> (HANDLED + message)) & 1) == 1;
  }

  public Counters handled(int message) {
    return new Counters(bits | (1 << (HANDLED + message)));
  }

  /** {@return whether the event of {@code message} was given up and quarantined} */
  public boolean isDead(int message) {
    return ((bits >> (DEAD + message)) & 1) == 1;
  }

  public Counters dead(int message) {
    return new Counters(bits | (1 << (DEAD + message)));
  }

  /** {@return whether every message is older than the reorder window} */
  public boolean isWindowOver() {
    return ((bits >> WINDOW_OVER) & 1) == 1;
  }

  public Counters windowOver() {
    return new Counters(bits | (1 << WINDOW_OVER));
  }

  public int faults() {
    return (bits >> FAULTS) & 15;
  }

  public Counters withFault() {
    return new Counters(bits + (1 << FAULTS));
  }

  public int personActions() {
    return (bits >> PERSON_ACTIONS) & 15;
  }

  public Counters withPersonAction() {
    return new Counters(bits + (1 << PERSON_ACTIONS));
  }
}
