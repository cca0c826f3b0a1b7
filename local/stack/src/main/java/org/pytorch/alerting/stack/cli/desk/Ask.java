package org.pytorch.alerting.stack.cli.desk;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the running stack carry out a command. It uses nothing but the JDK's basics, because its
 * start is most of the time that a person waits.
 */
public final class Ask {
  /** Where the stack's address is, from the project's root. */
  public static final Path FILE = Path.of("target", "stack.desk");

  private static final String NOT_RUNNING = "No stack is running: start it with `make up`.";

  private Ask() {}

  /** Takes the directory, the command and its arguments; runs in the project's root folder. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(FILE, List.of(args), out));
  }

  /**
   * Runs a command.
   *
   * @param words the directory in which it was called, the command and its arguments
   * @return the command's exit code
   */
  public static int run(Path file, List<String> words, PrintStream out) {
    Optional<DeskFile.Address> address = new DeskFile(file).read();
    if (address.isEmpty()) {
      out.println(NOT_RUNNING);
      return Desk.FAILED;
    }
    try {
      return ask(address.get(), words, out);
    } catch (ConnectException e) {
      out.println(NOT_RUNNING);
    } catch (IOException e) {
      out.println("The stack stopped before it responded: " + e.getMessage());
    }
    return Desk.FAILED;
  }

  private static int ask(DeskFile.Address address, List<String> words, PrintStream out)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address.url()).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty(Desk.TOKEN_HEADER, address.token());
    connection.setDoOutput(true);
    List<String> lines = new ArrayList<>();
    words.forEach(word -> lines.add(URLEncoder.encode(word, StandardCharsets.UTF_8)));
    connection.getOutputStream().write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    try (BufferedReader answer =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return print(answer, out);
    }
  }

  private static int print(BufferedReader answer, PrintStream out) throws IOException {
    String line = answer.readLine();
    while (line != null) {
      if (line.startsWith(Desk.EXIT)) {
        return Integer.parseInt(line.substring(Desk.EXIT.length()));
      }
      out.println(line.substring(Desk.LINE.length()));
      line = answer.readLine();
    }
    throw new IOException("no exit code");
  }
}
