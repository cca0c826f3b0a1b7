package org.pytorch.alerting.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.pytorch.alerting.stack.StackDescription;

/** Posts to the webhook as Grafana, with or without a token. */
public record WebhookPost(StackDescription stack) {

  /** {@return the HTTP status of the response} */
  public int status(String body, boolean withToken) {
    return response(body, withToken).statusCode();
  }

  public HttpResponse<String> response(String body, boolean withToken) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(stack.webhook().url())
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (withToken) {
      request.header(stack.webhook().header(), stack.webhook().token());
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
