package org.pytorch.alerting.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The other side of a rehearsal: an HTTP server within this process that returns canned responses.
 * It understands only as much HTTP as our clients speak, and closes each connection.
 */
public final class RehearsalServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;
  private static final int SOCKET_TIMEOUT_MILLIS = 5_000;

  private final ServerSocket socket;
  private final UnaryOperator<String> responses;
  private final Thread thread;

  /**
   * Starts it on a free port of the loopback interface.
   *
   * @param responses from the request line, such as {@code POST / HTTP/1.1}, to the body of the
   *     response, which always has the status 200
   */
  public RehearsalServer(UnaryOperator<String> responses) throws IOException {
    this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.responses = responses;
    this.thread = Thread.ofPlatform().daemon().name("rehearsal").unstarted(this::serve);
    thread.start();
  }

  /** {@return its address, such as {@code http://127.0.0.1:4567}} */
  public String address() {
    return "http://%s:%d"
        .formatted(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        respond(connection);
      } catch (IOException e) {
        // The client notices the missing response; after close() there is no client left.
      }
    }
  }

  private void respond(Socket connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.getInputStream());
    String requestLine = line(in);
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String[] parts = header.toLowerCase(Locale.ROOT).split(":", 2);
      if (parts[0].equals("content-length")) {
        length = Math.min(Integer.parseInt(parts[1].strip()), MAX_REQUEST_BYTES);
      }
    }
    in.skipNBytes(length);
    byte[] body = responses.apply(requestLine).getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(body.length);
    connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().write(body);
    connection.getOutputStream().flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next == -1 || line.length() > MAX_REQUEST_BYTES) {
        throw new IOException("the request ends within a line");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** {@return whether it can still take a connection} */
  boolean isServing() {
    return thread.isAlive();
  }

  /**
   * Stops it. A thread that waits for a connection keeps the port open until it wakes up, and may
   * still take one: so this waits until the thread has ended, but not for a client that is silent.
   */
  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join(SOCKET_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
