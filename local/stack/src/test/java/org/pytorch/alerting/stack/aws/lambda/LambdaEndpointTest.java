package org.pytorch.alerting.stack.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.journal.FunctionLog;
import org.pytorch.alerting.stack.journal.InvocationLog;
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
  void invocation_returns_200_with_the_payload() throws Exception {
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
  void error_of_the_function_returns_200_with_a_header_and_lambdas_error_json() throws Exception {
    HttpResponse<String> response = invoke("broken", "{}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(response.body())
        .startsWith(
            "{\"errorMessage\":\"no table\",\"errorType\":\"java.lang.IllegalStateException\","
                + "\"stackTrace\":[\"");
  }

  @Test
  void refusal_returns_its_status_and_error_type() throws Exception {
    HttpResponse<String> response = invoke("unknown", "{}");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("x-amzn-ErrorType"))
        .contains("ResourceNotFoundException");
    assertThat(response.body()).contains("\"Message\":\"Function not found: unknown\"");
  }

  private HttpResponse<String> invokeAs(String function, String type) throws Exception {
    return http.send(
        request(function, "{\"a\":1}").header("X-Amz-Invocation-Type", type).build(),
        BodyHandlers.ofString());
  }

  @Test
  void event_is_accepted_at_once_and_runs_asynchronously() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    host.deploy(
        LambdaFunction.of(
            "listener",
            Duration.ofSeconds(10),
            () ->
                (in, _, _) ->
                    received.complete(new String(in.readAllBytes(), StandardCharsets.UTF_8))));

    HttpResponse<String> response = invokeAs("listener", "Event");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("{\"a\":1}");
    assertThat(invokeAs("unknown", "Event").statusCode()).isEqualTo(404);
  }

  @Test
  void event_must_be_json_of_at_most_a_mebibyte() {
    String largest = "\"" + "a".repeat(LambdaHost.MAX_EVENT_BYTES - 2) + "\"";

    assertThat(host.send("echo", largest)).isEmpty();
    assertThat(host.send("echo", largest + " ")).map(LambdaResult.Refused::status).contains(413);
    assertThat(host.send("echo", "{")).map(LambdaResult.Refused::status).contains(400);
  }

  @Test
  void event_waits_for_free_concurrency() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch ran = new CountDownLatch(2);
    host.deploy(
        new LambdaFunction(
            "narrow",
            Duration.ofSeconds(10),
            OptionalInt.of(1),
            () ->
                (_, _, _) -> {
                  started.countDown();
                  await(mayEnd);
                  ran.countDown();
                }));
    invokeAs("narrow", "Event");
    started.await();

    assertThat(invoke("narrow", "{}").statusCode()).isEqualTo(429);
    assertThat(invokeAs("narrow", "Event").statusCode()).isEqualTo(202);
    mayEnd.countDown();
    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void dry_run_checks_that_the_function_exists_and_runs_nothing() throws Exception {
    assertThat(invokeAs("broken", "DryRun").statusCode()).isEqualTo(204);
    assertThat(invokeAs("unknown", "DryRun").statusCode()).isEqualTo(404);
  }

  @Test
  void unknown_invocation_type_is_refused() throws Exception {
    HttpResponse<String> response = invokeAs("echo", "Sometime");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("x-amzn-ErrorType"))
        .contains("InvalidParameterValueException");
  }

  @Test
  void tail_of_the_log_has_this_invocation_s_lines() throws Exception {
    PrintStream log =
        FunctionLog.to(
            new Journal(), new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    host.deploy(
        LambdaFunction.of(
            "talker",
            Duration.ofSeconds(10),
            () -> (in, _, _) -> log.println("heard " + new String(in.readAllBytes(), UTF_8))));
    invoke("talker", "\"before\"");

    HttpResponse<String> response = withTail("talker", "\"grüße\"");

    assertThat(tail(response))
        .matches(
            """
            START RequestId: \\S{36} Version: \\$LATEST
            heard "grüße"
            END RequestId: \\S{36}
            REPORT RequestId: \\S{36}\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms
            """);
    assertThat(tail(withTail("broken", "{}"))).startsWith("START RequestId: ");
    assertThat(invoke("talker", "1").headers().firstValue("X-Amz-Log-Result")).isEmpty();
  }

  @Test
  void tail_of_a_long_log_has_its_last_four_kibibytes() throws Exception {
    PrintStream log =
        FunctionLog.to(
            new Journal(), new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    host.deploy(
        LambdaFunction.of(
            "chatterbox",
            Duration.ofSeconds(10),
            () -> (_, _, _) -> IntStream.range(0, 1_000).forEach(i -> log.println("line " + i))));

    String tail = tail(withTail("chatterbox", "{}"));

    assertThat(tail).hasSize(InvocationLog.MAX_BYTES).contains("line 999\nEND RequestId: ");
  }

  private HttpResponse<String> withTail(String function, String payload) throws Exception {
    return http.send(
        request(function, payload).header("X-Amz-Log-Type", "Tail").build(),
        BodyHandlers.ofString());
  }

  private static String tail(HttpResponse<String> response) {
    return new String(
        Base64.getDecoder().decode(response.headers().firstValue("X-Amz-Log-Result").orElseThrow()),
        UTF_8);
  }

  @Test
  void functions_are_listed_and_described() throws Exception {
    host.deploy(
        new LambdaFunction(
            "narrow",
            Duration.ofSeconds(27),
            OptionalInt.of(5),
            () -> (in, out, _) -> in.transferTo(out)));

    JsonNode list = Json.read(get("").body(), JsonNode.class).path("Functions");
    assertThat(list)
        .map(function -> function.path("FunctionName").asText())
        .containsExactly("broken", "echo", "narrow");
    JsonNode narrow = Json.read(get("/narrow").body(), JsonNode.class);
    assertThat(narrow.path("Configuration")).isEqualTo(list.get(2));
    assertThat(narrow.at("/Configuration/FunctionArn").asText()).isEqualTo(host.arn("narrow"));
    assertThat(narrow.at("/Configuration/Timeout").asInt()).isEqualTo(27);
    assertThat(narrow.at("/Concurrency/ReservedConcurrentExecutions").asInt()).isEqualTo(5);
    assertThat(Json.read(get("/narrow/configuration").body(), JsonNode.class))
        .isEqualTo(narrow.path("Configuration"));
    assertThat(get("/unknown").statusCode()).isEqualTo(404);
    assertThat(get("/narrow/policy").body()).contains("supported here");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        java.net.http.HttpRequest.newBuilder(
                URI.create(endpoint.uri() + "/2015-03-31/functions" + path))
            .build(),
        BodyHandlers.ofString());
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
