package org.pytorch.alerting.stack.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.pytorch.alerting.model.json.Json;

/**
 * The standard output of the functions: every line is copied to a file or stream; our own JSON
 * lines, except metrics, also go to the journal.
 */
public final class FunctionLog {
  private FunctionLog() {}

  /** {@return the stream for the functions; thread-safe} */
  public static PrintStream to(Journal journal, PrintStream copy) {
    return new PrintStream(new Lines(journal, copy), true, StandardCharsets.UTF_8);
  }

  /** Only its PrintStream calls it, under the stream's lock. */
  private static final class Lines extends OutputStream {
    private final Journal journal;
    private final PrintStream copy;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Lines(Journal journal, PrintStream copy) {
      this.journal = journal;
      this.copy = copy;
    }

    @Override
    public void write(int one) {
      if (one == '\n') {
        end(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(one);
      }
    }

    private void end(String text) {
      copy.println(text);
      InvocationLog.addToCurrent(text);
      try {
        JsonNode json = Json.mapper().readTree(text);
        if (json.isObject() && json.has("message")) {
          journal.add(new StackEvent.LogLine(json));
        }
      } catch (JsonProcessingException e) {
        // A library's line, which is only in the copy.
      }
    }
  }
}
