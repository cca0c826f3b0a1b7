package org.pytorch.alerting.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;

/** What a function logs, for a test to read. */
public final class RecordedLog {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  /** {@return a host without variables that logs here} */
  public Host host(InstantSource clock) {
    return host(Map.of(), clock);
  }

  /** {@return a host that logs here} */
  public Host host(Map<String, String> variables, InstantSource clock) {
    return new Host(new Environment(variables), clock, new PrintStream(printed, true, UTF_8));
  }

  /** {@return a host without variables whose log nobody reads} */
  public static Host unread(InstantSource clock) {
    return new Host(
        new Environment(Map.of()),
        clock,
        new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
  }

  /** Forgets what was logged. */
  public void clear() {
    printed.reset();
  }

  public String text() {
    return printed.toString(UTF_8);
  }

  public List<JsonNode> lines() {
    return text().lines().map(line -> Json.read(line, JsonNode.class)).toList();
  }

  /** {@return the lines that have {@code field}} */
  public List<JsonNode> lines(String field) {
    return lines().stream().filter(line -> line.has(field)).toList();
  }
}
