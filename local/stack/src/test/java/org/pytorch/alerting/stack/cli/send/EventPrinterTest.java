package org.pytorch.alerting.stack.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.journal.StackEvent;

final class EventPrinterTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final EventPrinter printer =
      new EventPrinter(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void check_is_shown_as_what_it_is() {
    log(
        "{\"function\": \"normalize\", \"message\": \"NORMALIZED_CHECK\", \"event_id\": \"m#0\","
            + " \"check\": \"refresh\"}");
    log(
        "{\"function\": \"decide\", \"message\": \"Alert decided\", \"event_id\": \"m#0\","
            + " \"action\": \"UPDATE\", \"reason\": \"The block is behind.\"}");
    log(
        "{\"function\": \"github\", \"message\": \"GitHub action done\", \"event_id\": \"m#0\","
            + " \"action\": \"UPDATE\", \"outcome\": \"done\", \"issue\": \"acme/alerts#1\"}");

    assertThat(printed.toString(StandardCharsets.UTF_8).lines().map(String::strip))
        .containsExactly(
            "decided   UPDATE checked (refresh): The block is behind.",
            "GitHub    updated acme/alerts#1");
  }

  private void log(String line) {
    printer.accept(new StackEvent.LogLine(Json.read(line, JsonNode.class)));
  }
}
