package org.pytorch.alerting.console.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.sns.SnsClient;

/** Sends payloads as their providers do: to the webhook, or to the topic. */
public final class Sending implements AutoCloseable {
  /** Stands for the topic, to which CloudWatch alarms are published. */
  public static final String TOPIC = "cloudwatch";

  /** The webhook publishes before it responds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Optional<Endpoints.WebhookAt> webhook;
  private final Optional<Endpoints.TopicAt> topic;
  private final Optional<SnsClient> sns;
  private final HttpClient http = HttpClient.newHttpClient();

  public Sending(Endpoints endpoints) {
    this.webhook = endpoints.webhook();
    this.topic = endpoints.topic();
    this.sns = topic.map(at -> AwsClients.build(SnsClient.builder(), at.endpoint(), endpoints));
  }

  /**
   * The response to a payload.
   *
   * @param messageId absent if it was refused
   * @param text the response
   */
  public record Receipt(Optional<String> messageId, String text) {}

  /** {@return the senders that a payload can come from} */
  public List<String> sources() {
    return webhook.map(at -> at.senders().keySet().stream().sorted().toList()).orElse(List.of());
  }

  /** {@return the sender that writes payloads like this one} */
  public static String sourceOf(String body) {
    JsonNode json;
    try {
      json = Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      return TOPIC; // The webhook accepts only JSON.
    }
    if (json.has("schema_version")) {
      return "normalized";
    }
    if (!json.path("alerts").isArray()) {
      return TOPIC;
    }
    // Grafana's payload is a superset of Alertmanager's.
    return json.has("orgId") || json.has("state") ? "grafana" : "alertmanager";
  }

  /**
   * Sends a payload.
   *
   * @param source one of {@link #sources} or {@link #TOPIC}
   */
  public Receipt send(String source, String body) {
    return source.equals(TOPIC) ? publish(body) : post(source, body);
  }

  private Receipt publish(String body) {
    SnsClient client = sns.orElseThrow(() -> AwayException.notConnected(Service.TOPIC));
    String arn = topic.orElseThrow().arn();
    String id =
        AwsClients.ask(
                Service.TOPIC, () -> client.publish(publish -> publish.topicArn(arn).message(body)))
            .messageId();
    return new Receipt(Optional.of(id), "published");
  }

  private Receipt post(String source, String body) {
    Endpoints.WebhookAt at = webhook.orElseThrow(() -> AwayException.notConnected(Service.WEBHOOK));
    Endpoints.Sender sender =
        Optional.ofNullable(at.senders().get(source))
            .orElseThrow(
                () ->
                    AwayException.refused(
                        Service.WEBHOOK, "there is no sender \"%s\"".formatted(source)));
    HttpRequest request =
        HttpRequest.newBuilder(at.url())
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .header(sender.header(), sender.token())
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Receipt(
          messageId(response), "%d %s".formatted(response.statusCode(), response.body()));
    } catch (IOException e) {
      throw AwayException.noResponse(Service.WEBHOOK, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AwayException.noResponse(Service.WEBHOOK, e);
    }
  }

  private static Optional<String> messageId(HttpResponse<String> response) {
    return response.statusCode() / 100 == 2
        ? Optional.ofNullable(
            Json.read(response.body(), JsonNode.class).path("message_id").textValue())
        : Optional.empty();
  }

  @Override
  public void close() {
    sns.ifPresent(SnsClient::close);
    http.close();
  }
}
