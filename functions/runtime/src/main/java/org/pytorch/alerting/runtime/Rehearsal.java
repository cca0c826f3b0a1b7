package org.pytorch.alerting.runtime;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * Does what the function will do for its first event, with made-up data and against nothing but
 * this process, so that the classes are loaded and compiled when the snapshot is taken. It must
 * leave nothing behind: no connection, no credentials, nothing in the objects that the function
 * works with.
 */
@FunctionalInterface
public interface Rehearsal {
  /** Runs once; a failure costs the snapshot its head start and nothing else. */
  void run() throws Exception;

  /** {@return a host with {@code variables} alone, whose log nobody reads} */
  static Host host(Map<String, String> variables) {
    return new Host(
        new Environment(variables),
        InstantSource.system(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
