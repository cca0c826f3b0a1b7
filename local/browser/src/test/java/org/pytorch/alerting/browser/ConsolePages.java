package org.pytorch.alerting.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The console as a browser without scripts sees it. */
final class ConsolePages implements AutoCloseable {
  /** The console says something every 5 s at least. */
  private static final int MAX_LOOKS = 50;

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  private final URI console;

  ConsolePages(URI console) {
    this.console = console;
  }

  /** A page, after redirects. */
  record Page(int status, URI address, Document html) {
    String main() {
      return html.select("main").text();
    }
  }

  Page get(String path) {
    return send(HttpRequest.newBuilder(console.resolve(path)).build());
  }

  /**
   * {@return the page as soon as it holds all of these texts; like an open page, it looks again
   * when the console says that something has changed}
   */
  Page await(String path, String... texts) {
    HttpRequest events =
        HttpRequest.newBuilder(console.resolve("/events"))
            .header("accept", "text/event-stream")
            .build();
    try (Stream<String> lines = http.send(events, BodyHandlers.ofLines()).body()) {
      return Stream.concat(
              Stream.of("event: changed"), lines.filter(line -> line.startsWith("event: changed")))
          .limit(MAX_LOOKS)
          .map(_ -> get(path))
          .filter(page -> Stream.of(texts).allMatch(page.main()::contains))
          .findFirst()
          .orElseThrow(
              () ->
                  new AssertionError(
                      "%s never shows %s, but: %s"
                          .formatted(path, List.of(texts), get(path).main())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a form of names and values, as the console's own page does. */
  Page post(String path, String... fields) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        HttpRequest.newBuilder(console.resolve(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", console.toString())
            .POST(BodyPublishers.ofString(String.join("&", pairs)))
            .build());
  }

  private Page send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Page(response.statusCode(), response.uri(), Jsoup.parse(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
