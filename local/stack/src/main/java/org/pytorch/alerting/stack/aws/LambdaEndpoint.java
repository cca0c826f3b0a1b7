package org.pytorch.alerting.stack.aws;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.Json;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Lambda's Invoke API over a {@link LambdaHost}: {@code POST
 * /2015-03-31/functions/NAME/invocations}.
 */
public final class LambdaEndpoint implements AutoCloseable {
  private static final Pattern INVOKE =
      Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?");
  private static final String JSON = "application/json";

  private final LambdaHost host;
  private final HttpEndpoint endpoint;

  private LambdaEndpoint(LambdaHost host, int port) {
    this.host = host;
    this.endpoint = HttpEndpoint.start("Lambda", port, this::answer);
  }

  /** Starts to listen; {@code port} 0 is any free one. */
  public static LambdaEndpoint start(LambdaHost host, int port) {
    return new LambdaEndpoint(host, port);
  }

  /** {@return where to invoke functions} */
  public URI uri() {
    return endpoint.uri();
  }

  private HttpReply answer(HttpRequest request) {
    Matcher path = INVOKE.matcher(request.path());
    if (!request.method().equals("POST") || !path.matches()) {
      return error(404, "UnknownOperationException", "Only Invoke is offered here.");
    }
    String type = request.header("x-amz-invocation-type").orElse("RequestResponse");
    if (!type.equals("RequestResponse")) {
      return error(
          400,
          "InvalidParameterValueException",
          "Only the invocation type RequestResponse is offered here, not " + type);
    }
    String payload = request.text();
    return reply(
        host.invoke(HttpEndpoint.decoded(path.group(1)), payload.isEmpty() ? "{}" : payload));
  }

  private static HttpReply reply(LambdaResult result) {
    return switch (result) {
      case LambdaResult.Answered answered -> ran(answered.payload());
      case LambdaResult.Failed failed ->
          ran(Json.write(failed.error())).with("X-Amz-Function-Error", "Unhandled");
      case LambdaResult.Refused refused ->
          error(refused.status(), refused.type(), refused.message());
    };
  }

  private static HttpReply ran(String payload) {
    return new HttpReply(
        200,
        Map.of(
            "content-type",
            JSON,
            "X-Amz-Executed-Version",
            "$LATEST",
            "x-amzn-RequestId",
            UUID.randomUUID().toString()),
        SdkBytes.fromUtf8String(payload));
  }

  private static HttpReply error(int status, String type, String message) {
    return HttpReply.json(status, JSON, Map.of("Type", "User", "Message", message))
        .with("x-amzn-ErrorType", type);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
