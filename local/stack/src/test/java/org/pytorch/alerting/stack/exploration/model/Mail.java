package org.pytorch.alerting.stack.exploration.model;

/**
 * What the queue and fate still hold, in the bits of one number.
 *
 * @param bits three for the deliveries of each of three messages, one each for whether it is
 *     handled, four for faults, four for deeds, one each for whether its event is in the
 *     dead-letter queue, one for whether the reorder window is over
 */
public record Mail(int bits) {
  static final int MAX_DELIVERIES = 7;
  static final int MAX_FAULTS = 15;
  static final int MAX_DEEDS = 15;
  private static final int HANDLED = 9;
  private static final int FAULTS = 12;
  private static final int DEEDS = 16;
  private static final int DEAD = 20;
  private static final int WINDOW_OVER = 23;

  /** {@return how often {@code message} was delivered} */
  public int deliveries(int message) {
    return (bits >> (3 * message)) & 7;
  }

  public Mail delivered(int message) {
    return new Mail(bits + (1 << (3 * message)));
  }

  /** {@return whether the queue was told that {@code message} is done} */
  public boolean isHandled(int message) {
    return ((bits >> (HANDLED + message)) & 1) == 1;
  }

  public Mail handled(int message) {
    return new Mail(bits | (1 << (HANDLED + message)));
  }

  /**
   * {@return whether the event of {@code message} was given up and put into the dead-letter queue}
   */
  public boolean isDead(int message) {
    return ((bits >> (DEAD + message)) & 1) == 1;
  }

  public Mail dead(int message) {
    return new Mail(bits | (1 << (DEAD + message)));
  }

  /** {@return whether everything was said longer ago than a late copy can take} */
  public boolean isWindowOver() {
    return ((bits >> WINDOW_OVER) & 1) == 1;
  }

  public Mail windowOver() {
    return new Mail(bits | (1 << WINDOW_OVER));
  }

  /** {@return how many faults there were} */
  public int faults() {
    return (bits >> FAULTS) & 15;
  }

  public Mail withFault() {
    return new Mail(bits + (1 << FAULTS));
  }

  /** {@return how many deeds people have done} */
  public int deeds() {
    return (bits >> DEEDS) & 15;
  }

  public Mail withDeed() {
    return new Mail(bits + (1 << DEEDS));
  }
}
