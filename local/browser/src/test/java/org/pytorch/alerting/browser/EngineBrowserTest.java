package org.pytorch.alerting.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** The pages of the embedded Step Functions alone, in a real browser. Skipped without one. */
final class EngineBrowserTest {
  private static final int NARROW = 400;
  private static final int WIDE = 1_400;
  private static final int HEIGHT = 1_000;

  private static final String DEFINITION =
      """
      {
        "StartAt": "Each crate",
        "States": {
          "Each crate": {"Type": "Map", "ItemsPath": "$.crates", "End": true, "ItemProcessor": {
            "StartAt": "Heavy?",
            "States": {
              "Heavy?": {"Type": "Choice", "Default": "Carry it", "Choices": [
                {"Variable": "$.kg", "NumericGreaterThan": 1000, "Next": "Call the crane"}]},
              "Call the crane": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": "crane", "Payload.$": "$"}, "Next": "Carry it"},
              "Carry it": {"Type": "Pass", "End": true}
            }}}
        }
      }
      """;

  /** The crane answers as soon as the test completes it, so the execution runs until then. */
  private final CompletableFuture<TaskResult> lifted = new CompletableFuture<>();

  private final TaskService crane =
      (_, done) -> {
        var _ = lifted.thenAccept(done);
      };

  @Test
  void a_definition_is_pasted_run_and_watched_to_its_end() throws IOException {
    assumeTrue(Chromium.executable().isPresent(), "no Chromium on this machine");
    try (RealScheduler scheduler = new RealScheduler();
        StepFunctionsServer engine =
            StepFunctionsServer.start(0, scheduler, Map.of(LambdaTaskService.RESOURCE, crane));
        Console console = Console.start(0);
        Chromium chromium = Chromium.start().orElseThrow()) {
      console.connect(Endpoints.stepFunctionsOnly(engine.endpoint()));
      Page page =
          chromium
              .browser()
              .newPage(
                  new Browser.NewPageOptions()
                      .setBaseURL(console.uri().toString())
                      .setViewportSize(WIDE, HEIGHT));

      refused(page);
      created(page);
      watchedToItsEnd(page);
      fitsAPhone(page);
    }
  }

  private static void refused(Page page) {
    page.navigate("/");
    page.getByText("create one").click();
    page.locator("#name").fill("cargo");
    page.locator("#definition").fill(DEFINITION.replace("\"Parameters\"", "\"Parameter\""));
    page.getByText("▸ Create").click();

    assertThat(page.locator("[role=alert]"))
        .containsText("/States/Each crate/ItemProcessor/States/Call the crane");
    assertThat(page.locator("mark")).containsText("\"Call the crane\"");
    picture(page, "engine-refusal");
  }

  private static void created(Page page) {
    page.locator("#definition").fill(DEFINITION);
    page.getByText("▸ Create").click();

    assertThat(page.locator("h1")).hasText("cargo");
  }

  private void watchedToItsEnd(Page page) {
    page.locator("#input").fill("{\"crates\": [{\"kg\": 7}, {\"kg\": 2000}]}");
    picture(page, "engine-machine");
    page.getByText("▸ Start", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator(".facts-line .status")).containsText("running");
    assertThat(page.locator(".live-note")).isVisible();
    page.evaluate("window.sameDocument = true");

    lifted.complete(new TaskResult.Succeeded(JsonNodeFactory.instance.objectNode()));

    assertThat(page.locator(".facts-line .status")).containsText("succeeded");
    assertThat(page.locator("a[data-state='Call the crane'] .note")).containsText("succeeded");
    assertThat(page.evaluate("window.sameDocument"))
        .as("without loading the page again")
        .isEqualTo(true);
    assertThat(page.locator("[sse-connect], [hx-trigger]")).hasCount(0);
    assertThat(page.locator(".live-note")).isHidden();
    picture(page, "engine-execution");
  }

  private static void fitsAPhone(Page page) {
    page.setViewportSize(NARROW, HEIGHT);
    for (String path : List.of("/executions", "/machines", "/machines/draft")) {
      page.navigate(path);
      ConsoleBrowserTest.assertFits(page, path);
    }
    page.getByText("State machines").first().click();
    page.locator("tbody th a").click();
    ConsoleBrowserTest.assertFits(page, "a state machine");
    picture(page, "engine-machine-narrow");
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(ShownStack.pictures().resolve(name + ".png"))
            .setFullPage(true));
  }
}
