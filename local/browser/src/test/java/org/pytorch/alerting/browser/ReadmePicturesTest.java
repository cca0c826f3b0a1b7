package org.pytorch.alerting.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Writes the README's pictures: {@code make screenshots}. */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
@ExtendWith(ShownStack.Shared.class)
final class ReadmePicturesTest {
  private static final int WIDTH = 1_280;
  private static final int HEIGHT = 860;

  private final ShownStack stack;

  ReadmePicturesTest(ShownStack stack) {
    this.stack = stack;
  }

  @Test
  void pictures_of_an_execution_and_of_an_alert() {
    stack.handle(stack.payload("grafana/firing.json"));
    stack.handle(stack.payload("grafana/repeat.json"));
    stack.handle(stack.payload("grafana/group-of-three.json"));
    stack.handle(stack.payload("grafana/group-of-three-one-resolved.json"));
    Path folder = Path.of(System.getProperty("pictures"));
    try (Chromium chromium = Chromium.start().orElseThrow()) {
      Page page =
          chromium
              .browser()
              .newPage(
                  new Browser.NewPageOptions()
                      .setBaseURL(stack.uri().toString())
                      .setViewportSize(WIDTH, HEIGHT)
                      .setColorScheme(ColorScheme.LIGHT));
      page.navigate("/");
      PlaywrightAssertions.assertThat(page.locator(".latest")).containsText("closed");
      page.locator(".latest .when").first().click();
      write(page, folder.resolve("console-execution.png"));

      page.navigate("/alerts");
      page.locator("tbody tr:has-text('P1') th a").last().click();
      write(page, folder.resolve("console-alert.png"));
    }
    assertThat(folder.resolve("console-alert.png")).isNotEmptyFile();
    assertThat(folder.resolve("console-execution.png")).isNotEmptyFile();
  }

  private static void write(Page page, Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }
}
