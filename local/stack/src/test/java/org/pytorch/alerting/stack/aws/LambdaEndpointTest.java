package org.pytorch.alerting.stack.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stack.journal.Journal;

final class LambdaEndpointTest {
  private final LambdaHost host =
      new LambdaHost(AwsAccount.LOCAL, InstantSource.system(), new Journal());
  private final LambdaEndpoint endpoint = LambdaEndpoint.start(host, 0);
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void deploy() {
    host.deploy(
        LambdaFunction.of(
            "echo", Duration.ofSeconds(10), () -> (in, out, _) -> in.transferTo(out)));
    host.deploy(
        LambdaFunction.of(
            "broken",
            Duration.ofSeconds(10),
            () ->
                (_, _, _) -> {
                  throw new IllegalStateException("no table");
                }));
  }

  @AfterEach
  void close() {
    http.close();
    endpoint.close();
    host.close();
  }

  @Test
  void invocation_answers_200_with_the_payload() throws Exception {
    HttpResponse<String> response = invoke("echo", "{\"grüße\":1}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"grüße\":1}");
    assertThat(response.headers().firstValue("X-Amz-Function-Error")).isEmpty();
    assertThat(response.headers().firstValue("X-Amz-Executed-Version")).contains("$LATEST");
  }

  @Test
  void function_may_be_named_by_a_percent_encoded_arn() throws Exception {
    String arn = URLEncoder.encode(host.arn("echo"), StandardCharsets.UTF_8);

    assertThat(invoke(arn, "[1]").body()).isEqualTo("[1]");
  }

  @Test
  void error_of_the_function_answers_200_with_a_header_and_lambdas_error_json() throws Exception {
    HttpResponse<String> response = invoke("broken", "{}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(response.body())
        .startsWith(
            "{\"errorMessage\":\"no table\",\"errorType\":\"java.lang.IllegalStateException\","
                + "\"stackTrace\":[\"");
  }

  @Test
  void refusal_answers_its_status_and_names_its_type() throws Exception {
    HttpResponse<String> response = invoke("nobody", "{}");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("x-amzn-ErrorType"))
        .contains("ResourceNotFoundException");
    assertThat(response.body()).contains("\"Message\":\"Function not found: nobody\"");
  }

  @Test
  void only_synchronous_invocations_are_offered() throws Exception {
    HttpResponse<String> response =
        http.send(
            request("echo", "{}").header("X-Amz-Invocation-Type", "Event").build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> invoke(String function, String payload) throws Exception {
    return http.send(request(function, payload).build(), BodyHandlers.ofString());
  }

  private java.net.http.HttpRequest.Builder request(String function, String payload) {
    return java.net.http.HttpRequest.newBuilder(
            URI.create(endpoint.uri() + "/2015-03-31/functions/" + function + "/invocations"))
        .POST(BodyPublishers.ofString(payload));
  }
}
