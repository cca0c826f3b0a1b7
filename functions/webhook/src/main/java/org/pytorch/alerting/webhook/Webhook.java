package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.webhook.http.HttpAnswer;
import org.pytorch.alerting.webhook.http.HttpRequest;
import org.pytorch.alerting.webhook.payload.Payload;
import org.pytorch.alerting.webhook.sender.CachedSenders;
import org.pytorch.alerting.webhook.sender.SecretsUnavailableException;
import org.pytorch.alerting.webhook.sender.Sender;
import org.pytorch.alerting.webhook.sender.SenderSecrets;
import org.pytorch.alerting.webhook.topic.AlertTopic;
import org.pytorch.alerting.webhook.topic.Publication;
import org.pytorch.alerting.webhook.topic.TopicUnavailableException;

/**
 * The front door: lets in the senders that the secret names and answers 202 only when the topic has
 * their alert.
 */
public final class Webhook {
  /** In bytes, decoded: the largest body that is taken. */
  public static final int MAX_BODY_BYTES = BodyCheck.MAX_BYTES;

  /** Asks to be tried again. Alertmanager heeds only a 5xx; Grafana sends the group again. */
  private static final int UNAVAILABLE = 503;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Set<String> METHODS = Set.of("POST", "PUT");
  private static final String NOBODY = "unknown";

  /** In place of a source: nobody we know, but with the headers of somebody we know. */
  private static final String KNOWN_HEADER = "known_header";

  /** A group of 1,000 alerts makes 100 messages; the first will do to find the others. */
  private static final int MAX_LOGGED_IDS = 20;

  private final CachedSenders senders;
  private final AlertTopic topic;
  private final InstantSource clock;
  private final Log log;

  public Webhook(SenderSecrets secrets, AlertTopic topic, InstantSource clock, Log log) {
    this.senders = new CachedSenders(secrets, clock, log);
    this.topic = topic;
    this.clock = clock;
    this.log = log;
  }

  /**
   * {@return the answer to {@code request}; every outcome has one}
   *
   * @param requestId by which the request can be found in the API's own log
   */
  public HttpAnswer answer(HttpRequest request, Optional<String> requestId) {
    Instant began = clock.instant();
    Visit visit = visit(request, requestId);
    log.count(
        "WebhookRequests",
        1,
        Map.of("source", visit.source(), "status", Integer.toString(visit.answer().status())));
    if (visit.isLoss()) {
      log.count("RequestsRefused", 1, Map.of("status", Integer.toString(visit.answer().status())));
    }
    Log.Line line =
        line(visit.answer().status())
            .with("source", visit.source())
            .with("status", visit.answer().status())
            .with("bytes", request.size());
    visit.publication().ifPresent(publication -> describe(publication, line));
    line.with("resembles", visit.resembles())
        .with("message_id", visit.messageId())
        .with("problem", visit.problem())
        .with("remedy", visit.remedy())
        .with("request_id", requestId)
        .with("duration_ms", Duration.between(began, clock.instant()).toMillis())
        .write();
    return visit.answer();
  }

  /** The delivery ids are what the alerts' event ids begin with, all the way. */
  private static void describe(Publication publication, Log.Line line) {
    line.with("alerts", publication.alerts())
        .with("messages", publication.messages().size())
        .with(
            "delivery_ids",
            publication.messages().stream()
                .map(message -> message.attributes().get(DeliveryId.ATTRIBUTE))
                .filter(Objects::nonNull)
                .limit(MAX_LOGGED_IDS)
                .toList());
  }

  private Visit visit(HttpRequest request, Optional<String> requestId) {
    if (!METHODS.contains(request.method())) {
      return Visit.refused(
          NOBODY,
          HttpAnswer.refusal(405, "Send alerts with POST or PUT.").with("allow", "POST, PUT"));
    }
    try {
      return senders
          .authenticate(request)
          .map(sender -> visit(request, requestId, sender))
          .orElseGet(
              // One answer for all, so that it does not tell who is known here.
              () ->
                  Visit.unauthorized(
                      HttpAnswer.refusal(401, "Not authorized."), senders.resembled(request)));
    } catch (SecretsUnavailableException e) {
      return Visit.unavailable(
          NOBODY,
          Optional.empty(),
          e.toString(),
          "Check the secret WEBHOOK_SECRET_ID and the right to secretsmanager:GetSecretValue.");
    }
  }

  private Visit visit(HttpRequest request, Optional<String> requestId, Sender sender) {
    return switch (BodyCheck.of(request)) {
      case BodyCheck.Unfit unfit -> Visit.refused(sender.source(), unfit);
      case BodyCheck.Fit(Payload payload) ->
          Publication.of(payload, sender, requestId, clock.instant())
              .map(publication -> publish(publication, sender.source()))
              .orElseGet(() -> Visit.refused(sender.source(), BodyCheck.tooLarge()));
    };
  }

  private Visit publish(Publication publication, String source) {
    try {
      return Visit.published(source, publication, topic.publish(publication.messages()));
    } catch (TopicUnavailableException e) {
      return Visit.unavailable(
          source,
          Optional.of(publication),
          e.toString(),
          "Check TOPIC_ARN and the right to sns:Publish on it.");
    }
  }

  private Log.Line line(int status) {
    if (status >= 500) {
      return log.error("Alert not taken; its sender is asked to try again");
    }
    return status >= 400 ? log.warn("Request refused") : log.info("Alert taken");
  }

  /**
   * What came of a request: the answer, and what only the log may know.
   *
   * @param resembles the sources that a request without a valid proof may be from
   */
  private record Visit(
      String source,
      HttpAnswer answer,
      Optional<List<String>> resembles,
      Optional<Publication> publication,
      Optional<String> messageId,
      Optional<String> problem,
      Optional<String> remedy) {
    static Visit refused(String source, BodyCheck.Unfit unfit) {
      return refused(source, HttpAnswer.refusal(unfit.status(), unfit.message()));
    }

    static Visit refused(String source, HttpAnswer answer) {
      return refused(source, answer, Optional.empty());
    }

    static Visit unauthorized(HttpAnswer answer, List<String> resembles) {
      return resembles.isEmpty()
          ? refused(NOBODY, answer)
          : refused(KNOWN_HEADER, answer, Optional.of(resembles));
    }

    private static Visit refused(
        String source, HttpAnswer answer, Optional<List<String>> resembles) {
      return new Visit(
          source,
          answer,
          resembles,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** {@return whether a sender that we know sent something that will not arrive} */
    boolean isLoss() {
      return answer.status() >= 400
          && answer.status() < 500
          && !source.equals(NOBODY)
          && !source.equals(KNOWN_HEADER);
    }

    static Visit published(String source, Publication publication, List<String> messageIds) {
      String first = messageIds.getFirst();
      Map<String, Object> body = new LinkedHashMap<>(Map.of("message_id", first));
      if (messageIds.size() > 1) {
        body.put("messages", messageIds.size());
      }
      return new Visit(
          source,
          new HttpAnswer(202, Map.of(), Json.write(body)),
          Optional.empty(),
          Optional.of(publication),
          Optional.of(first),
          Optional.empty(),
          Optional.empty());
    }

    static Visit unavailable(
        String source, Optional<Publication> publication, String problem, String remedy) {
      HttpAnswer answer =
          HttpAnswer.refusal(UNAVAILABLE, "The alert could not be taken: try again later.")
              .with("retry-after", Long.toString(RETRY_AFTER.toSeconds()));
      return new Visit(
          source,
          answer,
          Optional.empty(),
          publication,
          Optional.empty(),
          Optional.of(problem),
          Optional.of(remedy));
    }
  }
}
