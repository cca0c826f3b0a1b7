package org.pytorch.alerting.webhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Priming;
import org.pytorch.alerting.runtime.Restorable;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.http.WebhookResponse;
import org.pytorch.alerting.webhook.sender.SecretsManagerSenderSecrets;
import org.pytorch.alerting.webhook.topic.SnsAlertTopic;

/** The edge: takes an HTTP API or function URL request (payload format 2.0), returns a response. */
public final class WebhookHandler implements RequestStreamHandler {
  private final Restorable<Webhook> webhook;

  /** Reads the process's variables, and prepares for a snapshot of the process. */
  public WebhookHandler() {
    this(Wiring.of(Host.system()));
    Priming.beforeSnapshot(new WebhookRehearsal(), Log.of("webhook", Host.system()));
  }

  public WebhookHandler(Wiring wiring) {
    this.webhook = Restorable.of(wiring.webhook());
  }

  /**
   * What the function works with.
   *
   * @param webhook builds it, now and again after each restore
   */
  public record Wiring(Supplier<Webhook> webhook) {
    /**
     * {@return the wiring that the host's variables ask for}
     *
     * @throws IllegalStateException if a variable is missing
     */
    public static Wiring of(Host host) {
      WebhookSettings settings = WebhookSettings.of(host.environment());
      return new Wiring(() -> webhook(host, settings));
    }

    /**
     * @throws IllegalStateException if a variable of a connection is missing or malformed
     */
    private static Webhook webhook(Host host, WebhookSettings settings) {
      Environment environment = host.environment();
      Log log = Log.of("webhook", host);
      return new Webhook(
          new SecretsManagerSenderSecrets(
              SecretsManagerSenderSecrets.client(environment), settings.secretId()),
          new SnsAlertTopic(SnsAlertTopic.client(environment), settings.topicArn()),
          Warnings.of(environment, log),
          host.clock(),
          log);
    }
  }

  /**
   * @throws IllegalArgumentException if the event is not a request in payload format 2.0
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) {
    WebhookResponse response = respond(input);
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    headers.put("content-type", "application/json");
    Json.write(output, new Response(response.status(), headers, response.body(), false));
  }

  private WebhookResponse respond(InputStream input) {
    JsonNode event;
    try {
      event = Json.read(input, JsonNode.class);
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof StreamConstraintsException) {
        // Beyond Json.MAX_STRING_LENGTH the body is not even read. AWS's own limit is lower.
        return WebhookResponse.refusal(
            BodyCheck.tooLarge().status(), BodyCheck.tooLarge().message());
      }
      throw e;
    }
    WebhookRequest request = request(event);
    String id = event.path("requestContext").path("requestId").asText();
    return webhook.get().respond(id.isEmpty() ? request : request.withId(id));
  }

  private static WebhookRequest request(JsonNode event) {
    JsonNode method = event.at("/requestContext/http/method");
    if (!method.isTextual()) {
      throw new IllegalArgumentException("not a request in payload format 2.0: it has no method");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    event
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new WebhookRequest(
        method.asText(),
        headers,
        event.path("body").asText(""),
        event.path("isBase64Encoded").asBoolean());
  }

  private record Response(
      @JsonProperty("statusCode") int status,
      @JsonProperty("headers") Map<String, String> headers,
      @JsonProperty("body") String body,
      @JsonProperty("isBase64Encoded") boolean base64Encoded) {}
}
