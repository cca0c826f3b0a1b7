package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.http.WebhookResponse;
import org.pytorch.alerting.webhook.payload.Payload;
import org.pytorch.alerting.webhook.sender.CachedSenders;
import org.pytorch.alerting.webhook.sender.SecretsUnavailableException;
import org.pytorch.alerting.webhook.sender.Sender;
import org.pytorch.alerting.webhook.sender.SenderSecrets;
import org.pytorch.alerting.webhook.topic.AlertTopic;
import org.pytorch.alerting.webhook.topic.Publication;
import org.pytorch.alerting.webhook.topic.TopicUnavailableException;

/**
 * Accepts alerts from the senders in the secret, and responds 202 only when the topic has the
 * alert.
 */
public final class Webhook {
  /** In bytes, decoded: the largest body that is accepted. */
  public static final int MAX_BODY_BYTES = BodyCheck.MAX_BYTES;

  /** Asks for a retry. Alertmanager retries only after a 5xx; Grafana sends the group again. */
  private static final int UNAVAILABLE = 503;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Set<String> METHODS = Set.of("POST", "PUT");
  private static final String UNKNOWN = "unknown";

  /** In place of a source: an unknown sender that uses the headers of a known one. */
  private static final String KNOWN_HEADER = "known_header";

  /** A group of 1,000 alerts makes 100 messages; the first few are enough to find the others. */
  private static final int MAX_LOGGED_IDS = 20;

  private final CachedSenders senders;
  private final AlertTopic topic;
  private final Warnings warnings;
  private final InstantSource clock;
  private final Log log;

  /** Without warnings. */
  public Webhook(SenderSecrets secrets, AlertTopic topic, InstantSource clock, Log log) {
    this(secrets, topic, Warnings.none(), clock, log);
  }

  Webhook(
      SenderSecrets secrets, AlertTopic topic, Warnings warnings, InstantSource clock, Log log) {
    this.senders = new CachedSenders(secrets, clock, log);
    this.topic = topic;
    this.warnings = warnings;
    this.clock = clock;
    this.log = log;
  }

  /** {@return the response to {@code request}, for every outcome} */
  public WebhookResponse respond(WebhookRequest request) {
    Instant began = clock.instant();
    Exchange exchange = handle(request);
    log.count(
        "WebhookRequests",
        1,
        Map.of(
            "source", exchange.source(), "status", Integer.toString(exchange.response().status())));
    if (exchange.isLoss()) {
      log.count(
          "RequestsRefused", 1, Map.of("status", Integer.toString(exchange.response().status())));
    }
    Log.Line line =
        line(exchange.response().status())
            .with("source", exchange.source())
            .with("status", exchange.response().status())
            .with("bytes", request.size());
    exchange.publication().ifPresent(publication -> describe(publication, line));
    line.with("resembles", Optional.of(exchange.resembles()).filter(them -> !them.isEmpty()))
        .with("message_id", exchange.messageIds().stream().findFirst())
        .with("warnings", Optional.of(exchange.warnings()).filter(count -> count > 0))
        .with("problem", exchange.problem())
        .with("remedy", exchange.remedy())
        .with("request_id", request.id())
        .with("duration_ms", Duration.between(began, clock.instant()).toMillis())
        .write();
    return exchange.response();
  }

  /** The delivery ids are the prefixes of the alerts' event ids. */
  private static void describe(Publication publication, Log.Line line) {
    List<String> ids = publication.deliveryIds();
    line.with("alerts", publication.alerts())
        .with("messages", publication.messages().size())
        .with("delivery_id", ids.stream().findFirst())
        .with("delivery_ids", ids.stream().limit(MAX_LOGGED_IDS).toList());
  }

  private Exchange handle(WebhookRequest request) {
    if (!METHODS.contains(request.method())) {
      return Exchange.refused(
          UNKNOWN,
          WebhookResponse.refusal(405, "Send alerts with POST or PUT.").with("allow", "POST, PUT"));
    }
    try {
      return senders
          .authenticate(request)
          .map(sender -> handle(request, sender))
          .orElseGet(
              // The same response for all, so that it does not reveal which senders exist.
              () ->
                  Exchange.unauthorized(
                      WebhookResponse.refusal(401, "Not authorized."), senders.resembled(request)));
    } catch (SecretsUnavailableException e) {
      return Exchange.unavailable(
          UNKNOWN,
          e.toString(),
          "Check the secret WEBHOOK_SECRET_ID and the right to secretsmanager:GetSecretValue.");
    }
  }

