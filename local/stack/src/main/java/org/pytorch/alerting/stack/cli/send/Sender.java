package org.pytorch.alerting.stack.cli.send;

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
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.cli.payload.Payload;
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
   * @param messageIds the ids on the queue; empty if it was refused
   * @param deliveryIds the webhook's ids; empty for a payload that went to SNS
   * @param warnings what the webhook says about alerts that will be quarantined
   */
  public record Receipt(
      List<String> messageIds, List<String> deliveryIds, List<String> warnings, String text) {
    public Receipt {
      messageIds = List.copyOf(messageIds);
      deliveryIds = List.copyOf(deliveryIds);
      warnings = List.copyOf(warnings);
    }

    /** {@return the first message's id} */
    public Optional<String> messageId() {
      return messageIds.stream().findFirst();
    }

    /** {@return the ids as a line} */
    String ids() {
      return "message "
          + String.join(", ", messageIds)
          + (deliveryIds.isEmpty() ? "" : "; delivery " + String.join(", ", deliveryIds));
    }
  }

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
    if (response.statusCode() / 100 != 2) {
      return new Receipt(
          List.of(),
          List.of(),
          List.of(),
          "%s → webhook: refused, HTTP %d %s"
              .formatted(source, response.statusCode(), response.body()));
    }
    JsonNode answer = Json.read(response.body(), JsonNode.class);
    return new Receipt(
        texts(answer, "message_id"),
        texts(answer, "delivery_id"),
        texts(answer, "warning"),
        "%s → webhook: accepted, HTTP %d".formatted(source, response.statusCode()));
  }

  private Receipt publish(String body) {
    String id =
        sns.publish(publish -> publish.topicArn(stack.sns().topicArn()).message(body)).messageId();
    return new Receipt(List.of(id), List.of(), List.of(), "as CloudWatch → SNS: accepted");
  }

  /** {@return the list {@code <name>s}, else the one {@code name}} */
  private static List<String> texts(JsonNode answer, String name) {
    List<String> all = answer.path(name + "s").valueStream().map(JsonNode::asText).toList();
    return all.isEmpty() && answer.has(name) ? List.of(answer.get(name).asText()) : all;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("no response from " + address(request.uri()), e);
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
