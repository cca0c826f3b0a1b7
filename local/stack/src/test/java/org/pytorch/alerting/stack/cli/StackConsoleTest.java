package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class StackConsoleTest {
  @Test
  void taken_port_is_told_with_what_to_do() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackConsole console = StackConsole.start(other.getLocalPort());

      assertThatThrownBy(console::started)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll(
              "--console-port=N", "--no-console", String.valueOf(other.getLocalPort()));
    }
  }
}
