package org.pytorch.alerting.statemachine.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.script.Response;

/**
 * A SendMessage in one of SQS's two protocols: AWS JSON 1.0, or the older query protocol (form in,
 * XML out) that SDKs before late 2023 speak.
 *
 * @param parameters in the form of the JSON protocol
 */
record SqsCall(boolean json, JsonNode parameters) {
  private static final String TARGET = "AmazonSQS.SendMessage";

  /**
   * {@return the request}
   *
   * @throws IllegalStateException if it is not a SendMessage
   */
  static SqsCall of(Headers headers, String body) {
    String target = headers.getFirst("X-Amz-Target");
    if (target != null) {
      return checked(new SqsCall(true, Json.read(body, JsonNode.class)), target);
    }
    Map<String, String> form = form(body);
    return checked(new SqsCall(false, parameters(form)), "AmazonSQS." + form.get("Action"));
  }

  String queueUrl() {
    return parameters.path("QueueUrl").asText();
  }

  /** Responds like SQS. */
  void reply(HttpExchange exchange, Response response) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", json ? "application/x-amz-json-1.0" : "text/xml");
    switch (response) {
      case Response.Value value -> ScriptedAws.reply(exchange, 200, accepted());
      case Response.QueueError(String code, String message) -> {
        exchange.getResponseHeaders().set("x-amzn-query-error", code + ";Sender");
        ScriptedAws.reply(exchange, 400, refused(code, message));
      }
      case Response.FunctionError error ->
          ScriptedAws.reply(exchange, 400, refused(error.type(), error.message()));
      case Response.TaskError _, Response.Silence _ ->
          throw new IllegalStateException("only supported in virtual time: " + response);
    }
  }

  private String accepted() {
    String body = md5(parameters.path("MessageBody").asText().getBytes(UTF_8));
    String attributes = md5(canonicalAttributes());
    String id = "00000000-0000-0000-0000-000000000001";
    return json
        ? Json.write(
            Map.of("MessageId", id, "MD5OfMessageBody", body, "MD5OfMessageAttributes", attributes))
        : """
          <SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><SendMessageResult>\
          <MessageId>%s</MessageId><MD5OfMessageBody>%s</MD5OfMessageBody>\
          <MD5OfMessageAttributes>%s</MD5OfMessageAttributes></SendMessageResult>\
          <ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata></SendMessageResponse>"""
            .formatted(id, body, attributes, id);
  }

  private String refused(String code, String message) {
    return json
        ? Json.write(Map.of("__type", "com.amazonaws.sqs#" + code, "message", message))
        : """
          <ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>\
          <RequestId>0</RequestId></ErrorResponse>"""
            .formatted(code, message);
  }

  /** The bytes that SQS hashes and SDKs check: attributes by name, each part after its length. */
  private byte[] canonicalAttributes() {
    Map<String, JsonNode> sorted = new TreeMap<>();
    parameters
        .path("MessageAttributes")
        .properties()
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      for (Map.Entry<String, JsonNode> attribute : sorted.entrySet()) {
        part(data, attribute.getKey());
        part(data, attribute.getValue().path("DataType").asText());
        data.writeByte(1);
        part(data, attribute.getValue().path("StringValue").asText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void part(DataOutputStream data, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    data.writeInt(bytes.length);
    data.write(bytes);
  }

  private static SqsCall checked(SqsCall call, String target) {
    if (!target.equals(TARGET)) {
      throw new IllegalStateException("only SendMessage is supported: " + target);
    }
    return call;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          URLDecoder.decode(pair.substring(0, equals), UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return form;
  }

  private static ObjectNode parameters(Map<String, String> form) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("QueueUrl", form.get("QueueUrl")).put("MessageBody", form.get("MessageBody"));
    Optional.ofNullable(form.get("DelaySeconds"))
        .ifPresent(seconds -> parameters.put("DelaySeconds", Integer.parseInt(seconds)));
    ObjectNode attributes = parameters.putObject("MessageAttributes");
    for (int n = 1; form.containsKey("MessageAttribute." + n + ".Name"); n++) {
      String prefix = "MessageAttribute." + n + ".";
      attributes
          .putObject(form.get(prefix + "Name"))
          .put("DataType", form.get(prefix + "Value.DataType"))
          .put("StringValue", form.get(prefix + "Value.StringValue"));
    }
    return parameters;
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
