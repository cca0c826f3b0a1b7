package org.pytorch.alerting.stack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.aws.LocalClients;
import software.amazon.awssdk.services.sns.SnsClient;

/** Sends payloads to a running stack the way their providers do. */
public final class Sender implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final StackDescription stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SnsClient sns;

  public Sender(StackDescription stack) {
    this.stack = stack;
    this.sns = LocalClients.build(SnsClient.builder(), stack.sns().endpoint());
  }

  /**
   * The response to a payload.
   *
   * @param messageId its id on the queue; empty if it was refused
   */
  public record Receipt(Optional<String> messageId, String text) {}

  public Receipt send(Payload payload) {
    return payload
        .source()
        .map(source -> post(payload.body(), source))
        .orElseGet(() -> publish(payload.body()));
  }

  private Receipt post(String body, String source) {
    StackDescription.Sender sender = stack.webhook().senders().get(source);
    if (sender == null) {
      throw new IllegalStateException("the webhook knows no sender " + source);
    }
    HttpRequest request =
        HttpRequest.newBuilder(stack.webhook().url())
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .header(sender.header(), sender.token())
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = send(request);
    return new Receipt(
        messageId(response),
        "%s → webhook: HTTP %d %s".formatted(source, response.statusCode(), response.body()));
  }

  private Receipt publish(String body) {
    String id =
        sns.publish(publish -> publish.topicArn(stack.sns().topicArn()).message(body)).messageId();
    return new Receipt(Optional.of(id), "CloudWatch → SNS: message " + id);
  }

  private static Optional<String> messageId(HttpResponse<String> response) {
    return response.statusCode() / 100 == 2
        ? Optional.of(Json.read(response.body(), JsonNode.class).path("message_id").asText())
        : Optional.empty();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("no response from  " + address(request.uri()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String address(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }

  @Override
  public void close() {
    sns.close();
    http.close();
  }
}
