package org.pytorch.alerting.stepfunctions.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.data.JsonText;

@Timeout(60)
class SqsTaskServiceTest {
  private static final String MESSAGE =
      """
      {'QueueUrl': 'http://q/1/dlq', 'MessageBody': 'text',
       'MessageAttributes': {'error': {'DataType': 'String', 'StringValue': 'E'}}}
      """;

  @Test
  void a_message_is_sent_with_its_attributes() throws Exception {
    try (FakeAws aws =
        FakeAws.responding(
            200,
            "{\"MD5OfMessageBody\":\"md5\",\"MD5OfMessageAttributes\":\"md5a\",\"MessageId\":\"m-1\"}",
            Map.of("x-amzn-RequestId", "id-1"))) {
      TaskResult result = send(aws.endpoint(), MESSAGE);

      assertThat(aws.path).hasValue("POST /");
      assertThat(aws.headers.get().getFirst("X-Amz-Target")).isEqualTo("AmazonSQS.SendMessage");
      assertThat(aws.headers.get().getFirst("Content-Type"))
          .isEqualTo("application/x-amz-json-1.0");
      assertThat(JsonText.parse(aws.body.get())).isEqualTo(json(MESSAGE));
      JsonNode output = ((TaskResult.Succeeded) result).output();
      assertThat(output.path("MessageId").textValue()).isEqualTo("m-1");
      assertThat(output.path("MD5OfMessageBody").textValue()).isEqualTo("md5");
      assertThat(output.path("MD5OfMessageAttributes").textValue()).isEqualTo("md5a");
      assertThat(output.at("/SdkHttpMetadata/HttpStatusCode").intValue()).isEqualTo(200);
      assertThat(output.at("/SdkResponseMetadata/RequestId").textValue()).isEqualTo("id-1");
    }
  }

  @Test
  void a_body_that_is_an_object_is_sent_as_text() throws Exception {
    try (FakeAws aws = FakeAws.responding(200, "{\"MessageId\":\"m\"}", Map.of())) {
      send(aws.endpoint(), "{'QueueUrl': 'q', 'MessageBody': {'a': [1]}}");

      assertThat(JsonText.parse(aws.body.get()).path("MessageBody").textValue())
          .isEqualTo("{\"a\":[1]}");
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "403", "500", "503"})
  void all_service_errors_have_one_name(int status) {
    String body =
        "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"no such queue\"}";
    try (FakeAws aws = FakeAws.responding(status, body, Map.of())) {
      assertThat(send(aws.endpoint(), MESSAGE))
          .isEqualTo(
              new TaskResult.Failed(
                  "SQS.AmazonSQSException",
                  "no such queue (Service: AmazonSQS; Status Code: %d; Error Code: QueueDoesNotExist; Request ID: ; Proxy: null)"
                      .formatted(status)));
    }
  }

  @Test
  void an_unreachable_endpoint_is_an_sdk_error() {
    URI gone;
    try (FakeAws aws = FakeAws.responding(200, "{}", Map.of())) {
      gone = aws.endpoint();
    }

    assertThat(send(gone, MESSAGE))
        .isInstanceOfSatisfying(
            TaskResult.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("SQS.SdkClientException"));
  }

  private static TaskResult send(URI endpoint, String parameters) {
    CompletableFuture<TaskResult> result = new CompletableFuture<>();
    new SqsTaskService(endpoint)
        .invoke(
            new TaskRequest(
                SqsTaskService.RESOURCE,
                json(parameters),
                "arn:aws:states:us-east-1:1:express:m:n:u",
                "S",
                0,
                Optional.empty()),
            result::complete);
    return result.orTimeout(40, TimeUnit.SECONDS).join();
  }

  private static JsonNode json(String text) {
    try {
      return JsonText.parse(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
