package org.pytorch.alerting.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Asks a console for pages, as a browser without scripts does. */
final class Pages implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI console;

  Pages(URI console) {
    this.console = console;
  }

  /** A page and the status of its response. */
  record Page(int status, Document html, HttpResponse<String> response) {
    String text() {
      return html.body().text();
    }

    String main() {
      return html.select("main").text();
    }
  }

  Page get(String path) {
    return send(HttpRequest.newBuilder(console.resolve(path)).build());
  }

  Page send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Page(response.statusCode(), Jsoup.parse(response.body()), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a form from a page of {@code origin}. */
  Page post(String path, String form, String origin) {
    return send(
        HttpRequest.newBuilder(console.resolve(path))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", origin)
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  @Override
  public void close() {
    http.close();
  }
}
