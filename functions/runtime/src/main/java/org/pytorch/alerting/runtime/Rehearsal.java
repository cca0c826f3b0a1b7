package org.pytorch.alerting.runtime;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * Does what the function will do for its first event, with made-up data and without leaving the
 * process, so that the classes are loaded and compiled when the snapshot is taken. It must leave
 * nothing behind: no connection, no credentials, no change to the objects that the function uses.
 */
@FunctionalInterface
public interface Rehearsal {
  /** Runs once; a failure only costs the snapshot its head start. */
  void run() throws Exception;

  /** {@return a host with only {@code variables}, whose log is discarded} */
  static Host host(Map<String, String> variables) {
    return new Host(
        new Environment(variables),
        InstantSource.system(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
