package org.pytorch.alerting.stack.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The last log lines of one invocation. Lines are attributed by thread, so those that a library
 * writes on its own thread are not included.
 */
public final class InvocationLog {
  /** The size of the log tail that Lambda returns to a caller. */
  public static final int MAX_BYTES = 4096;

  private static final ScopedValue<InvocationLog> CURRENT = ScopedValue.newInstance();

  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int bytes;

  /** Runs {@code invocation} and keeps its lines. */
  public <T, X extends Throwable> T during(ScopedValue.CallableOp<? extends T, X> invocation)
      throws X {
    return ScopedValue.where(CURRENT, this).call(invocation);
  }

  /** Keeps a line for this thread's invocation, if there is one. */
  static void addToCurrent(String line) {
    if (CURRENT.isBound()) {
      CURRENT.get().add(line);
    }
  }

  /** Adds a line; drops the oldest lines that are no longer needed. */
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
