package org.pytorch.alerting.stepfunctions.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
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
class LambdaTaskServiceTest {
  private static final String THROWN =
      "{\"errorMessage\":\"no\",\"errorType\":\"org.a.Outer$Inner\",\"stackTrace\":[\"at a\"]}";

  @Test
  void the_payload_is_posted_and_the_result_has_the_format_of_the_integration() {
    try (FakeAws aws =
        FakeAws.responding(
            200,
            "{\"y\":[2]}",
            Map.of("X-Amz-Executed-Version", "7", "x-amzn-RequestId", "id-1"))) {
      TaskResult result = invoke(aws.endpoint(), "{'FunctionName': 'f', 'Payload': {'x': 'ü'}}");

      assertThat(aws.path).hasValue("POST /2015-03-31/functions/f/invocations");
      assertThat(aws.body).hasValue("{\"x\":\"ü\"}");
      assertThat(result).isInstanceOf(TaskResult.Succeeded.class);
      JsonNode output = ((TaskResult.Succeeded) result).output();
      assertThat(output.fieldNames())
          .toIterable()
          .containsExactly(
              "ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode");
      assertThat(output.path("ExecutedVersion").textValue()).isEqualTo("7");
      assertThat(output.path("Payload")).isEqualTo(json("{'y': [2]}"));
      assertThat(output.path("StatusCode").intValue()).isEqualTo(200);
      assertThat(output.at("/SdkHttpMetadata/HttpStatusCode").intValue()).isEqualTo(200);
      assertThat(output.at("/SdkHttpMetadata/HttpHeaders/x-amz-executed-version").textValue())
          .isEqualTo("7");
      assertThat(output.at("/SdkHttpMetadata/AllHttpHeaders/x-amz-executed-version"))
          .isEqualTo(json("['7']"));
      assertThat(output.at("/SdkResponseMetadata/RequestId").textValue()).isEqualTo("id-1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'FunctionName': 'arn:aws:lambda:us-east-1:1:function:f:live'} | /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af%3Alive/invocations
          {'FunctionName': 'f', 'Qualifier': 'live'}                     | /2015-03-31/functions/f/invocations?Qualifier=live
          """)
  void a_function_is_identified_by_name_or_arn_and_a_qualifier(String parameters, String path) {
    try (FakeAws aws = FakeAws.responding(200, "null", Map.of())) {
      invoke(aws.endpoint(), parameters);

      assertThat(aws.path).hasValue("POST " + path);
      assertThat(aws.body).as("without a payload").hasValue("{}");
    }
  }

  @Test
  void a_function_called_by_its_arn_gets_the_input_and_its_response_is_the_result() {
    try (FakeAws aws = FakeAws.responding(200, "{\"y\":[2]}", Map.of())) {
      TaskResult result =
          invoke(
              aws.endpoint(),
              "arn:aws:lambda:us-east-1:123456789012:function:f:live",
              "{'x': 'ü'}");

      assertThat(aws.path)
          .hasValue(
              "POST /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af%3Alive/invocations");
      assertThat(aws.body).hasValue("{\"x\":\"ü\"}");
      assertThat(result).isEqualTo(new TaskResult.Succeeded(json("{'y': [2]}")));
    }
  }

  @Test
  void the_exception_of_a_function_is_the_error_and_the_whole_response_the_cause() {
    assertThat(failure(200, THROWN, Map.of("X-Amz-Function-Error", "Unhandled")))
        .isEqualTo(new TaskResult.Failed("org.a.Outer$Inner", THROWN));
  }

  @Test
  void a_function_error_without_a_type_is_unknown() {
    assertThat(
            failure(200, "{\"errorMessage\":\"x\"}", Map.of("X-Amz-Function-Error", "Unhandled")))
        .isEqualTo(
            new TaskResult.Failed(
                "Lambda.Unknown",
                "The cause could not be determined because Lambda did not return an error type."
                    + " Returned payload: {\"errorMessage\":\"x\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 |                                          | Lambda.TooManyRequestsException
          404 |                                          | Lambda.ResourceNotFoundException
          500 |                                          | Lambda.ServiceException
          502 |                                          | Lambda.ServiceException
          503 |                                          | Lambda.ServiceException
          400 |                                          | Lambda.AWSLambdaException
          403 |                                          | Lambda.AWSLambdaException
          502 | EC2ThrottledException                    | Lambda.EC2ThrottledException
          400 | InvalidRequestContentException:http://a/ | Lambda.InvalidRequestContentException
          """)
  void service_errors_keep_their_names(int status, String type, String error) {
    Map<String, String> headers =
        type == null
            ? Map.of("x-amzn-RequestId", "id-1")
            : Map.of("x-amzn-RequestId", "id-1", "x-amzn-ErrorType", type);

    TaskResult.Failed failed = failure(status, "{\"Message\":\"sorry\"}", headers);

    assertThat(failed.error()).isEqualTo(error);
    assertThat(failed.cause())
        .isEqualTo(
            "sorry (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: id-1; Proxy: null)"
                .formatted(status, error.substring("Lambda.".length())));
  }

  @Test
  void an_unreachable_endpoint_is_an_sdk_error() {
    URI gone;
    try (FakeAws aws = FakeAws.responding(200, "null", Map.of())) {
      gone = aws.endpoint();
    }

    assertThat(invoke(gone, "{'FunctionName': 'f'}"))
        .isInstanceOfSatisfying(
            TaskResult.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo("Lambda.SdkClientException"));
  }

  private static TaskResult.Failed failure(int status, String body, Map<String, String> headers) {
    try (FakeAws aws = FakeAws.responding(status, body, headers)) {
      return (TaskResult.Failed) invoke(aws.endpoint(), "{'FunctionName': 'f'}");
    }
  }

  private static TaskResult invoke(URI endpoint, String parameters) {
    return invoke(endpoint, LambdaTaskService.RESOURCE, parameters);
  }

  private static TaskResult invoke(URI endpoint, String resource, String parameters) {
    CompletableFuture<TaskResult> result = new CompletableFuture<>();
    new LambdaTaskService(endpoint)
        .invoke(
            new TaskRequest(
                resource,
                json(parameters),
                "arn:aws:states:us-east-1:1:express:m:n:u",
                "S",
                0,
                Optional.of(Duration.ofSeconds(30))),
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
