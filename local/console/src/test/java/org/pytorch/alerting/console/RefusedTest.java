package org.pytorch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.console.Pages.Page;
import org.pytorch.alerting.console.source.Endpoints;

/**
 * What a person reads whose change GitHub refuses: GitHub is there, so it is not said to be away.
 */
final class RefusedTest {
  private static final String ISSUE = "/github/acme/alerts/issues/1";

  private HttpServer gitHub;
  private Console console;
  private Pages pages;
  private volatile int status = 422;
  private volatile String refusal = "";

  @BeforeEach
  void start() throws IOException {
    gitHub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gitHub.createContext("/", this::answer);
    gitHub.start();
    URI api = URI.create("http://127.0.0.1:" + gitHub.getAddress().getPort());
    console = Console.start(0);
    console.connect(
        new Endpoints(
            "us-east-1",
            Optional.of(Endpoints.Credentials.INVENTED),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new Endpoints.GitHubAt(
                    api, "acme/alerts", Optional.empty(), Optional.of("a-token"))),
            Optional.empty()));
    pages = new Pages(console.uri());
  }

  @AfterEach
  void stop() {
    pages.close();
    console.close();
    gitHub.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean reads = exchange.getRequestMethod().equals("GET");
      boolean list = exchange.getRequestURI().getPath().endsWith("/comments");
      String text =
          reads
              ? (list ? "[]" : "{\"number\": 1, \"title\": \"Queue age\", \"state\": \"open\"}")
              : refusal;
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(reads ? 200 : status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          422 | {"message": "Validation Failed", "errors": [{"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": "Body is too long (maximum is 65536 characters)"}]} | 422 Validation Failed: Body is too long (maximum is 65536 characters)
          422 | {"message": "Validation Failed", "errors": [{"resource": "Issue", "code": "missing_field", "field": "title"}, {"resource": "Issue", "code": "missing_field", "field": "title"}]} | 422 Validation Failed: title missing field
          422 | {"message": "Validation Failed", "errors": ["was submitted too quickly"]} | 422 Validation Failed: was submitted too quickly
          403 | {"message": "Unable to create comment because issue is locked."} | 403 Unable to create comment because issue is locked.
          403 | {"message": "You have exceeded a secondary rate limit."} | 403 You have exceeded a secondary rate limit.
          410 | {"message": "Issues are disabled for this repo"} | 410 Issues are disabled for this repo
          502 | <html>Bad gateway</html> | 502
          """)
  void comment_that_is_refused_is_not_lost_and_the_page_says_why(
      int code, String response, String reason) {
    status = code;
    refusal = response;

    Page page = pages.post(ISSUE, "comment=I+look+into+it&action=close", console.uri().toString());

    assertThat(page.status()).isEqualTo(502);
    assertThat(page.html().select("[role=alert]").text())
        .isEqualTo("GitHub refused the comment: " + reason);
    assertThat(page.html().select("h1").text()).startsWith("Queue age");
    assertThat(page.html().select("textarea").text()).isEqualTo("I look into it");
    assertThat(page.text()).doesNotContain("away");
  }

  @Test
  void issue_that_cannot_be_closed_says_why() {
    status = 403;
    refusal = "{\"message\": \"Must have admin rights to Repository.\"}";

    Page page = pages.post(ISSUE, "action=close", console.uri().toString());

    assertThat(page.html().select("[role=alert]").text())
        .isEqualTo("GitHub refused to close the issue: 403 Must have admin rights to Repository.");
  }

  /** Nobody can show the page then. */
  @Test
  void gitHub_that_does_not_respond_is_said_not_to() {
    gitHub.stop(0);

    Page page = pages.get(ISSUE);

    assertThat(page.status()).isEqualTo(502);
    assertThat(page.html().select("h1").text()).isEqualTo("GitHub does not respond");
  }
}
