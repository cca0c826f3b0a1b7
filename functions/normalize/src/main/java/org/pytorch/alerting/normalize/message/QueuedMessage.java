package org.pytorch.alerting.normalize.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.message.Envelope;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Text;
import org.pytorch.alerting.normalize.text.Times;

/**
 * A message as received from the starter.
 *
 * @param messageId SQS's id for the message
 * @param deliveryId the base of event ids; the same after a redelivery or a redrive
 * @param body in {@code bodyEncoding}
 * @param sentAt when it was put on the queue
 * @param receiveCount how often it was received, from 1
 */
public record QueuedMessage(
    String messageId,
    String deliveryId,
    String body,
    BodyEncoding bodyEncoding,
    Instant sentAt,
    int receiveCount,
    Map<String, String> attributes) {
  /** In characters; SQS's are 36, and an event id adds an index. */
  private static final int MAX_ID_LENGTH = 100;

  public QueuedMessage {
    messageId = Text.clean(messageId);
    deliveryId = Text.clean(deliveryId);
    attributes = MessageAttributes.usable(attributes);
  }

  /**
   * {@return the message in {@code input}}
   *
   * <p>Executions started by hand may omit fields that do not matter then, and may have the body as
   * an object.
   *
   * @param now the default for {@code sent_at}
   * @throws InvalidAlertException if there is no {@code message_id} or no {@code body}
   */
  public static QueuedMessage read(JsonNode input, Instant now) {
    Fields fields = Fields.of(input);
    // A blank text counts as a body: its sender gets a diagnosis, like any other unreadable one.
    JsonNode blank = input.path("body");
    JsonNode body = blank.isTextual() ? blank : fields.node("body");
    if (body.isMissingNode()) {
      throw new InvalidAlertException("no body: the function's input needs \"body\"");
    }
    String messageId =
        id(fields, "message_id")
            .orElseThrow(
                () ->
                    new InvalidAlertException(
                        "no message_id: the function's input needs one of at most "
                            + MAX_ID_LENGTH
                            + " characters"));
    return new QueuedMessage(
        messageId,
        // An older starter has the delivery id in place of the message id.
        id(fields, "delivery_id").orElse(messageId),
        body.isTextual() ? body.textValue() : body.toString(),
        fields.get("body_encoding").map(QueuedMessage::encoding).orElse(BodyEncoding.IDENTITY),
        fields.get("sent_at").flatMap(Times::parse).filter(Times::isOurs).orElse(now),
        Math.max(1, fields.node("receive_count").asInt(1)),
        fields.object("message_attributes").texts());
  }

  /** {@return the ids and the time of this message} */
  public Envelope envelope() {
    return new Envelope(messageId, deliveryId, sentAt);
  }

  private static Optional<String> id(Fields fields, String name) {
    return fields.get(name).filter(id -> id.length() <= MAX_ID_LENGTH);
  }

  private static BodyEncoding encoding(String name) {
    try {
      return BodyEncoding.of(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidAlertException(
          "body_encoding %s is not known".formatted(EventDraft.quoted(name)));
    }
  }
}
