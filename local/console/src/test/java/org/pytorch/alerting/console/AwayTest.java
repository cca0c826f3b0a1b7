package org.pytorch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.console.Pages.Page;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/**
 * A console of which only Step Functions responds: each page says what is away, and shows the rest.
 */
@Timeout(120)
final class AwayTest {
  private static final String PIPELINE =
      "arn:aws:states:us-east-1:123456789012:stateMachine:alert-pipeline";

  private static final Socket silent = new Socket();

  private static RealScheduler scheduler;
  private static StepFunctionsServer engine;
  private static Console console;
  private static Pages pages;

  @BeforeAll
  static void start() throws IOException {
    scheduler = new RealScheduler();
    engine = StepFunctionsServer.start(0, scheduler, Map.of());
    URI nobody = nobody();
    console = Console.start(0);
    console.connect(
        new Endpoints(
            "us-east-1",
            Optional.of(Endpoints.Credentials.INVENTED),
            Optional.of(new Endpoints.StepFunctionsAt(engine.endpoint(), Optional.of(PIPELINE))),
            Optional.of(new Endpoints.TableAt(nobody, "alerts")),
            Optional.of(new Endpoints.QueuesAt(nobody, nobody + "/queue", nobody + "/dead")),
            Optional.of(new Endpoints.TopicAt(nobody, "arn:aws:sns:us-east-1:1:alerts")),
            Optional.of(
                new Endpoints.WebhookAt(
                    nobody, Map.of("grafana", new Endpoints.Sender("authorization", "Bearer x")))),
            Optional.of(
                new Endpoints.GitHubAt(
                    nobody, "acme/alerts", Optional.of(nobody), Optional.empty())),
            Optional.empty()));
    pages = new Pages(console.uri());
    create();
  }

  /**
   * Takes a port for itself, so that no other program gets it, and does not listen.
   *
   * @return the address
   */
  private static URI nobody() throws IOException {
    silent.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return URI.create("http://127.0.0.1:" + silent.getLocalPort());
  }

  /** Through the pages of a console for the engine alone. */
  private static void create() {
    try (Console alone = Console.start(0);
        Pages others = new Pages(alone.uri())) {
      alone.connect(Endpoints.stepFunctionsOnly(engine.endpoint()));
      String definition =
          "%7B%22StartAt%22%3A%22A%22%2C%22States%22%3A%7B%22A%22%3A%7B%22Type%22%3A%22Succeed%22%7D%7D%7D";
      String form = "name=alert-pipeline&definition=" + definition;
      assertThat(others.post("/machines", form, alone.uri().toString()).status()).isEqualTo(303);
      assertThat(others.post("/machine/start", "arn=" + PIPELINE, alone.uri().toString()).status())
          .isEqualTo(303);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    silent.close();
    pages.close();
    console.close();
    engine.close();
    scheduler.close();
  }

  @Test
  void the_overview_says_what_is_away_and_counts_the_rest() {
    Page page = pages.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.main())
        .contains(
            "DynamoDB does not respond.", "SQS does not respond.", "GitHub does not respond.");
    assertThat(page.html().select("svg.chart").attr("aria-label")).contains("1 execution");
  }

  @ParameterizedTest
  @CsvSource({
    "/alerts, DynamoDB does not respond.",
    "/alerts/0000000000000000000000000000000000000000000000000000000000000000, DynamoDB does not respond.",
    "/dead-letters, SQS does not respond.",
    "/github, GitHub does not respond.",
    "/faults, The control API of the fake GitHub does not respond.",
  })
  void a_page_says_what_is_away(String path, String text) {
    Page page = pages.get(path);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.main()).contains(text);
    assertThat(page.html().select("nav[aria-label=Main] a")).hasSizeGreaterThan(5);
  }

  @Test
  void executions_are_shown_as_ever() {
    assertThat(pages.get("/executions").html().select("tbody tr")).hasSize(1);
  }

  @Test
  void a_page_that_is_nothing_without_its_service_leads_back() {
    Page page = pages.get("/github/acme/alerts/issues/1");

    assertThat(page.status()).isEqualTo(502);
    assertThat(page.html().select("h1").text()).isEqualTo("GitHub does not respond");
    assertThat(page.html().select("main a.button")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "grafana, Not accepted: The webhook does not respond.",
    "cloudwatch, Not accepted: SNS does not respond.",
  })
  void a_payload_that_cannot_be_sent_stays_in_the_form(String source, String problem) {
    Page page = pages.post("/try", "payload=%7B%7D&source=" + source, console.uri().toString());

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert]").text()).isEqualTo(problem);
    assertThat(page.html().select("textarea").text()).isEqualTo("{}");
  }
}
