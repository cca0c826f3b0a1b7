package org.pytorch.alerting.stack.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.journal.StackEvent;

final class FateTest {
  private final Fate fate = new Fate(List.of("m1"));

  @Test
  void many_issues_are_counted() {
    IntStream.rangeClosed(1, 3).forEach(this::opened);
    assertThat(fate.issues()).isEqualTo("acme/alerts#1, acme/alerts#2, acme/alerts#3");

    IntStream.rangeClosed(4, 100).forEach(this::opened);
    assertThat(fate.issues()).isEqualTo("acme/alerts#1, acme/alerts#2, acme/alerts#3 and 97 more");
  }

  @Test
  void what_waits_says_for_what() {
    log(
        "{\"message\": \"Alert decided\", \"action\": \"POSTPONE\","
            + " \"reason\": \"GitHub has no free turn soon.\"}");

    assertThat(fate.state()).isEqualTo(Fate.State.WAITING);
    assertThat(fate.text()).isEqualTo("GitHub has no free turn soon.");

    log("{\"message\": \"Alert decided\", \"action\": \"CREATE\"}");
    fate.accept(new StackEvent.MessageHandled("m1", 2));
    assertThat(fate.text()).isEqualTo("POSTPONE, CREATE");
  }

  private void opened(int number) {
    log("{\"message\": \"GitHub action done\", \"issue\": \"acme/alerts#%d\"}".formatted(number));
  }

  private void log(String line) {
    fate.accept(new StackEvent.LogLine(Json.read(line, JsonNode.class)));
  }
}
