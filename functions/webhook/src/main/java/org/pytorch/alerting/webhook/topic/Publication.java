package org.pytorch.alerting.webhook.topic;

import static org.pytorch.alerting.model.DeliveryId.ATTRIBUTE;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.DeliveryId;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.payload.Group;
import org.pytorch.alerting.webhook.payload.GroupParts;
import org.pytorch.alerting.webhook.payload.Payload;
import org.pytorch.alerting.webhook.payload.Shortening;
import org.pytorch.alerting.webhook.sender.Sender;

/**
 * The messages that are published for one request.
 *
 * @param messages at least one
 * @param alerts how many alerts the request's group has; 1 if it is not a group
 */
public record Publication(List<AlertMessage> messages, int alerts) {
  /**
   * How long equal bodies count as one delivery if they make several messages. A sender repeats a
   * notification that got 503 after minutes, and one that was accepted after hours.
   */
  static final Duration REPEAT_WINDOW = Duration.ofHours(1);

  public Publication {
    messages = List.copyOf(messages);
  }

  /** {@return the ids of its deliveries, in order; none for a request without an id} */
  public List<String> deliveryIds() {
    return messages.stream()
        .flatMap(message -> Optional.ofNullable(message.attributes().get(ATTRIBUTE)).stream())
        .toList();
  }

  /**
   * {@return the messages for {@code payload}, the body of {@code request}; empty if it cannot be
   * made to fit}
   *
   * <p>A group that fits is published whole. A larger one is split, and a {@link TruncationNotice}
   * is added if the sender left alerts out.
   */
  public static Optional<Publication> of(
      WebhookRequest request, Payload payload, Sender sender, Instant now) {
    Optional<AlertMessage> notice =
        payload
            .group()
            .filter(group -> group.truncatedAlerts() > 0)
            .map(group -> TruncationNotice.of(group, sender, now));
    return bodies(payload)
        .map(
            bodies -> {
              boolean several = bodies.size() > 1 || notice.isPresent();
              Optional<String> scope = scope(request, payload, several, now);
              Stream<AlertMessage> messages =
                  bodies.stream()
                      .map(
                          body -> {
                            AlertMessage message = AlertMessage.of(body, sender.source());
                            return scope
                                .map(
                                    it ->
                                        message.with(
                                            DeliveryId.of(sender.source(), it, body.text())))
                                .orElse(message);
                          });
              return new Publication(
                  Stream.concat(messages, notice.stream()).toList(),
                  payload.group().map(group -> group.alerts().size()).orElse(1));
            });
  }

  /**
   * {@return the scope in which equal bodies are one delivery; empty if they may never be}
   *
   * <p>The queue may have two copies of a message, because a response of SNS was lost or SNS itself
   * duplicated it: within one request they are the same delivery. A later request with the same
   * body is a repeat, and comments on the issue. But if there are several messages, some may have
   * been published before the others failed, and the retry that we ask for must not comment on
   * those: then equal bodies within an hour are the same delivery. That needs alerts with a start
   * time: only those cannot fire, resolve and fire again with the same body.
   */
  private static Optional<String> scope(
      WebhookRequest request, Payload payload, boolean several, Instant now) {
    boolean dated = payload.group().filter(Group::isDated).isPresent();
    return several && dated
        ? Optional.of("hour " + now.getEpochSecond() / REPEAT_WINDOW.toSeconds())
        : request.id().map("request "::concat);
  }

  private static Optional<List<EncodedBody>> bodies(Payload payload) {
    if (payload.group().isEmpty()) {
      return single(payload.text()).map(List::of);
    }
    Group group = payload.group().get();
    return GroupParts.fits(payload, group)
        ? single(payload.text()).map(List::of)
        : GroupParts.of(group)
            .map(
                parts ->
                    parts.stream()
                        .map(part -> new EncodedBody(part, BodyEncoding.IDENTITY))
                        .toList());
  }

  /** {@return {@code text} unchanged, compressed, or with its longest texts cut} */
  private static Optional<EncodedBody> single(String text) {
    return Optional.of(text)
        // The most that a compressed body may expand to.
        .filter(
            whole -> whole.getBytes(StandardCharsets.UTF_8).length <= BodyEncoding.MAX_BODY_BYTES)
        .flatMap(whole -> EncodedBody.fitting(whole, EncodedBody.MAX_JSON_BYTES))
        .or(
            () ->
                Shortening.toFit(text, EncodedBody.MAX_JSON_BYTES - 2)
                    .map(shorter -> new EncodedBody(shorter, BodyEncoding.IDENTITY)));
  }
}
