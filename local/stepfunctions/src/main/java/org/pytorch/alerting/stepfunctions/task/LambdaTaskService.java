package org.pytorch.alerting.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pytorch.alerting.stepfunctions.definition.field.Integration;

/** {@code arn:aws:states:::lambda:invoke}, and functions' own ARNs, over the Invoke API. */
public final class LambdaTaskService implements TaskService {
  /** The Resource of this service. */
  public static final String RESOURCE = Integration.LAMBDA_INVOKE.resource();

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int NOT_FOUND = 404;

  private final AwsApi api = new AwsApi();
  private final URI endpoint;

  /**
   * @param endpoint such as {@code http://127.0.0.1:9001}
   */
  public LambdaTaskService(URI endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void invoke(TaskRequest request, Consumer<TaskResult> done) {
    JsonNode parameters = request.parameters();
    if (request.resource().equals(RESOURCE)) {
      JsonNode given = parameters.path("Payload");
      JsonNode payload = given.isMissingNode() ? JsonNodeFactory.instance.objectNode() : given;
      URI uri =
          uri(parameters.path("FunctionName").asText(), parameters.path("Qualifier").asText(""));
      invoke(uri, payload, request, LambdaTaskService::result, done);
    } else {
      invoke(uri(request.resource(), ""), parameters, request, AwsApi::json, done);
    }
  }

  private void invoke(
      URI uri,
      JsonNode payload,
      TaskRequest request,
      Function<HttpResponse<String>, JsonNode> result,
      Consumer<TaskResult> done) {
    var _ =
        api.post(uri, payload, Map.of("Content-Type", "application/json"), request)
            .handle(
                (response, failure) ->
                    failure == null ? read(response, result) : unreachable(failure))
            .thenAccept(done);
  }

  private URI uri(String name, String qualifier) {
    return endpoint.resolve(
        "/2015-03-31/functions/"
            + encoded(name)
            + "/invocations"
            + (qualifier.isEmpty() ? "" : "?Qualifier=" + encoded(qualifier)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static TaskResult unreachable(Throwable failure) {
    return new TaskResult.Failed("Lambda.SdkClientException", String.valueOf(failure.getMessage()));
  }

  private static TaskResult read(
      HttpResponse<String> response, Function<HttpResponse<String>, JsonNode> result) {
    if (response.statusCode() / 100 != 2) {
      return serviceError(response);
    }
    return response.headers().firstValue("X-Amz-Function-Error").isPresent()
        ? functionError(response)
        : new TaskResult.Succeeded(result.apply(response));
  }

  private static ObjectNode result(HttpResponse<String> response) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    Optional<String> version = response.headers().firstValue("X-Amz-Executed-Version");
    result.put("ExecutedVersion", version.orElse("$LATEST"));
    result.set("Payload", AwsApi.json(response));
    AwsApi.addMetadata(result, response);
    return result.put("StatusCode", response.statusCode());
  }

  /** The exception's name is the error; the whole response is the cause. */
  private static TaskResult functionError(HttpResponse<String> response) {
    JsonNode type = AwsApi.json(response).path("errorType");
    return type.isTextual()
        ? new TaskResult.Failed(type.textValue(), response.body())
        : new TaskResult.Failed(
            "Lambda.Unknown",
            "The cause could not be determined because Lambda did not return an error type. Returned payload: "
                + response.body());
  }

  private static TaskResult serviceError(HttpResponse<String> response) {
    String error =
        response
            .headers()
            .firstValue("x-amzn-ErrorType")
            .map(type -> type.split(":", -1)[0])
            .filter(type -> !type.isEmpty())
            .orElseGet(() -> errorByStatus(response.statusCode()));
    String message = AwsApi.message(AwsApi.json(response));
    return new TaskResult.Failed(
        "Lambda." + error, AwsApi.cause("AWSLambda", message, error, response));
  }

  private static String errorByStatus(int status) {
    if (status == TOO_MANY_REQUESTS) {
      return "TooManyRequestsException";
    }
    if (status == NOT_FOUND) {
      return "ResourceNotFoundException";
    }
    return status / 100 == 5 ? "ServiceException" : "AWSLambdaException";
  }
}
