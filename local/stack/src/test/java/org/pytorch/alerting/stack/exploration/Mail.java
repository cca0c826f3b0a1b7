package org.pytorch.alerting.stack.exploration;

/**
 * What the queue and fate still hold, in the bits of one number.
 *
 * @param bits three for the deliveries of each of three messages, one each for whether it is
 *     handled, four for faults, four for deeds
 */
record Mail(int bits) {
  static final int MAX_DELIVERIES = 7;
  static final int MAX_FAULTS = 15;
  static final int MAX_DEEDS = 15;
  private static final int HANDLED = 9;
  private static final int FAULTS = 12;
  private static final int DEEDS = 16;

  /** {@return how often {@code message} was delivered} */
  int deliveries(int message) {
    return (bits >> (3 * message)) & 7;
  }

  Mail delivered(int message) {
    return new Mail(bits + (1 << (3 * message)));
  }

  /** {@return whether the queue was told that {@code message} is done} */
  boolean isHandled(int message) {
    return ((bits >> (HANDLED + message)) & 1) == 1;
  }

  Mail handled(int message) {
    return new Mail(bits | (1 << (HANDLED + message)));
  }

  /** {@return how many faults there were} */
  int faults() {
    return (bits >> FAULTS) & 15;
  }

  Mail withFault() {
    return new Mail(bits + (1 << FAULTS));
  }

  /** {@return how many deeds people have done} */
  int deeds() {
    return (bits >> DEEDS) & 15;
  }

  Mail withDeed() {
    return new Mail(bits + (1 << DEEDS));
  }
}
