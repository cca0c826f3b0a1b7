package org.pytorch.alerting.stack.aws.queue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.pytorch.alerting.stack.aws.HttpReply;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** AWS's Query protocol as SNS uses it: form in, XML out. */
final class SnsProtocol {
  private static final String XML = "text/xml";
  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

  /** Errors with status 404. */
  private static final Set<String> NOT_FOUND = Set.of("NotFound", "ResourceNotFound");

  private SnsProtocol() {}

  /** A published message. */
  record Message(String body, Map<String, MessageAttributeValue> attributes) {}

  /** An error of the sender; {@code code} is its name in the API. */
  static final class SnsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    SnsException(String code, String message) {
      super(message);
      this.code = code;
    }
  }

  /** {@return the fields of a form} */
  static Map<String, String> form(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    Arrays.stream(body.split("&", -1))
        .filter(field -> !field.isEmpty())
        .map(field -> field.split("=", 2))
        .forEach(field -> fields.put(decoded(field[0]), field.length < 2 ? "" : decoded(field[1])));
    return fields;
  }

  /** {@return the prefixes {@code list1. list2. ...} that occur in the form} */
  static List<String> numbered(Map<String, String> form, String list) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> list + i + ".")
        .takeWhile(prefix -> form.keySet().stream().anyMatch(key -> key.startsWith(prefix)))
        .toList();
  }

  /** {@return the message whose fields begin with {@code prefix}} */
  static Message message(Map<String, String> form, String prefix) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    for (String entry : numbered(form, prefix + "MessageAttributes.entry.")) {
      String name = form.getOrDefault(entry + "Name", "");
      String type = form.getOrDefault(entry + "Value.DataType", "");
      String value = form.getOrDefault(entry + "Value.StringValue", "");
      if (name.isEmpty() || value.isEmpty() || !type.matches("(String|Number)(\\..+)?")) {
        throw new SnsException(
            "ParameterValueInvalid",
            "The message attribute '%s' must have a String or Number value.".formatted(name));
      }
      attributes.put(
          name, MessageAttributeValue.builder().dataType(type).stringValue(value).build());
    }
    return new Message(form.getOrDefault(prefix + "Message", ""), attributes);
  }

  /** {@return the response to {@code action}} */
  static HttpReply answer(String action, String result) {
    return HttpReply.text(
        200,
        XML,
        "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult>%4$s</%1$sResponse>"
            .formatted(
                action,
                NAMESPACE,
                result,
                "<ResponseMetadata>%s</ResponseMetadata>".formatted(requestId())));
  }

  /** {@return the response to an error of the sender} */
  static HttpReply error(SnsException e) {
    return HttpReply.text(
        NOT_FOUND.contains(e.code) ? 404 : 400,
        XML,
        "<ErrorResponse xmlns=\"%s\"><Error><Type>Sender</Type>%s%s</Error>%s</ErrorResponse>"
            .formatted(
                NAMESPACE,
                element("Code", e.code),
                element("Message", String.valueOf(e.getMessage())),
                requestId()));
  }

  /** {@return {@code <name>text</name>}} */
  static String element(String name, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<%1$s>%2$s</%1$s>".formatted(name, escaped);
  }

  private static String requestId() {
    return element("RequestId", UUID.randomUUID().toString());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
