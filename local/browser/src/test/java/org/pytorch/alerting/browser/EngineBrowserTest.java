package org.pytorch.alerting.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** The pages of the embedded Step Functions alone, in a real browser. Skipped without one. */
final class EngineBrowserTest {
  private static final int NARROW = 400;
  private static final int WIDE = 1_400;
  private static final int HEIGHT = 1_000;

  /** In ms; only a failing test waits this long. */
  private static final double PATIENCE = 60_000;

  private static final String DEFINITION =
      """
      {
        "StartAt": "Each crate",
        "States": {
          "Each crate": {"Type": "Map", "ItemsPath": "$.crates", "End": true, "ItemProcessor": {
            "StartAt": "Heavy?",
            "States": {
              "Heavy?": {"Type": "Choice", "Default": "Carry it", "Choices": [
                {"Variable": "$.kg", "NumericGreaterThan": 1000, "Next": "Wait for the crane"}]},
              "Wait for the crane": {"Type": "Wait", "Seconds": 1, "Next": "Carry it"},
              "Carry it": {"Type": "Pass", "End": true}
            }}}
        }
      }
      """;

  @Test
  void a_definition_is_pasted_run_and_watched() throws IOException {
    assumeTrue(Chromium.executable().isPresent(), "no Chromium on this machine");
    try (RealScheduler scheduler = new RealScheduler();
        StepFunctionsServer engine = StepFunctionsServer.start(0, scheduler, Map.of());
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

      page.navigate("/");
      page.getByText("create one").click();
      page.locator("#name").fill("cargo");
      page.locator("#definition").fill(DEFINITION.replace("\"Seconds\": 1", "\"Second\": 1"));
      page.getByText("▸ Create").click();
      assertThat(page.locator("[role=alert]"))
          .containsText("/States/Each crate/ItemProcessor/States/Wait for the crane");
      assertThat(page.locator("mark")).containsText("\"Second\": 1");
      picture(page, "engine-refusal");

      page.locator("#definition").fill(DEFINITION);
      page.getByText("▸ Create").click();
      page.locator("#input").fill("{\"crates\": [{\"kg\": 7}, {\"kg\": 2000}]}");
      picture(page, "engine-machine");
      page.getByText("▸ Start", new Page.GetByTextOptions().setExact(true)).click();

      assertThat(page.locator(".facts-line .status"))
          .containsText(
              "succeeded", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
      assertThat(page.locator("a[data-state='Wait for the crane'] .note"))
          .containsText("succeeded");
      picture(page, "engine-execution");

      page.setViewportSize(NARROW, HEIGHT);
      for (String path : new String[] {"/executions", "/machines", "/machines/draft"}) {
        page.navigate(path);
        ConsoleBrowserTest.assertFits(page, path);
      }
      page.getByText("State machines").first().click();
      page.locator("tbody th a").click();
      ConsoleBrowserTest.assertFits(page, "a state machine");
      picture(page, "engine-machine-narrow");
    }
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(ShownStack.pictures().resolve(name + ".png"))
            .setFullPage(true));
  }
}
