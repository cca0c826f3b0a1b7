package org.pytorch.alerting.stack.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** This process's standard output and error, which go on to where they went, and are kept. */
final class Console {
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  private Console() {}

  /** Begins to keep what is written, until {@link #release}. */
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
            kept.write(one);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            original.write(bytes, offset, length);
            kept.write(bytes, offset, length);
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
    return kept.toString(UTF_8);
  }
}
