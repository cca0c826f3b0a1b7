package org.pytorch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.console.Pages.Page;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** The console beside a Step Functions that runs somebody else's state machines. */
final class ConsoleAloneTest {
  private static final String SORTING =
      """
      {"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "ItemsPath": "$.items", "End": true,
          "ItemProcessor": {"StartAt": "Good?", "States": {
            "Good?": {"Type": "Choice", "Default": "Bad",
              "Choices": [{"Variable": "$.kind", "StringEquals": "good", "Next": "Keep"}]},
            "Keep": {"Type": "Pass", "Comment": "Kept as it is.", "End": true},
            "Bad": {"Type": "Fail", "Error": "Rotten", "Cause": "<b>not</b> good"}}}}}}
      """;

  private static final String HOSTILE = "<script>document.title='gone'</script>";

  private static RealScheduler scheduler;
  private static StepFunctionsServer engine;
  private static SfnClient client;
  private static Console console;
  private static Pages pages;
  private static String machine;
  private static String good;
  private static String failed;

  @BeforeAll
  static void start() throws IOException {
    scheduler = new RealScheduler();
    engine = StepFunctionsServer.start(0, scheduler, Map.of());
    client =
        SfnClient.builder()
            .endpointOverride(engine.endpoint())
            .region(Region.US_EAST_1)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                override ->
                    override.putAdvancedOption(
                        SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();
    machine =
        client
            .createStateMachine(
                create ->
                    create
                        .name("sorting")
                        .type(StateMachineType.EXPRESS)
                        .roleArn("arn:aws:iam::123456789012:role/any")
                        .definition(SORTING))
            .stateMachineArn();
    good = run("good", "{\"items\": [{\"kind\": \"good\", \"title\": \"%s\"}]}".formatted(HOSTILE));
    failed = run("failed", "{\"items\": [{\"kind\": \"good\"}, {\"kind\": \"bad\"}]}");
    console = Console.start(0);
    console.connect(Endpoints.stepFunctionsOnly(engine.endpoint()));
    pages = new Pages(console.uri());
  }

  private static String run(String name, String input) {
    return client
        .startSyncExecution(start -> start.stateMachineArn(machine).name(name).input(input))
        .executionArn();
  }

  @AfterAll
  static void stop() {
    pages.close();
    console.close();
    client.close();
    engine.close();
    scheduler.close();
  }

  private static String execution(String arn, String more) {
    return "/execution?arn=" + arn.replace(":", "%3A") + more;
  }

  @Test
  void the_first_page_is_the_list_of_executions() {
    Page home = pages.get("/");

    assertThat(home.status()).isEqualTo(302);
    assertThat(home.response().headers().firstValue("location")).contains("/executions");
    assertThat(pages.get("/executions").html().select("nav[aria-label=Main] a").eachText())
        .containsExactly("Executions", "State machines");
  }

  @Test
  void executions_are_listed_and_filtered() {
    assertThat(pages.get("/executions").html().select("tbody th").eachText())
        .containsExactlyInAnyOrder("good", "failed");
    assertThat(pages.get("/executions?status=FAILED").html().select("tbody th").eachText())
        .containsExactly("failed");
    assertThat(pages.get("/executions?status=RUNNING").main()).contains("None with this status.");
  }

  @Test
  void an_execution_is_drawn_with_the_way_that_it_took() {
    Page page = pages.get(execution(failed, ""));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.main()).contains("Rotten");
    assertThat(page.html().select("svg.graph a.node").eachAttr("aria-label"))
        .containsExactlyInAnyOrder(
            "Each, Map, failed",
            "Good?, Choice, succeeded · ×2",
            "Keep, Pass, succeeded",
            "Bad, Fail, failed");
    assertThat(page.html().select(".chip").eachText())
        .containsExactly("All 2 items", "✓ item 0, succeeded", "✕ item 1, failed");
    assertThat(page.html().select(".waterfall tbody tr")).hasSize(5);
    assertThat(page.html().select(".events tbody tr")).hasSizeGreaterThan(8);
  }

  @Test
  void an_item_and_a_state_can_be_chosen() {
    Page page = pages.get(execution(failed, "&item=Each%3A0&state=Keep"));

    assertThat(page.html().select("#details h2").text()).isEqualTo("Keep");
    assertThat(page.html().select("#details").text()).contains("Kept as it is.", "Input", "Output");
    assertThat(page.html().select("a[data-state=Bad]").attr("aria-label"))
        .isEqualTo("Bad, Fail, not visited");
    assertThat(page.html().select(".chip[aria-current]").text()).contains("item 0");
    assertThat(page.html().select("a[data-state=Bad]").attr("href"))
        .as("the item stays chosen")
        .contains("item=Each%3A0");
  }

