package org.pytorch.alerting.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody else on the network can reach the stack, whose credentials are known to all. */
final class LoopbackTest {
  private static final int TIMEOUT_MILLIS = 500;

  @Test
  void every_service_listens_on_the_loopback_address_only() throws IOException {
    try (Stack stack = Stack.start(StackOptions.quiet(Project.root()));
        ServerSocket everywhere = new ServerSocket(0)) {
      StackDescription at = stack.description();
      List<URI> endpoints =
          List.of(
              at.webhook().url(),
              at.github().endpoint(),
              at.stepfunctions().endpoint(),
              at.sqs().endpoint(),
              at.sns().endpoint(),
              at.dynamodb().endpoint(),
              at.lambda().endpoint(),
              at.secretsmanager().endpoint());
      for (InetAddress address : others()) {
        assertThat(isReached(address, everywhere.getLocalPort()))
            .as("a service that listens everywhere, at %s", address)
            .isTrue();
        assertThat(endpoints).noneMatch(endpoint -> isReached(address, endpoint.getPort()));
      }
      assertThat(endpoints)
          .allMatch(endpoint -> isReached(InetAddress.getLoopbackAddress(), endpoint.getPort()));
    }
  }

  /** {@return this machine's other IPv4 addresses; Linux has more than one of the loopback kind} */
  private static List<InetAddress> others() throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
    }
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
        .forEach(addresses::add);
    return addresses;
  }

  private static boolean isReached(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
