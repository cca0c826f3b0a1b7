package org.pytorch.alerting.endtoend.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pytorch.alerting.endtoend.RunningStack;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.GitHubTarget;

/** The senders of a {@link WholeRun}: they post to the webhook with every kind of credential. */
final class RunSenders {
  private static final String PASSWORD = "alertmanagers-pass:word-5c1d";
  private static final String BEARER = "bearer-token-of-normalized-71f0";
  private static final String OLD_BEARER = "bearer-token-of-last-year-0aa2";
  private static final String SIGNING_SECRET = "signing-secret-of-grafana-e9b4";
  private static final String WRONG_TOKEN = "token-that-is-wrong-here-3d52";
  private static final String MISPLACED_TOKEN = "token-under-a-misspelt-member-8c7a";
  private static final String SIGNATURE = "X-Grafana-Alerting-Signature";

  private final RunningStack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Response> responses = new ArrayList<>();

  /**
   * A response of the webhook.
   *
   * @param source the sender that the webhook should have recognised, or {@code unknown}
   */
  record Response(String source, int status, Map<String, List<String>> headers, String body) {}

  RunSenders(RunningStack stack) {
    this.stack = stack;
  }

  /** {@return the senders' secrets by name, including wrong ones: they may be valid elsewhere} */
  Map<String, String> secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("Grafana's token", grafanaToken());
    secrets.put("Alertmanager's password", PASSWORD);
    secrets.put("Alertmanager's user and password", "prometheus:" + PASSWORD);
    secrets.put("the bearer token", BEARER);
    secrets.put("the old bearer token", OLD_BEARER);
    secrets.put("the signing secret", SIGNING_SECRET);
    secrets.put("a wrong token", WRONG_TOKEN);
    secrets.put("a token under a misspelt member", MISPLACED_TOKEN);
    return secrets;
  }

  List<Response> responses() {
    return List.copyOf(responses);
  }

  /**
   * Stores the senders' secrets. One entry is misspelt: a token is in the place of a member name.
   */
  void putSecret() {
    stack.putWebhookSecret(
        Json.write(
            Map.of(
                "x-grafana-token",
                grafanaToken(),
                "senders",
                Map.of(
                    "alertmanager",
                    Map.of("basic", Map.of("user", "prometheus", "password", PASSWORD)),
                    "normalized",
                    Map.of("bearer", List.of(BEARER, OLD_BEARER)),
                    "grafana-signed",
                    Map.of("source", "grafana", "grafana_hmac", Map.of("secret", SIGNING_SECRET)),
                    "misspelt",
                    Map.of("bearer", MISPLACED_TOKEN, MISPLACED_TOKEN, "header")))));
  }

  void spoilSecret() {
    stack.putWebhookSecret("x-grafana-token: %s, %s".formatted(grafanaToken(), PASSWORD));
  }

  String grafana(String body) {
    return accepted(post("grafana", body, "x-grafana-token", grafanaToken()));
  }

  String alertmanager(String body) {
    return accepted(post("alertmanager", body, "authorization", basic(PASSWORD)));
  }

  String normalized(String body) {
    return accepted(post("normalized", body, "authorization", "Bearer " + OLD_BEARER));
  }

  String signed(String body) {
    return accepted(post("grafana", body, SIGNATURE, signature(body)));
  }

  Response wrongToken() {
    return post("known_header", "{}", "x-grafana-token", WRONG_TOKEN);
  }

  Response wrongPassword() {
    return post("known_header", "{}", "authorization", basic(WRONG_TOKEN));
  }

  Response wrongSignature() {
    return post("known_header", "{\"a\": 1}", SIGNATURE, signature("{}"));
  }

  /** Sends valid secrets in the query and in headers that the webhook does not read. */
  Response tokensInWrongPlaces() {
    return send(
        "unknown",
        "POST",
        URI.create(stack.stack().description().webhook().url() + "?token=" + grafanaToken()),
        "{}",
        List.of(
            "user-agent",
            "agent " + BEARER,
            "x-api-key",
            SIGNING_SECRET,
            "authorization",
            "Token " + BEARER,
            "content-type",
            "application/json"));
  }

  Response notJson() {
    return post("grafana", "{\"token\": " + grafanaToken(), "x-grafana-token", grafanaToken());
  }

  Response notJsonContentType() {
    return send(
        "grafana",
        "POST",
        stack.stack().description().webhook().url(),
        "token=" + grafanaToken(),
        List.of(
            "content-type",
            "application/x-www-form-urlencoded; " + BEARER,
            "x-grafana-token",
            grafanaToken()));
  }

  Response get() {
    return send(
        "unknown",
        "GET",
        stack.stack().description().webhook().url(),
        "",
        List.of("x-grafana-token", grafanaToken()));
  }

  /** Closes an issue as a person, directly on the fake GitHub. */
  void closeAsPerson(GitHubTarget gitHub, long number) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/repos/%s/issues/%d".formatted(gitHub.apiUrl(), gitHub.repo(), number)))
            .header("authorization", "Bearer " + gitHub.personToken().orElseThrow())
            .header("user-agent", "olivia's browser")
            .method("PATCH", BodyPublishers.ofString("{\"state\":\"closed\"}"))
            .build();
    assertThat(exchange(request).statusCode()).isEqualTo(200);
  }

  private Response post(String source, String body, String header, String value) {
    return send(
        source,
        "POST",
        stack.stack().description().webhook().url(),
        body,
        List.of("content-type", "application/json", header, value));
  }

  private Response send(String source, String method, URI uri, String body, List<String> headers) {
    HttpResponse<String> response =
        exchange(
            HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body))
                .headers(headers.toArray(String[]::new))
                .build());
    Response seen =
        new Response(
            counted(source, response.statusCode()),
            response.statusCode(),
            response.headers().map(),
            response.body());
    responses.add(seen);
    return seen;
  }

  /**
   * While the secret cannot be read, wrong credentials may be new ones, so the sender is unknown.
   */
  private static String counted(String source, int status) {
    return source.equals("known_header") && status == 503 ? "unknown" : source;
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String accepted(Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(202);
    return Json.read(response.body(), JsonNode.class).path("message_id").asText();
  }

  private String grafanaToken() {
    return Optional.ofNullable(stack.stack().description().webhook().senders().get("grafana"))
        .orElseThrow()
        .token();
  }

  private static String basic(String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString(("prometheus:" + password).getBytes(UTF_8));
  }

  private static String signature(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SIGNING_SECRET.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC", e);
    }
  }
}