  @Test
  void data_is_text_and_never_markup() {
    Page page = pages.get(execution(good, "&state=Keep"));

    assertThat(page.html().select("main script")).isEmpty();
    assertThat(page.main()).contains(HOSTILE);
    assertThat(pages.get(execution(failed, "")).html().select("main b")).isEmpty();
  }

  @Test
  void a_state_machine_is_drawn_without_an_execution() {
    Page page = pages.get("/machine?arn=" + machine.replace(":", "%3A") + "&state=Bad");

    assertThat(page.html().select("h1").text()).isEqualTo("sorting");
    assertThat(page.html().select("svg.graph a.node")).hasSize(4);
    assertThat(page.html().select("#details").text()).contains("Rotten");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/execution",
        "/execution?arn=nonsense",
        "/execution?arn=arn%3Aaws%3Astates%3Aus-east-1%3A123456789012%3Aexecution%3Aa%3Ab",
        "/executions?machine=arn%3Aaws%3Astates%3Aus-east-1%3A123456789012%3AstateMachine%3Ab",
        "/machine?arn=%3Cscript%3E",
        "/assets/nothing.css",
      })
  void what_is_unknown_is_a_page_that_leads_back(String path) {
    Page page = pages.get(path);

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.html().select("h1").text()).isEqualTo("Not found");
    assertThat(page.html().select("main a.button")).isNotEmpty();
    assertThat(page.html().select("main script")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alerts", "/dead-letters"})
  void a_page_of_a_service_that_is_not_connected_says_so(String path) {
    assertThat(pages.get(path).main()).contains("is not connected to this console.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/github", "/github/issues/1", "/faults"})
  void a_page_that_is_nothing_without_its_service_is_an_error(String path) {
    Page page = pages.get(path);

    assertThat(page.status()).isEqualTo(502);
    assertThat(page.main()).contains("is not connected", "is not connected to this console.");
  }

  @Test
  void a_service_that_does_not_respond_is_said_on_the_page() throws IOException {
    URI nobody;
    try (StepFunctionsServer closed = StepFunctionsServer.start(0, scheduler, Map.of())) {
      nobody = closed.endpoint();
    }
    try (Console other = Console.start(0);
        Pages others = new Pages(other.uri())) {
      other.connect(Endpoints.stepFunctionsOnly(nobody));

      Page page = others.get("/executions");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.main()).contains("Step Functions does not respond.");
      assertThat(others.get("/execution?arn=x").status()).isEqualTo(502);
    }
  }

  @Test
  void nothing_is_loaded_from_elsewhere() {
    Page page = pages.get("/executions");

    assertThat(page.response().headers().firstValue("content-security-policy").orElseThrow())
        .startsWith("default-src 'self'");
    assertThat(page.html().select("[src], link[href]"))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            element ->
                assertThat(element.hasAttr("src") ? element.attr("src") : element.attr("href"))
                    .startsWith("/assets/"));
    assertThat(page.html().select("[style], style, script:not([src])")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"htmx.js", "sse.js", "console.js", "console.css", "icon.svg"})
  void every_asset_is_there(String name) {
    assertThat(pages.get("/assets/" + name).response().statusCode()).isEqualTo(200);
  }

  @Test
  void another_site_cannot_make_a_change() {
    HttpRequest withoutOrigin =
        HttpRequest.newBuilder(console.uri().resolve("/faults/off"))
            .POST(BodyPublishers.noBody())
            .build();

    assertThat(pages.send(withoutOrigin).status()).isEqualTo(403);
    assertThat(pages.post("/faults/off", "", "https://evil.example").status()).isEqualTo(403);
    assertThat(pages.post("/faults/off", "", "null").status()).isEqualTo(403);
    assertThat(pages.post("/faults/off", "", console.uri().toString()).status())
        .as("from the console's own page it gets as far as GitHub, which is away")
        .isEqualTo(502);
  }

  @Test
  void a_form_of_the_same_origin_in_a_frame_of_another_site_is_refused() {
    HttpRequest request =
        HttpRequest.newBuilder(console.uri().resolve("/faults/off"))
            .header("origin", console.uri().toString())
            .header("sec-fetch-site", "cross-site")
            .POST(BodyPublishers.noBody())
            .build();

    assertThat(pages.send(request).status()).isEqualTo(403);
  }

  /** Otherwise a site could point its own name at this machine and read the pages. */
  @Test
  void another_hosts_name_is_refused() throws IOException {
    assertThat(statusLine("evil.example:" + console.uri().getPort())).contains(" 403 ");
    assertThat(statusLine("127.0.0.1.evil.example")).contains(" 403 ");
    assertThat(statusLine("localhost:" + console.uri().getPort())).contains(" 200 ");
  }

  private static String statusLine(String host) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), console.uri().getPort())) {
      PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
      out.print(
          String.join(
              "\r\n",
              List.of("GET /executions HTTP/1.1", "Host: " + host, "Connection: close", "", "")));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }
}
