package org.pytorch.alerting.stack.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.Fingerprint;
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
        "{\"message\": \"Alert decided\", \"action\": \"POSTPONE\", \"fingerprint\": \"%s\","
                .formatted(alert(1).hex())
            + " \"reason\": \"GitHub has no free turn soon.\"}");

    assertThat(fate.state()).isEqualTo(Fate.State.WAITING);
    assertThat(fate.text()).isEqualTo("GitHub has no free turn soon.");

    decided(1, "CREATE", "FIRING");
    fate.accept(new StackEvent.MessageHandled("m1", 2));
    assertThat(fate.text()).isEqualTo("POSTPONE, CREATE");
  }

  @Test
  void alert_that_joined_or_was_counted_is_idle_until_something_is_done_for_it() {
    decided(1, "JOIN", "FIRING");
    decided(2, "COUNT", "FIRING");
    decided(3, "JOIN", "RESOLVED");
    decided(4, "CREATE", "FIRING");
    decided(2, "SKIP_STALE", "FIRING");
    assertThat(fate.idle()).containsExactly(alert(1), alert(2));

    decided(1, "CREATE", "FIRING");
    assertThat(fate.idle()).containsExactly(alert(2));

    fate.belongsTo("acme/alerts#7");
    assertThat(fate.issues()).isEqualTo("acme/alerts#7");
  }

  /** The second one needs no issue, so nobody has to add anything to it. */
  @Test
  void alert_that_is_incomplete_but_not_rejected_is_not_what_is_missing() {
    log(
        "{\"message\": \"Alert incomplete\", \"level\": \"WARN\", \"event_id\": \"d#0\", \"diagnosis\": \"no team: add it\"}");
    log(
        "{\"message\": \"Alert incomplete\", \"level\": \"WARN\", \"event_id\": \"d#1\", \"diagnosis\": \"no priority: add it\"}");
    log("{\"message\": \"Alert decided\", \"action\": \"REJECT\", \"event_id\": \"d#0\"}");
    log("{\"message\": \"Alert decided\", \"action\": \"COUNT\", \"event_id\": \"d#1\"}");
    fate.accept(new StackEvent.MessageHandled("m1", 1));

    assertThat(fate.state()).isEqualTo(Fate.State.QUARANTINED);
    assertThat(fate.text()).isEqualTo("no team: add it");
    assertThat(fate.lacks()).containsExactly("no team: add it");
    assertThat(fate.quarantine()).isEqualTo("1 of 2 alerts is");
  }

  private void decided(int alert, String action, String state) {
    log(
        "{\"message\": \"Alert decided\", \"action\": \"%s\", \"state\": \"%s\", \"fingerprint\": \"%s\"}"
            .formatted(action, state, alert(alert).hex()));
  }

  private static Fingerprint alert(int number) {
    return new Fingerprint("%064d".formatted(number));
  }

  private void opened(int number) {
    log(
        "{\"message\": \"GitHub action done\", \"issue\": \"acme/alerts#%d\", \"fingerprint\": \"%s\"}"
            .formatted(number, alert(number).hex()));
  }

  private void log(String line) {
    fate.accept(new StackEvent.LogLine(Json.read(line, JsonNode.class)));
  }
}
