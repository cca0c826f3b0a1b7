package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stack.Ports;

final class PortChoiceTest {
  private static ServerSocket taken(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void service_with_a_taken_port_uses_the_next_one_and_says_so() throws IOException {
    Arguments others =
        Arguments.parse(
            Stream.concat(
                    Stream.of("up"),
                    PortChoice.SERVICES.stream()
                        .filter(service -> !service.equals("github"))
                        .map("--%s-port=0"::formatted))
                .toArray(String[]::new));
    List<String> notes = new ArrayList<>();
    // Whoever listens on it already: this test or somebody else.
    ServerSocket ours = null;
    try {
      ours = taken(8_720);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("in use");
    }
    try {
      PortChoice.Chosen chosen = PortChoice.usual(others, notes::add);

      assertThat(chosen.ports().github()).isNotEqualTo(8_720);
      assertThat(notes)
          .singleElement()
          .asString()
          .startsWith("Port 8720 is taken, so github uses ")
          .endsWith("; --github-port=N chooses another.");
    } finally {
      if (ours != null) {
        ours.close();
      }
    }
  }

  @Test
  void chosen_port_that_is_taken_is_refused_with_its_option() throws IOException {
    try (ServerSocket taken = taken(0)) {
      Arguments given = Arguments.parse("up", "--github-port=" + taken.getLocalPort());
      String message =
          "Port %d is taken (--github-port=N chooses another).".formatted(taken.getLocalPort());

      assertThatThrownBy(() -> PortChoice.any(given)).hasMessage(message);
      assertThatThrownBy(() -> PortChoice.usual(given, _ -> {})).hasMessage(message);
    }
  }

  @Test
  void demo_uses_free_ports() {
    assertThat(PortChoice.any(Arguments.parse("run")))
        .isEqualTo(new PortChoice.Chosen(Ports.FREE, Optional.of(0)));
    assertThat(PortChoice.any(Arguments.parse("run", "--no-console")).console()).isEmpty();
  }
}
