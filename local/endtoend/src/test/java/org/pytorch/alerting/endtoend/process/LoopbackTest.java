package org.pytorch.alerting.endtoend.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.endtoend.ListeningSockets;
import org.pytorch.alerting.stack.StackDescription;

/** Nobody else on the network can reach the stack, whose credentials are known to all. */
final class LoopbackTest {
  private static final int TIMEOUT_MILLIS = 500;

  @TempDir private Path folder;

  @Test
  void everything_listens_on_the_loopback_address_only() throws Exception {
    StackProcess.prepare(folder);
    try (StackProcess process = StackProcess.start(folder);
        ServerSocket everywhere = new ServerSocket(0)) {
      List<Integer> ports = endpoints(process.stack()).stream().map(URI::getPort).toList();
      for (InetAddress address : others()) {
        assertThat(isReached(address, everywhere.getLocalPort()))
            .as("a service that listens everywhere, at %s", address)
            .isTrue();
        assertThat(ports).noneMatch(port -> isReached(address, port));
      }
      assertThat(ports).allMatch(port -> isReached(InetAddress.getLoopbackAddress(), port));
      if (ListeningSockets.areKnown()) {
        checkAllSockets(process, ports, everywhere);
      }
    }
  }

  /** Also those that no endpoint names, such as the one that takes commands. */
  private static void checkAllSockets(
      StackProcess process, List<Integer> ports, ServerSocket everywhere) throws IOException {
    assertThat(ListeningSockets.of(ProcessHandle.current().pid()))
        .as("a service that listens everywhere")
        .anyMatch(
            it -> it.getPort() == everywhere.getLocalPort() && it.getAddress().isAnyLocalAddress());
    List<InetSocketAddress> sockets = ListeningSockets.of(process.pid());
    assertThat(sockets).extracting(InetSocketAddress::getPort).containsAll(ports);
    assertThat(sockets)
        .hasSizeGreaterThan(ports.size())
        .allMatch(socket -> socket.getAddress().isLoopbackAddress());
  }

  private static List<URI> endpoints(StackDescription at) {
    return List.of(
        at.webhook().url(),
        at.github().endpoint(),
        at.stepfunctions().endpoint(),
        at.sqs().endpoint(),
        at.sns().endpoint(),
        at.dynamodb().endpoint(),
        at.lambda().endpoint(),
        at.secretsmanager().endpoint(),
        at.console().orElseThrow().url());
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
