package org.pytorch.alerting.endtoend.wholerun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
  @Test
  void output_is_captured_until_the_release() {
    PrintStream before = System.out;
    Console console = Console.captured();

    System.out.println("(captured by ConsoleTest)");
    System.err.print("");
    console.release();

    assertThat(console.text()).contains("(captured by ConsoleTest)\n");
    assertThat(System.out).isSameAs(before);
  }
}
