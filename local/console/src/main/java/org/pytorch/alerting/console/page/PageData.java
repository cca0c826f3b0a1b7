package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.pytorch.alerting.console.machine.Layout;
import org.pytorch.alerting.console.source.AlertRow;
import org.pytorch.alerting.console.source.Snapshot;
import org.pytorch.alerting.console.source.Sources;
import org.pytorch.alerting.console.story.Explainer;
import org.pytorch.alerting.console.story.Stories;
import org.pytorch.alerting.console.web.Html;

/** The data that all pages share. */
final class PageData {
  private final Sources sources;
  private final Optional<Explainer> explainer;
  private final Html html;
  private final InstantSource clock;
  private final Layout layout = new Layout();
  private final Snapshot<List<AlertRow>> alerts;
  private final Optional<Stories> stories;

  /**
   * @param executor reads in the background
   * @param changed called when something was read that pages may show
   */
  PageData(Routes.Connection connection, InstantSource clock, Executor executor, Runnable changed) {
    this.sources = connection.sources();
    this.explainer = connection.explainer();
    this.html = new Html(clock);
    this.clock = clock;
    this.alerts = new Snapshot<>(() -> sources.table().all(), clock, executor, changed);
    this.stories =
        sources.pipeline().map(arn -> new Stories(sources.stepFunctions(), arn, executor, changed));
  }

  Sources sources() {
    return sources;
  }

  /** {@return the explainer of payloads; absent if there is none} */
  Optional<Explainer> explainer() {
    return explainer;
  }

  /** Refuses a change to an engine whose executions only the pipeline starts. */
  void requireRunning() {
    if (!sources.canRun()) {
      throw new ForbiddenResponse("Here only messages start executions.");
    }
  }

  Instant now() {
    return clock.instant();
  }

  Layout layout() {
    return layout;
  }

  /** {@return all alerts, in no order} */
  List<AlertRow> alerts() {
    return alerts.current();
  }

  /** {@return what the pipeline did, as far as it is known; absent without a pipeline} */
  Optional<Stories> stories() {
    return stories;
  }

  /** {@return what the pipeline did until now; absent without a pipeline} */
  Optional<Stories> newestStories() {
    stories.ifPresent(Stories::refresh);
    return stories;
  }

  /** Something has changed in the stack. */
  void changed() {
    alerts.changed();
  }

  void page(Context context, Html.About about, String template, Object model) {
    html.page(context, sources, about, template, model);
  }
}
