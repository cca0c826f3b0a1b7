package org.pytorch.alerting.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;

/** The history of a world, as readable lines in order. */
public final class History {
  private static final List<String> NOT_SHOWN =
      List.of("timestamp", "level", "message", "function", "source", "state");

  private final boolean complete;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param complete whether to include the functions' log lines, which takes time
   */
  public History(boolean complete) {
    this.complete = complete;
  }

  public void add(Instant now, String text) {
    Duration since = Duration.between(VirtualPipeline.START, now);
    lines.add(
        "%02d:%02d:%02d.%03d  %s"
            .formatted(
                since.toHours(),
                since.toMinutesPart(),
                since.toSecondsPart(),
                since.toMillisPart(),
                text));
  }

  /** {@return the stream that the functions log to} */
  public OutputStream log() {
    return complete ? new LogLines() : OutputStream.nullOutputStream();
  }

  public String text() {
    return String.join("\n", lines);
  }

  private final class LogLines extends OutputStream {
    private final StringBuilder rest = new StringBuilder();

    @Override
    public void write(int unit) {
      write(new byte[] {(byte) unit}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      rest.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
      for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        show(Json.read(rest.substring(0, end), JsonNode.class));
        rest.delete(0, end + 1);
      }
    }

    private void show(JsonNode line) {
      if (line.has("message")) {
        String details =
            line.properties().stream()
                .filter(field -> !NOT_SHOWN.contains(field.getKey()))
                .map(field -> field.getKey() + "=" + shortened(field.getValue().asText()))
                .collect(Collectors.joining(" "));
        add(
            Instant.parse(line.path("timestamp").asText()),
            "  %s: %s".formatted(line.path("message").asText(), details));
      }
    }

    private static String shortened(String text) {
      return text.length() == 64 ? text.substring(0, 8) : text;
    }
  }
}
