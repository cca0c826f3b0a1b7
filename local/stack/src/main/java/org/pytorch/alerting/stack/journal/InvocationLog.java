package org.pytorch.alerting.stack.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The end of what one invocation writes to the functions' standard output. It finds its lines by
 * the thread that writes them, so what a library writes on a thread of its own is not in it.
 */
public final class InvocationLog {
  /** As much as Lambda gives to a caller who asks for the log. */
  public static final int MAX_BYTES = 4096;

  private static final ScopedValue<InvocationLog> CURRENT = ScopedValue.newInstance();

  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int bytes;

  /** Runs {@code invocation}, whose lines are kept here. */
  public <T, X extends Throwable> T during(ScopedValue.CallableOp<? extends T, X> invocation)
      throws X {
    return ScopedValue.where(CURRENT, this).call(invocation);
  }

  /** Keeps a line for the invocation that this thread runs, if it runs one. */
  static void addToCurrent(String line) {
    if (CURRENT.isBound()) {
      CURRENT.get().add(line);
    }
  }

  /** Adds a line; the oldest lines that are not needed any more are dropped. */
  public synchronized void add(String line) {
    byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
    lines.addLast(text);
    bytes += text.length;
    while (bytes - lines.getFirst().length >= MAX_BYTES) {
      bytes -= lines.removeFirst().length;
    }
  }

  /** {@return the last {@value #MAX_BYTES} bytes; the first character may be cut} */
  public synchronized byte[] tail() {
    byte[] all = new byte[bytes];
    int at = 0;
    for (byte[] line : lines) {
      System.arraycopy(line, 0, all, at, line.length);
      at += line.length;
    }
    return Arrays.copyOfRange(all, Math.max(0, bytes - MAX_BYTES), bytes);
  }
}
