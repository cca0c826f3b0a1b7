package org.pytorch.alerting.endtoend.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Captures this process's standard output and error, and still prints them. */
final class Console {
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  private Console() {}

  /** Captures the output until {@link #release}. */
  static Console captured() {
    Console console = new Console();
    System.setOut(console.copying(console.out));
    System.setErr(console.copying(console.err));
    return console;
  }

  private PrintStream copying(PrintStream original) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int one) {
            original.write(one);
            captured.write(one);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            original.write(bytes, offset, length);
            captured.write(bytes, offset, length);
          }
        },
        true,
        UTF_8);
  }

  void release() {
    System.setOut(out);
    System.setErr(err);
  }

  String text() {
    return captured.toString(UTF_8);
  }
}
