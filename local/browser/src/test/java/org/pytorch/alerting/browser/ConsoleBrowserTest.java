package org.pytorch.alerting.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console in a real browser. Skipped on a machine without one. */
@ExtendWith(ShownStack.Shared.class)
final class ConsoleBrowserTest {
  private static final int NARROW = 400;
  private static final int WIDE = 2_000;
  private static final int HEIGHT = 1_000;

  private static Optional<Chromium> chromium = Optional.empty();

  private final ShownStack stack;

  /** What a page complains about, such as a refused script. */
  private final List<String> complaints = new ArrayList<>();

  private final List<BrowserContext> contexts = new ArrayList<>();

  ConsoleBrowserTest(ShownStack stack) {
    this.stack = stack;
  }

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
  }

  @BeforeEach
  void requireBrowser() {
    assumeTrue(chromium.isPresent(), "no Chromium on this machine");
  }

  @AfterEach
  void noComplaints() {
    contexts.forEach(BrowserContext::close);
    stack.stack().localGitHub().orElseThrow().fake().faults(List.of());
    assertThat(complaints).isEmpty();
  }

  @AfterAll
  static void stopBrowser() {
    chromium.ifPresent(Chromium::close);
  }

  private Page page(int width, ColorScheme scheme) {
    BrowserContext context =
        chromium
            .orElseThrow()
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(stack.uri().toString())
                    .setViewportSize(width, HEIGHT)
                    .setColorScheme(scheme));
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    return page;
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(ShownStack.pictures().resolve(name + ".png"))
            .setFullPage(true));
  }

  private String alertPage(Page page, String title) {
    page.navigate("/alerts?q=" + URLEncoder.encode(title, StandardCharsets.UTF_8));
    Locator alert = page.locator("tbody th a").first();
    assertThat(alert).isVisible();
    return alert.getAttribute("href");
  }

  @Test
  void every_page_fits_a_phone_and_a_large_screen_in_light_and_dark() {
    stack.handle(stack.payload("grafana/group-of-three.json", "Fitting"));
    stack.handle(stack.payload("grafana/missing-team-and-priority.json", "Fitting"));
    Page narrow = page(NARROW, ColorScheme.LIGHT);
    Page wide = page(WIDE, ColorScheme.DARK);
    String alert = alertPage(wide, "Fitting");
    wide.navigate(alert);
    String execution = wide.locator(".timeline a[href^='/execution']").first().getAttribute("href");
    String issue = wide.locator(".issue-card h3 a").getAttribute("href");
    List<String> paths =
        List.of(
            "/",
            "/alerts",
            alert,
            "/executions",
            execution,
            execution + "&state=Decide+action",
            "/dead-letters",
            "/try?sample=grafana/firing.json",
            "/github?state=all",
            issue,
            "/faults");
    for (String path : paths) {
      String name =
          path.equals("/")
              ? "overview"
              : path.substring(1).replaceAll("[?=&/].*", "") + paths.indexOf(path);
      for (Page page : List.of(narrow, wide)) {
        Response response = page.navigate(path);

        assertThat(response.status()).as(path).isEqualTo(200);
        assertFits(page, path);
        picture(page, name + (page.equals(narrow) ? "-narrow-light" : "-wide-dark"));
      }
    }
    for (Page page : List.of(narrow, wide)) {
      page.navigate("/try?sample=grafana/firing.json");
      page.locator("button[formaction='/try/explain']").click();
      assertThat(page.locator(".planned")).hasCount(1);
      assertFits(page, "explanation");
      picture(page, "explanation" + (page.equals(narrow) ? "-narrow-light" : "-wide-dark"));
    }
  }

  static void assertFits(Page page, String what) {
    assertThat(page.locator("h1")).hasCount(1);
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("%s has nothing beside the screen", what)
        .isEqualTo(true);
  }

  @Test
  void the_dark_colours_are_dark_and_text_can_be_read() {
    Page dark = page(1_200, ColorScheme.DARK);
    dark.navigate("/");
    Page light = page(1_200, ColorScheme.LIGHT);
    light.navigate("/");

    assertThat(brightness(dark, "backgroundColor")).isLessThan(40);
    assertThat(brightness(dark, "color")).isGreaterThan(200);
    assertThat(brightness(light, "backgroundColor")).isGreaterThan(230);
    assertThat(brightness(light, "color")).isLessThan(60);
  }

  private static double brightness(Page page, String property) {
    Object value =
        page.evaluate(
            "name => { const c = getComputedStyle(document.body)[name].match(/\\d+/g).map(Number);"
                + " return (c[0] + c[1] + c[2]) / 3; }",
            property);
    return ((Number) value).doubleValue();
  }

  @Test
  void an_open_page_shows_a_new_alert_by_itself() {
    Page page = page(1_200, ColorScheme.LIGHT);
    page.navigate("/alerts?q=Live");
    page.evaluate("window.sameDocument = true");

    stack.handle(stack.payload("grafana/firing.json", "Live"));

    assertThat(page.locator("tbody")).containsText("Live");
    assertThat(page.evaluate("window.sameDocument"))
        .as("without loading the page again")
        .isEqualTo(true);
  }

  @Test
  void an_execution_that_fails_is_followed_from_the_fault_to_the_failed_state() {
    Page page = page(1_400, ColorScheme.LIGHT);
    page.navigate("/faults");
    page.locator("button[value=OUTAGE]").click();
    assertThat(page.locator("[aria-labelledby=on] tbody")).containsText("answers 503");

    page.navigate("/try");
    page.locator("#payload").fill(stack.payload("grafana/firing.json", "Outage"));
    page.getByText("▸ Send it").click();
    page.waitForURL(Pattern.compile("/try/"));
    assertThat(page.locator("#live")).containsText("failed");

    page.locator("#live h2 a").first().click();
    assertThat(page.locator(".facts-line .status")).containsText("✕ failed");
    assertThat(page.locator(".flash.danger").first()).containsText("AlertsFailed");
    assertThat(page.locator("a[data-state='Create issue'] .note")).containsText("error caught");
    assertThat(page.locator("a[data-state='Alerts failed'] .note")).containsText("failed");

    page.locator("a[data-state='Create issue']").click();
    assertThat(page.locator("#details h2")).hasText("Create issue");
    assertThat(page.locator("#details .flash.danger").first())
        .containsText("Attempt 1: org.pytorch.alerting.github.GitHubUnavailableException");
    picture(page, "failed-execution");
  }

  @Test
  void a_hostile_payload_stays_text_on_every_page() {
    String id = stack.handle(stack.payload("grafana/hostile-content.json", "Hostile"));
    Page page = page(1_200, ColorScheme.LIGHT);
    page.navigate("/try/" + id);
    assertThat(page.locator(".handled-alert").first()).containsText("opened");
    String alert = page.locator(".handled-alert h3 a").first().getAttribute("href");
    String execution = page.locator("#live h2 a").first().getAttribute("href");
    page.navigate(alert);
    String issue = page.locator(".issue-card h3 a").getAttribute("href");
    for (String path :
        List.of(
            "/",
            "/alerts",
            alert,
            "/executions",
            execution,
            execution + "&state=Decide+action",
            issue)) {
      page.navigate(path);

      assertThat(
              page.locator("main")
                  .locator("script, img, iframe, object, style, [onerror], [onload]"))
          .hasCount(0);
      assertThat(page.locator("main a[href^='javascript:']")).hasCount(0);
    }
    picture(page, "hostile-issue");
  }

  @Test
  void everything_can_be_done_with_the_keyboard() {
    stack.handle(stack.payload("grafana/firing.json", "Keys"));
    Page page = page(1_400, ColorScheme.LIGHT);

    page.navigate("/alerts");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#main")).isFocused();
    page.keyboard().press("/");
    assertThat(page.locator("#q")).isFocused();
    page.keyboard().type("Keys");
    page.keyboard().press("Enter");
    page.waitForURL(Pattern.compile("q=Keys"));
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.locator("tbody th a").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).containsText("Keys");

    page.locator(".timeline a[href^='/execution']").first().focus();
    page.keyboard().press("Enter");
    page.locator("a[data-state='Decide action']").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#details h2")).hasText("Decide action");
    // The focus stays, so that the next state is one key away.
    assertThat(page.locator("a[data-state='Decide action']")).isFocused();
  }

  @Test
  void a_page_without_scripts_shows_and_does_the_same() {
    BrowserContext context =
        chromium
            .orElseThrow()
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setBaseURL(stack.uri().toString())
                    .setJavaScriptEnabled(false));
    contexts.add(context);
    Page page = context.newPage();
    page.navigate("/faults");

    page.locator("button[value=SLOW]").click();
    assertThat(page.locator("[aria-labelledby=on] tbody")).containsText("waits 5000 ms");
    page.getByText("▸ Turn all off").click();
    assertThat(page.locator("[aria-labelledby=on]")).containsText("No fault is on.");
  }
}
