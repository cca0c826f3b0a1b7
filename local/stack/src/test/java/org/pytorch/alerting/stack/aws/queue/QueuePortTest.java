package org.pytorch.alerting.stack.aws.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.FreePort;

/** A port that was free when the system was asked for one may be another's when it is needed. */
final class QueuePortTest {
  private ServerSocket other;

  @BeforeEach
  void takePort() throws IOException {
    other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void freePort() throws IOException {
    other.close();
  }

  /** The first two that are chosen are taken by now. */
  private Queues.PortSupplier ports(int attempts) {
    PrimitiveIterator.OfInt taken = IntStream.of(port(), port()).iterator();
    return new Queues.PortSupplier(
        () -> taken.hasNext() ? taken.nextInt() : FreePort.find(), attempts);
  }

  private int port() {
    return other.getLocalPort();
  }

  @Test
  void another_free_port_is_tried() {
    try (Queues queues = Queues.start(AwsAccount.LOCAL, ports(10))) {
      assertThatItWorks(queues);
    }
  }

  @Test
  void another_free_port_is_tried_for_kept_queues(@TempDir Path folder) {
    try (Queues queues = Queues.start(AwsAccount.LOCAL, ports(10), folder.resolve("queue"))) {
      assertThatItWorks(queues);
    }
  }

  private void assertThatItWorks(Queues queues) {
    assertThat(queues.uri().getPort()).isNotEqualTo(port());
    queues.client().sendMessage(send -> send.queueUrl(queues.queueUrl()).messageBody("{}"));
    assertThat(queues.client().receiveMessage(r -> r.queueUrl(queues.queueUrl())).messages())
        .hasSize(1);
  }

  @Test
  void chosen_port_that_is_taken_is_named() {
    assertThatThrownBy(() -> Queues.start(AwsAccount.LOCAL, port()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SQS cannot listen on port " + port());
  }
}
