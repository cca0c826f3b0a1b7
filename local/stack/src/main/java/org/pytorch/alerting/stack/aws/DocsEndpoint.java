package org.pytorch.alerting.stack.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The project's documents, to which issues and diagnoses link: the files as they are. */
public final class DocsEndpoint implements AutoCloseable {
  /** Within the folder; names without anything that leads out of it. */
  private static final Pattern PAGE = Pattern.compile("/((?:[a-zA-Z0-9-]+/)*[a-zA-Z0-9-]+[.]md)");

  private final HttpEndpoint server;

  private DocsEndpoint(HttpEndpoint server) {
    this.server = server;
  }

  /** Starts on a free port to show the pages in {@code folder}. */
  public static DocsEndpoint start(Path folder) {
    return new DocsEndpoint(
        HttpEndpoint.start("the documents", 0, request -> reply(folder, request)));
  }

  private static HttpReply reply(Path folder, HttpRequest request) {
    return Optional.of(PAGE.matcher(request.path()))
        .filter(path -> request.method().equals("GET") && path.matches())
        .map(path -> folder.resolve(path.group(1)))
        .filter(Files::isRegularFile)
        .map(file -> HttpReply.text(200, "text/plain; charset=utf-8", text(file)))
        .orElseGet(() -> HttpReply.text(404, "text/plain", "There is no such page."));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the address of the folder} */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
