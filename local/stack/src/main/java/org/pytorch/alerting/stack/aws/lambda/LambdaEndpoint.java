package org.pytorch.alerting.stack.aws.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.HttpEndpoint;
import org.pytorch.alerting.stack.aws.HttpReply;
import org.pytorch.alerting.stack.aws.HttpRequest;
import org.pytorch.alerting.stack.journal.InvocationLog;

/**
 * Lambda's API over a {@link LambdaHost}: Invoke, ListFunctions, GetFunction and
 * GetFunctionConfiguration.
 */
public final class LambdaEndpoint implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/2015-03-31/functions(?:/([^/]+))?(?:/(invocations|configuration))?/?");
  private static final String JSON = "application/json";

  private final LambdaHost host;
  private final LambdaFunctionsApi functions;
  private final HttpEndpoint endpoint;

  private LambdaEndpoint(LambdaHost host, int port) {
    this.host = host;
    this.functions = new LambdaFunctionsApi(host);
    this.endpoint = HttpEndpoint.start("Lambda", port, this::answer);
  }

  /** Starts to listen; {@code port} 0 is any free one. */
  public static LambdaEndpoint start(LambdaHost host, int port) {
    return new LambdaEndpoint(host, port);
  }

  /** {@return the endpoint for invoking functions} */
  public URI uri() {
    return endpoint.uri();
  }

  private HttpReply answer(HttpRequest request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return notOffered();
    }
    Optional<String> function = Optional.ofNullable(path.group(1)).map(HttpEndpoint::decoded);
    String operation =
        "%s %s%s"
            .formatted(
                request.method(),
                function.isPresent() ? "function" : "functions",
                Optional.ofNullable(path.group(2)).map(part -> "/" + part).orElse(""));
    String name = function.orElse("");
    return switch (operation) {
      case "POST function/invocations" -> invoke(name, request);
      case "GET functions" -> HttpReply.json(200, JSON, functions.list());
      case "GET function" ->
          functions.get(name).map(LambdaEndpoint::described).orElseGet(() -> unknown(name));
      case "GET function/configuration" ->
          functions
              .getConfiguration(name)
              .map(LambdaEndpoint::described)
              .orElseGet(() -> unknown(name));
      default -> notOffered();
    };
  }

  private static HttpReply notOffered() {
    return error(
        404,
        "UnknownOperationException",
        "Only Invoke, ListFunctions, GetFunction and GetFunctionConfiguration are supported here.");
  }

  private static HttpReply described(ObjectNode description) {
    return HttpReply.json(200, JSON, description);
  }

  private HttpReply unknown(String function) {
    return refused(host.notFound(function));
  }

  private HttpReply invoke(String function, HttpRequest request) {
    String payload = request.text().isEmpty() ? "{}" : request.text();
    String type = request.header("x-amz-invocation-type").orElse("RequestResponse");
    return switch (type) {
      case "RequestResponse" -> invoke(function, payload, isTailWanted(request));
      case "Event" ->
          host.send(function, payload)
              .map(LambdaEndpoint::refused)
              .orElseGet(() -> withoutPayload(202));
      case "DryRun" ->
          host.function(function)
              .map(_ -> withoutPayload(204))
              .orElseGet(() -> refused(host.notFound(function)));
      default ->
          error(
              400,
              "InvalidParameterValueException",
              "The invocation type is RequestResponse, Event or DryRun, not " + type);
    };
  }

  private static boolean isTailWanted(HttpRequest request) {
    return request.header("x-amz-log-type").filter("Tail"::equals).isPresent();
  }

  private HttpReply invoke(String function, String payload, boolean withTail) {
    InvocationLog log = new InvocationLog();
    HttpReply reply = reply(host.invoke(function, payload, log));
    return withTail && reply.status() == 200
        ? reply.with("X-Amz-Log-Result", Base64.getEncoder().encodeToString(log.tail()))
        : reply;
  }

  private static HttpReply reply(LambdaResult result) {
    return switch (result) {
      case LambdaResult.Answered answered -> ran(answered.payload());
      case LambdaResult.Failed failed ->
          ran(Json.write(failed.error())).with("X-Amz-Function-Error", "Unhandled");
      case LambdaResult.Refused refused -> refused(refused);
    };
  }

  private static HttpReply ran(String payload) {
    return HttpReply.text(200, JSON, payload)
        .with("X-Amz-Executed-Version", LambdaHost.VERSION)
        .with("x-amzn-RequestId", UUID.randomUUID().toString());
  }

  private static HttpReply withoutPayload(int status) {
    return HttpReply.text(status, JSON, "").with("x-amzn-RequestId", UUID.randomUUID().toString());
  }

  private static HttpReply refused(LambdaResult.Refused refused) {
    return error(refused.status(), refused.type(), refused.message());
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
