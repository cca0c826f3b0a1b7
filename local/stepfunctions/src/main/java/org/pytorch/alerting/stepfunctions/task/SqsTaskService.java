package org.pytorch.alerting.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.field.Integration;

/** {@code arn:aws:states:::sqs:sendMessage} over the SQS API (AWS JSON 1.0). */
public final class SqsTaskService implements TaskService {
  /** The Resource of this service. */
  public static final String RESOURCE = Integration.SQS_SEND_MESSAGE.resource();

  private static final String SERVICE_ERROR = "AmazonSQSException";
  private static final List<String> RESULT_FIELDS =
      List.of("MD5OfMessageAttributes", "MD5OfMessageBody", "MessageId", "SequenceNumber");

  private final AwsApi api = new AwsApi();
  private final URI endpoint;

  /**
   * @param endpoint such as {@code http://127.0.0.1:9324}
   */
  public SqsTaskService(URI endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void invoke(TaskRequest request, Consumer<TaskResult> done) {
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/x-amz-json-1.0",
            "X-Amz-Target", "AmazonSQS.SendMessage");
    var _ =
        api.post(endpoint.resolve("/"), message(request.parameters()), headers, request)
            .handle((response, failure) -> failure == null ? read(response) : unreachable(failure))
            .thenAccept(done);
  }

  /** A body that is an object is sent as text. */
  private static JsonNode message(JsonNode parameters) {
    JsonNode body = parameters.path("MessageBody");
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.setAll((ObjectNode) parameters);
    return body.isTextual() ? message : message.put("MessageBody", JsonText.of(body));
  }

  private static TaskResult unreachable(Throwable failure) {
    return new TaskResult.Failed("SQS.SdkClientException", String.valueOf(failure.getMessage()));
  }

  private static TaskResult read(HttpResponse<String> response) {
    JsonNode body = AwsApi.json(response);
    if (response.statusCode() / 100 != 2) {
      String type = body.path("__type").asText(SERVICE_ERROR);
      String code = type.substring(type.indexOf('#') + 1);
      String cause = AwsApi.cause("AmazonSQS", AwsApi.message(body), code, response);
      return new TaskResult.Failed("SQS." + SERVICE_ERROR, cause);
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (String field : RESULT_FIELDS) {
      if (body.hasNonNull(field)) {
        result.set(field, body.path(field));
      }
    }
    AwsApi.addMetadata(result, response);
    return new TaskResult.Succeeded(result);
  }
}
