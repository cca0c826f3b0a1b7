package org.pytorch.alerting.runtime;

import java.io.PrintStream;
import java.time.InstantSource;

/**
 * What a function needs from the machine it runs on: its variables, the time, and an output for its
 * log.
 */
public record Host(Environment environment, InstantSource clock, PrintStream log) {
  /**
   * {@return the real host: the process's variables, the system clock and standard output, which
   * Lambda collects}
   */
  public static Host system() {
    return new Host(new Environment(System.getenv()), InstantSource.system(), System.out);
  }
}
