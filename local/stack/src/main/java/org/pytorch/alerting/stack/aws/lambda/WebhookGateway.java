package org.pytorch.alerting.stack.aws.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.HttpEndpoint;
import org.pytorch.alerting.stack.aws.HttpReply;
import org.pytorch.alerting.stack.aws.HttpRequest;
import software.amazon.awssdk.core.SdkBytes;

/**
 * API Gateway's HTTP API in front of the webhook function: a request becomes an event of payload
 * format 2.0, and the function's result becomes the response.
 */
public final class WebhookGateway implements AutoCloseable {
  /** The only route. */
  public static final String PATH = "/webhook";

  private static final String JSON = "application/json";

  private final LambdaHost lambda;
  private final String function;
  private final InstantSource clock;
  private final HttpEndpoint endpoint;

  /** The function's result. */
  private record Answer(
      @JsonProperty("statusCode") int statusCode,
      @JsonProperty("headers") Optional<Map<String, String>> headers,
      @JsonProperty("body") Optional<String> body,
      @JsonProperty("isBase64Encoded") Optional<Boolean> isBase64Encoded) {}

  private WebhookGateway(LambdaHost lambda, String function, InstantSource clock, int port) {
    this.lambda = lambda;
    this.function = function;
    this.clock = clock;
    this.endpoint = HttpEndpoint.start("The webhook", port, this::answer);
  }

  /**
   * Starts to listen.
   *
   * @param function the webhook function's name
   * @param port 0 for any free one
   */
  public static WebhookGateway start(
      LambdaHost lambda, String function, InstantSource clock, int port) {
    return new WebhookGateway(lambda, function, clock, port);
  }

  /** {@return the URL that providers post alerts to} */
  public URI uri() {
    return endpoint.uri().resolve(PATH);
  }

  private HttpReply answer(HttpRequest request) {
    if (!request.path().equals(PATH)) {
      return message(404, "Not Found");
    }
    return switch (lambda.invoke(function, Json.write(event(request)))) {
      case LambdaResult.Answered answered -> response(answered.payload());
      case LambdaResult.Failed _ -> message(500, "Internal Server Error");
      case LambdaResult.Refused refused ->
          refused.status() == 413
              ? message(413, "Request Entity Too Large")
              : message(503, "Service Unavailable");
    };
  }

  private Map<String, Object> event(HttpRequest request) {
    boolean text = isText(request.header("content-type").orElse(""));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "2.0");
    event.put("routeKey", "ANY " + PATH);
    event.put("rawPath", PATH);
    event.put("rawQueryString", request.query());
    event.put("headers", request.headers());
    event.put(
        "requestContext",
        Map.of(
            "accountId", AwsAccount.LOCAL.id(),
            "apiId", "local",
            "http",
                Map.of(
                    "method",
                    request.method(),
                    "path",
                    PATH,
                    "protocol",
                    "HTTP/1.1",
                    "sourceIp",
                    "127.0.0.1",
                    "userAgent",
                    request.header("user-agent").orElse("")),
            "requestId", UUID.randomUUID().toString(),
            "routeKey", "ANY " + PATH,
            "stage", "$default",
            "timeEpoch", clock.millis()));
    event.put("isBase64Encoded", !text);
    byte[] body = request.body().asByteArrayUnsafe();
    if (body.length > 0) {
      event.put("body", text ? request.text() : Base64.getEncoder().encodeToString(body));
    }
    return event;
  }

  /** API Gateway passes text unchanged and everything else in base64. */
  private static boolean isText(String contentType) {
    return contentType.startsWith("text/") || contentType.startsWith(JSON);
  }

  private static HttpReply response(String json) {
    Answer answer = Json.read(json, Answer.class);
    String body = answer.body().orElse("");
    SdkBytes bytes =
        answer.isBase64Encoded().orElse(false)
            ? SdkBytes.fromByteArray(Base64.getDecoder().decode(body))
            : SdkBytes.fromUtf8String(body);
    return new HttpReply(answer.statusCode(), answer.headers().orElse(Map.of()), bytes);
  }

  private static HttpReply message(int status, String message) {
    return HttpReply.json(status, JSON, Map.of("message", message));
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
