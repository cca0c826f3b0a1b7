package org.pytorch.alerting.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.console.source.Sources;

/** Renders pages from the precompiled templates. */
public final class Html {
  /** Around the part that an open page replaces; it holds the connection for events. */
  private static final String WATCH = "#watch";

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Html.class.getClassLoader(),
          "org.pytorch.alerting.console.template");

  private final InstantSource clock;

  public Html(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The frame around a page.
   *
   * @param section its entry in the menu
   * @param live whether it looks again when something has changed
   * @param hurried whether it looks again every second, because something on it runs
   */
  public record About(String title, String section, boolean live, boolean hurried) {
    public About(String title, String section, boolean live) {
      this(title, section, live, false);
    }
  }

  /** Writes the page of {@code template} with {@code model}. */
  public void page(Context context, Sources sources, About about, String template, Object model) {
    StringOutput output = new StringOutput();
    Map<String, Object> parameters =
        Map.of("frame", frame(context, sources, about), "model", model);
    templates.render(template, parameters, output);
    if (!about.live() && context.header("HX-Request") != null) {
      // What the page showed has ended: send the end, so that the page closes its connection for
      // events.
      context.header("HX-Retarget", WATCH);
    }
    context.html(output.toString());
  }

  private Frame frame(Context context, Sources sources, About about) {
    String query = Optional.ofNullable(context.queryString()).map(text -> "?" + text).orElse("");
    return new Frame(
        sources.hasAlerts() ? "Alerts console" : "Step Functions console",
        about.title(),
        about.section(),
        about.live(),
        about.hurried(),
        context.path() + query,
        menu(sources),
        clock.instant());
  }

  private static List<Frame.Entry> menu(Sources sources) {
    List<Frame.Entry> menu = new ArrayList<>();
    if (sources.hasAlerts()) {
      menu.add(new Frame.Entry("Overview", "/"));
      menu.add(new Frame.Entry("Alerts", "/alerts"));
    }
    menu.add(new Frame.Entry("Executions", "/executions"));
    if (sources.canRun()) {
      menu.add(new Frame.Entry("State machines", "/machines"));
    }
    if (sources.hasQueues()) {
      menu.add(new Frame.Entry("Dead letters", "/dead-letters"));
    }
    if (sources.canSend()) {
      menu.add(new Frame.Entry("Try it", "/try"));
    }
    if (sources.hasGitHub()) {
      menu.add(new Frame.Entry("GitHub", "/github"));
    }
    if (sources.hasFaults()) {
      menu.add(new Frame.Entry("Faults", "/faults"));
    }
    return menu;
  }
}