  private Exchange handle(WebhookRequest request, Sender sender) {
    return switch (BodyCheck.of(request)) {
      case BodyCheck.Refused refused -> Exchange.refused(sender.source(), refused);
      case BodyCheck.Accepted(Payload payload) ->
          Publication.of(request, payload, sender, clock.instant())
              .map(publication -> publish(publication, payload, sender.source()))
              .orElseGet(() -> Exchange.refused(sender.source(), BodyCheck.tooLarge()));
    };
  }

  private Exchange publish(Publication publication, Payload payload, String source) {
    try {
      List<String> messageIds = topic.publish(publication.messages());
      return Exchange.published(
          source, publication, messageIds, warnings.about(payload.text(), source, clock.instant()));
    } catch (TopicUnavailableException e) {
      return Exchange.unavailable(
              source, e.toString(), "Check TOPIC_ARN and the right to sns:Publish on it.")
          .about(publication);
    }
  }

  private Log.Line line(int status) {
    if (status >= 500) {
      return log.error("Alert not accepted; the sender is asked to retry");
    }
    return status >= 400 ? log.warn("Request refused") : log.info("Alert accepted");
  }

  /**
   * The result of a request: the response, and details for the log only.
   *
   * @param resembles the sources that a request without a valid proof may be from; mostly none
   */
  private record Exchange(
      String source,
      WebhookResponse response,
      List<String> resembles,
      Optional<Publication> publication,
      List<String> messageIds,
      int warnings,
      Optional<String> problem,
      Optional<String> remedy) {
    static Exchange refused(String source, BodyCheck.Refused refused) {
      return refused(source, WebhookResponse.refusal(refused.status(), refused.message()));
    }

    static Exchange refused(String source, WebhookResponse response) {
      return refused(source, response, List.of());
    }

    static Exchange unauthorized(WebhookResponse response, List<String> resembles) {
      return refused(resembles.isEmpty() ? UNKNOWN : KNOWN_HEADER, response, resembles);
    }

    private static Exchange refused(
        String source, WebhookResponse response, List<String> resembles) {
      return new Exchange(
          source,
          response,
          resembles,
          Optional.empty(),
          List.of(),
          0,
          Optional.empty(),
          Optional.empty());
    }

    /** {@return whether a known sender's alert was refused, and is lost} */
    boolean isLoss() {
      return response.status() >= 400
          && response.status() < 500
          && !source.equals(UNKNOWN)
          && !source.equals(KNOWN_HEADER);
    }

    static Exchange published(
        String source, Publication publication, List<String> messageIds, List<String> warnings) {
      Map<String, Object> body = new LinkedHashMap<>();
      List<String> deliveryIds = publication.deliveryIds();
      body.put("message_id", messageIds.getFirst());
      deliveryIds.stream().findFirst().ifPresent(id -> body.put("delivery_id", id));
      if (messageIds.size() > 1) {
        body.put("messages", messageIds.size());
        body.put("message_ids", messageIds);
        body.put("delivery_ids", deliveryIds);
      }
      if (!warnings.isEmpty()) {
        body.put("warnings", warnings);
      }
      return new Exchange(
          source,
          new WebhookResponse(202, Map.of(), Json.write(body)),
          List.of(),
          Optional.of(publication),
          messageIds,
          warnings.size(),
          Optional.empty(),
          Optional.empty());
    }

    static Exchange unavailable(String source, String problem, String remedy) {
      WebhookResponse response =
          WebhookResponse.refusal(UNAVAILABLE, "The alert could not be accepted: try again later.")
              .with("retry-after", Long.toString(RETRY_AFTER.toSeconds()));
      return new Exchange(
          source,
          response,
          List.of(),
          Optional.empty(),
          List.of(),
          0,
          Optional.of(problem),
          Optional.of(remedy));
    }

    /** {@return this result, with the messages that should have been published} */
    Exchange about(Publication unpublished) {
      return new Exchange(
          source,
          response,
          resembles,
          Optional.of(unpublished),
          messageIds,
          warnings,
          problem,
          remedy);
    }
  }
}
