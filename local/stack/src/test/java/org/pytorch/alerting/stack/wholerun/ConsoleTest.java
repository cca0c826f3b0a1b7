package org.pytorch.alerting.stack.wholerun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
  @Test
  void what_is_printed_is_kept_until_it_is_released() {
    PrintStream before = System.out;
    Console console = Console.captured();

    System.out.println("(kept by ConsoleTest)");
    System.err.print("");
    console.release();

    assertThat(console.text()).contains("(kept by ConsoleTest)\n");
    assertThat(System.out).isSameAs(before);
  }
}
