package org.pytorch.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.console.Pages.Page;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** The pages create, run and change state machines of an engine that nobody else uses. */
@Timeout(60)
final class EngineAloneTest {
  private static final String DOUBLE =
      """
      {"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "End": true, "Branches": [
          {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
          {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "End": true}}}]}}}
      """;

  private static final String WAITING =
      """
      {"StartAt": "Long", "States": {"Long": {"Type": "Wait", "Seconds": 9999, "End": true}}}
      """;

  private static RealScheduler scheduler;
  private static StepFunctionsServer engine;
  private static Console console;
  private static Pages pages;

  @BeforeAll
  static void start() throws IOException {
    scheduler = new RealScheduler();
    engine = StepFunctionsServer.start(0, scheduler, Map.of());
    console = Console.start(0);
    console.connect(Endpoints.stepFunctionsOnly(engine.endpoint()));
    pages = new Pages(console.uri());
  }

  @AfterAll
  static void stop() {
    pages.close();
    console.close();
    engine.close();
    scheduler.close();
  }

  private static Page post(String path, String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(i == 0 ? "" : "&").append(fields[i]).append('=').append(encoded(fields[i + 1]));
    }
    return pages.post(path, form.toString(), console.uri().toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String location(Page page) {
    assertThat(page.status()).as(page.main()).isEqualTo(303);
    return page.response().headers().firstValue("location").orElseThrow();
  }

  /** {@return the page of a new state machine} */
  private static String create(String name, String definition) {
    return location(post("/machines", "name", name, "definition", definition));
  }

  private static String arnOf(String machinePage) {
    return pages.get(machinePage).html().select("input[name=arn]").val();
  }

  @Test
  void a_pasted_definition_becomes_a_state_machine_with_a_graph() {
    Page page = pages.get(create("pasted", DOUBLE));

    assertThat(page.html().select("h1").text()).isEqualTo("pasted");
    assertThat(page.html().select("svg.graph a.node")).hasSize(3);
    assertThat(pages.get("/machines").html().select("tbody th").eachText()).contains("pasted");
    assertThat(pages.get("/machines").html().select("nav[aria-label=Main] a").eachText())
        .containsExactly("Executions", "State machines");
  }

  @Test
  void an_execution_is_started_with_an_input_and_drawn() {
    String arn = arnOf(create("started", DOUBLE));

    String execution = location(post("/machine/start", "arn", arn, "input", "{\"crates\": 7}"));

    Page page = pages.get(execution);
    assertThat(page.html().select("svg.graph a.node").eachAttr("aria-label"))
        .contains("Left, Pass, succeeded", "Right, Pass, succeeded");
    assertThat(page.main()).contains("\"crates\" : 7");
    assertThat(pages.get("/machine?arn=" + encoded(arn)).html().select("#latest ~ ul li"))
        .hasSize(1);
    assertThat(pages.get("/executions?machine=" + encoded(arn)).html().select("tbody tr"))
        .hasSize(1);

    String again = page.html().select("a:contains(Run again)").attr("href");
    assertThat(pages.get(again).html().select("textarea#input").text())
        .as("the input is at hand for the next one")
        .contains("\"crates\" : 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"crates":                 | Invalid State Machine Execution Input
          nonsense                   | Invalid State Machine Execution Input
          """)
  void a_refused_input_is_said_above_the_form_that_keeps_it(String input, String problem) {
    String arn = arnOf(create("refused-input", DOUBLE));

    Page page = post("/machine/start", "arn", arn, "input", input);

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert]").text()).contains(problem);
    assertThat(page.html().select("textarea#input").text()).isEqualTo(input);
  }

  @Test
  void a_refused_definition_is_said_with_its_place_and_line() {
    String definition =
        """
        {
          "StartAt": "Call <b>",
          "States": {
            "Call <b>": {
              "Type": "Pass",
              "HeartbeatSeconds": 3,
              "End": true
            }
          }
        }
        """;

    Page page = post("/machines", "name", "refused", "definition", definition);

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert]").text())
        .contains(
            "Refused at /States/Call <b>/HeartbeatSeconds:", "is not a field of a Pass state");
    assertThat(page.html().select("[role=alert] mark").text())
        .startsWith("6 ▸ ")
        .endsWith("\"HeartbeatSeconds\": 3,");
    assertThat(page.html().select("main b")).isEmpty();
    assertThat(page.html().select("textarea").text()).isEqualTo(definition.strip());
    assertThat(page.html().select("input[name=name]").val()).isEqualTo("refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}                       | /States/A
          {"StartAt": "A", "States": {"A": {"Type": "Pass", "QueryLanguage": "JSONata"}}}        | /States/A/QueryLanguage
          {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}     | /QueryLanguage
          {"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x": 1}, "End": true}}}   | /States/A/Assign
          """)
  void what_the_engine_does_not_take_has_a_place(String definition, String place) {
    Page page = post("/machines", "name", "refused", "definition", definition);

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert] strong code").text()).isEqualTo(place);
  }

  @Test
  void text_that_is_no_json_is_refused_with_its_line() {
    Page page = post("/machines", "name", "refused", "definition", "{\n  \"StartAt\":\n");

    assertThat(page.status()).isEqualTo(422);
    assertThat(page.html().select("[role=alert]").text()).startsWith("Refused");
    assertThat(page.html().select("[role=alert] mark").text()).startsWith("2 ▸");
  }

  @Test
  void a_name_that_is_taken_or_invalid_is_said() {
    create("taken", DOUBLE);

    assertThat(post("/machines", "name", "taken", "definition", WAITING).main())
        .contains("State Machine Already Exists");
    assertThat(post("/machines", "name", "a b", "definition", WAITING).main())
        .contains("Invalid Name: 'a b'");
  }

  @Test
  void a_definition_is_changed_in_place() {
    String machine = create("changed", DOUBLE);
    String draft =
        pages.get(machine).html().select("a:contains(Change the definition)").attr("href");
    assertThat(pages.get(draft).html().select("textarea").text()).isEqualTo(DOUBLE.strip());

    location(post("/machines", "arn", arnOf(machine), "definition", WAITING));

    assertThat(pages.get(machine).html().select("svg.graph a.node").eachAttr("data-state"))
        .containsExactly("Long");
    assertThat(post("/machines", "arn", arnOf(machine), "definition", "{}").status())
        .isEqualTo(422);
  }

  @Test
  void a_running_execution_looks_again_every_second_and_can_be_stopped() {
    String execution = location(post("/machine/start", "arn", arnOf(create("long", WAITING))));
    Page running = pages.get(execution);
    assertThat(running.html().select("#live").attr("hx-trigger")).contains("delay:1s");
    String arn = running.html().select("form[action=/execution/stop] input").val();

    location(post("/execution/stop", "arn", arn));

    Page stopped = pages.get(execution);
    assertThat(stopped.main()).contains("aborted", "Stopped by a person.");
    assertThat(stopped.html().select("form[action=/execution/stop]")).isEmpty();
  }

  /** An open page takes #live from the page that it looks at, and asks no more after the end. */
  @Test
  void the_last_look_of_an_open_page_has_the_end_and_stops_watching() {
    String execution = location(post("/machine/start", "arn", arnOf(create("watched", WAITING))));
    Page running = look(execution);
    assertThat(running.html().select("#watch[sse-connect] > #live[hx-get][hx-trigger]")).hasSize(1);
    assertThat(running.response().headers().firstValue("hx-retarget")).isEmpty();

    location(
        post(
            "/execution/stop",
            "arn",
            running.html().select("form[action=/execution/stop] input").val()));

    Page ended = look(execution);
    assertThat(ended.html().select("#live").text()).contains("aborted");
    assertThat(ended.html().select("[sse-connect], [hx-get]")).isEmpty();
    assertThat(ended.response().headers().firstValue("hx-retarget")).contains("#watch");
    assertThat(pages.get(execution).response().headers().firstValue("hx-retarget"))
        .as("for a visitor")
        .isEmpty();
  }

  /** {@return the page as an open page asks for it} */
  private static Page look(String path) {
    return pages.send(
        HttpRequest.newBuilder(console.uri().resolve(path)).header("hx-request", "true").build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/machines/draft?arn=arn%3Aaws%3Astates%3Aus-east-1%3A123456789012%3AstateMachine%3Anone",
        "/machines/draft?arn=nonsense",
        "/machine?arn=arn%3Aaws%3Astates%3Aus-east-1%3A123456789012%3AstateMachine%3Anone",
      })
  void an_unknown_state_machine_is_a_page_that_leads_back(String path) {
    Page page = pages.get(path);

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.html().select("main a.button")).isNotEmpty();
  }

  @Test
  void changes_need_the_consoles_own_page() {
    assertThat(pages.post("/machines", "name=x&definition=y", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(pages.post("/machine/start", "arn=x", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(pages.post("/execution/stop", "arn=x", "https://evil.example").status())
        .isEqualTo(403);
  }

  /** There only messages start executions. */
  @Test
  void beside_a_pipeline_nothing_can_be_run() {
    Endpoints alone = Endpoints.stepFunctionsOnly(engine.endpoint());
    String arn = arnOf(create("pipeline", DOUBLE));
    try (Console other = Console.start(0);
        Pages others = new Pages(other.uri())) {
      other.connect(alone.withStepFunctions(engine.endpoint(), arn));
      String origin = other.uri().toString();

      assertThat(others.get("/machine?arn=" + encoded(arn)).html().select("form")).isEmpty();
      assertThat(others.post("/machine/start", "arn=" + encoded(arn), origin).status())
          .isEqualTo(403);
      assertThat(others.post("/machines", "name=x&definition=y", origin).status()).isEqualTo(403);
      assertThat(others.post("/execution/stop", "arn=x", origin).status()).isEqualTo(403);
      assertThat(others.get("/machines/draft").status()).isEqualTo(403);
    }
  }
}
