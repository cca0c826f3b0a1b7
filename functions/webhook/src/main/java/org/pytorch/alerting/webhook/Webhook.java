package org.pytorch.alerting.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.EncodedBody;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.Log;

/**
 * The front door: lets in the senders that the secret names and answers 202 only when the topic has
 * their alert.
 */
public final class Webhook {
  /** Asks to be tried again. Alertmanager heeds only a 5xx; Grafana sends the group again. */
  private static final int UNAVAILABLE = 503;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final Set<String> METHODS = Set.of("POST", "PUT");
  private static final String NOBODY = "unknown";

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
    Visit visit = visit(request);
    log.count(
        "WebhookRequests",
        1,
        Map.of("source", visit.source(), "status", Integer.toString(visit.answer().status())));
    line(visit.answer().status())
        .with("source", visit.source())
        .with("status", visit.answer().status())
        .with("bytes", request.size())
        .with("message_id", visit.messageId())
        .with("problem", visit.problem())
        .with("remedy", visit.remedy())
        .with("request_id", requestId)
        .with("duration_ms", Duration.between(began, clock.instant()).toMillis())
        .write();
    return visit.answer();
  }

  private Visit visit(HttpRequest request) {
    if (!METHODS.contains(request.method())) {
      return Visit.refused(
          NOBODY,
          HttpAnswer.refusal(405, "Send alerts with POST or PUT.").with("allow", "POST, PUT"));
    }
    try {
      return senders
          .authenticate(request)
          .map(sender -> visit(request, sender.source()))
          .orElseGet(
              // One answer for all, so that it does not tell who is known here.
              () -> Visit.refused(NOBODY, HttpAnswer.refusal(401, "Not authorized.")));
    } catch (SecretsUnavailableException e) {
      return Visit.unavailable(
          NOBODY,
          e.toString(),
          "Check the secret WEBHOOK_SECRET_ID and the right to secretsmanager:GetSecretValue.");
    }
  }

  private Visit visit(HttpRequest request, String source) {
    return switch (BodyCheck.of(request)) {
      case BodyCheck.Unfit(int status, String message) ->
          Visit.refused(source, HttpAnswer.refusal(status, message));
      case BodyCheck.Fit(EncodedBody body) -> publish(body, source);
    };
  }

  private Visit publish(EncodedBody body, String source) {
    Map<String, String> attributes = new HashMap<>(Map.of("source", source));
    if (body.encoding() != BodyEncoding.IDENTITY) {
      // The starter reads it; a body without the attribute is as it looks.
      attributes.put("body_encoding", body.encoding().jsonName());
    }
    try {
      return Visit.published(source, topic.publish(body.text(), attributes));
    } catch (TopicUnavailableException e) {
      return Visit.unavailable(
          source, e.toString(), "Check TOPIC_ARN and the right to sns:Publish on it.");
    }
  }

  private Log.Line line(int status) {
    if (status >= 500) {
      return log.error("Alert not taken; its sender is asked to try again");
    }
    return status >= 400 ? log.warn("Request refused") : log.info("Alert taken");
  }

  /** What came of a request: the answer, and what only the log may know. */
  private record Visit(
      String source,
      HttpAnswer answer,
      Optional<String> messageId,
      Optional<String> problem,
      Optional<String> remedy) {
    static Visit refused(String source, HttpAnswer answer) {
      return new Visit(source, answer, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Visit published(String source, String messageId) {
      String body = Json.write(Map.of("message_id", messageId));
      return new Visit(
          source,
          new HttpAnswer(202, Map.of(), body),
          Optional.of(messageId),
          Optional.empty(),
          Optional.empty());
    }

    static Visit unavailable(String source, String problem, String remedy) {
      HttpAnswer answer =
          HttpAnswer.refusal(UNAVAILABLE, "The alert could not be taken: try again later.")
              .with("retry-after", Long.toString(RETRY_AFTER.toSeconds()));
      return new Visit(source, answer, Optional.empty(), Optional.of(problem), Optional.of(remedy));
    }
  }
}
