package org.pytorch.alerting.starter.workflow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.starter.queue.QuarantineAttributes;
import org.pytorch.alerting.starter.queue.SqsMessage;

/**
 * The input of an execution of the state machine.
 *
 * @param messageId SQS's id for the message
 * @param deliveryId the base of event ids: the webhook's id for the message if it has one, else
 *     SQS's; for a message that was quarantined and redriven, its original one
 * @param sentAt when the message was put on our queue; for a redriven one the first time
 */
public record WorkflowInput(
    String messageId,
    String deliveryId,
    String body,
    BodyEncoding bodyEncoding,
    Instant sentAt,
    int receiveCount,
    Map<String, String> messageAttributes,
    Optional<String> eventSourceArn,
    Optional<String> awsRegion) {
  /** In bytes of JSON: a longer body is compressed. */
  static final int MAX_READABLE_BYTES = 2_048;

  public WorkflowInput {
    messageAttributes = Map.copyOf(messageAttributes);
  }

  /** {@return the input for {@code message}, whatever its size} */
  public static WorkflowInput of(SqsMessage message) {
    QuarantineAttributes original = QuarantineAttributes.originalOf(message);
    return new WorkflowInput(
        original.messageId(),
        original.deliveryId(),
        message.body(),
        original.bodyEncoding(),
        original.saidAt(),
        message.receiveCount(),
        original.messageAttributes(),
        message.eventSourceArn(),
        message.awsRegion());
  }

  /**
   * {@return this input with its body compressed if it is long, or empty if even then it takes more
   * than {@link EncodedBody#MAX_INPUT_BYTES}}
   *
   * <p>A short body stays as it is, for people who read the execution. A long one would be logged
   * three times before normalize has made an event of it.
   */
  public Optional<WorkflowInput> fitted() {
    // The other fields at their longest: "gzip+base64" is the longer encoding name.
    int otherBytes = with(new EncodedBody("", BodyEncoding.GZIP_BASE64)).bytes();
    int room = EncodedBody.MAX_INPUT_BYTES - otherBytes;
    EncodedBody given = encodedBody();
    EncodedBody handedOver =
        given.jsonBytes() <= MAX_READABLE_BYTES ? given : shorter(EncodedBody::jsonBytes);
    return Optional.of(handedOver).filter(it -> it.jsonBytes() <= room).map(this::with);
  }

  /** {@return this input with its body in the encoding that takes fewer bytes of a message} */
  public WorkflowInput shortest() {
    return with(shorter(EncodedBody::bytes));
  }

  private EncodedBody shorter(ToIntFunction<EncodedBody> size) {
    EncodedBody given = encodedBody();
    return switch (bodyEncoding) {
      case IDENTITY -> {
        EncodedBody compressed = EncodedBody.compressed(body);
        yield size.applyAsInt(compressed) < size.applyAsInt(given) ? compressed : given;
      }
      case GZIP_BASE64 -> given;
    };
  }

  /** {@return the attributes of this message in the dead-letter queue} */
  public Map<String, String> quarantineAttributes(String error, String diagnosis) {
    return new QuarantineAttributes(messageId, deliveryId, bodyEncoding, sentAt, messageAttributes)
        .write(error, diagnosis);
  }

  private EncodedBody encodedBody() {
    return new EncodedBody(body, bodyEncoding);
  }

  private WorkflowInput with(EncodedBody other) {
    return new WorkflowInput(
        messageId,
        deliveryId,
        other.text(),
        other.encoding(),
        sentAt,
        receiveCount,
        messageAttributes,
        eventSourceArn,
        awsRegion);
  }

  private int bytes() {
    return Json.write(this).getBytes(StandardCharsets.UTF_8).length;
  }
}
