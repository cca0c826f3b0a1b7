package org.pytorch.alerting.stack.cli.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends each line as soon as it is complete. Closing it leaves the target open. */
final class PrefixedLines extends OutputStream {
  private static final byte[] PREFIX = Desk.LINE.getBytes(StandardCharsets.UTF_8);

  private final OutputStream target;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  PrefixedLines(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int one) throws IOException {
    if (one == '\n') {
      send();
    } else {
      line.write(one);
    }
  }

  private void send() throws IOException {
    target.write(PREFIX);
    line.writeTo(target);
    target.write('\n');
    target.flush();
    line.reset();
  }

  @Override
  public void close() throws IOException {
    if (line.size() > 0) {
      send();
    }
  }
}
