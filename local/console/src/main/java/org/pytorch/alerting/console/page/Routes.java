package org.pytorch.alerting.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.pytorch.alerting.console.source.AwayException;
import org.pytorch.alerting.console.source.Sources;
import org.pytorch.alerting.console.story.Explainer;

/** Maps requests to pages. */
public final class Routes {
  private static final System.Logger LOG = System.getLogger(Routes.class.getName());

  private static final String ISSUE = "/github/{owner}/{name}/issues/{number}";

  private final Supplier<PageData> data;

  private Routes(Supplier<PageData> data) {
    this.data = data;
  }

  /** A handler that uses the data. */
  private interface Page {
    void answer(PageData data, Context context);
  }

  /**
   * What the pages read from.
   *
   * @param explainer says what would happen with a payload; absent if there is none
   */
  public record Connection(Sources sources, Optional<Explainer> explainer) {}

  /** The data that the pages share; it is made when the first page is asked for. */
  public static final class Shared {
    private final Supplier<Connection> connection;
    private final InstantSource clock;
    private final Executor executor;
    private final Runnable changed;
    private volatile @org.jspecify.annotations.Nullable PageData data;

    /**
     * @param connection waits until the stack is up
     */
    public Shared(
        Supplier<Connection> connection, InstantSource clock, Executor executor, Runnable changed) {
      this.connection = connection;
      this.clock = clock;
      this.executor = executor;
      this.changed = changed;
    }

    private PageData get() {
      PageData known = data;
      if (known != null) {
        return known;
      }
      synchronized (this) {
        PageData made = data;
        if (made == null) {
          made = new PageData(connection.get(), clock, executor, changed);
          data = made;
        }
        return made;
      }
    }

    /** Something has changed in the stack. */
    public void changed() {
      PageData known = data;
      if (known != null) {
        known.changed();
      }
      changed.run();
    }
  }

  /** Adds all pages. */
  public static void add(RoutesConfig config, Shared shared) {
    new Routes(shared::get).add(config);
  }

  private void add(RoutesConfig config) {
    config.get("/", page((it, context) -> new OverviewPage(it).show(context)));
    config.get("/alerts", page((it, context) -> new AlertsPage(it).show(context)));
    config.get("/alerts/{fingerprint}", page((it, context) -> new AlertPage(it).show(context)));
    config.get("/executions", page((it, context) -> new ExecutionsPage(it).show(context)));
    config.get("/execution", page((it, context) -> new ExecutionPage(it).show(context)));
    config.post("/execution/stop", page((it, context) -> new ExecutionPage(it).stop(context)));
    config.get("/machine", page((it, context) -> new MachinePage(it).show(context)));
    config.post("/machine/start", page((it, context) -> new MachinePage(it).start(context)));
    config.get("/machines", page((it, context) -> new MachinesPage(it).list(context)));
    config.post("/machines", page((it, context) -> new MachinesPage(it).save(context)));
    config.get("/machines/draft", page((it, context) -> new MachinesPage(it).draft(context)));
    config.get("/dead-letters", page((it, context) -> new DeadLettersPage(it).show(context)));
    config.post(
        "/dead-letters/redrive", page((it, context) -> new DeadLettersPage(it).redrive(context)));
    config.get("/try", page((it, context) -> new TryPage(it).show(context)));
    config.post("/try", page((it, context) -> new TryPage(it).send(context)));
    config.post("/try/explain", page((it, context) -> new TryPage(it).explain(context)));
    config.get("/try/{id}", page((it, context) -> new TryPage(it).follow(context)));
    config.get("/github", page((it, context) -> new IssuesPage(it).list(context)));
    config.get(
        "/github/issues/{number}",
        page((it, context) -> new IssuesPage(it).showConfigured(context)));
    config.get(ISSUE, page((it, context) -> new IssuesPage(it).show(context)));
    config.post(ISSUE, page((it, context) -> new IssuesPage(it).act(context)));
    config.get("/faults", page((it, context) -> new FaultsPage(it).show(context)));
    config.post("/faults", page((it, context) -> new FaultsPage(it).turnOn(context)));
    config.post("/faults/off", page((it, context) -> new FaultsPage(it).turnOff(context)));
    config.exception(AwayException.class, this::away);
    config.exception(HttpResponseException.class, this::refused);
    config.exception(Exception.class, this::bug);
  }

  private Handler page(Page page) {
    return context -> page.answer(data.get(), context);
  }

  private void away(AwayException e, Context context) {
    ErrorPage.show(
        data.get(),
        context,
        HttpStatus.BAD_GATEWAY.getCode(),
        new ErrorPage.Model(e.heading(), e.text(), "/", "Home"));
  }

  private void refused(HttpResponseException e, Context context) {
    boolean unknown = e.getStatus() == HttpStatus.NOT_FOUND.getCode();
    ErrorPage.show(
        data.get(),
        context,
        e.getStatus(),
        new ErrorPage.Model(
            unknown ? "Not found" : "Refused",
            unknown ? "There is no page " + context.path() : String.valueOf(e.getMessage()),
            "/",
            "Home"));
  }

  private void bug(Exception e, Context context) {
    LOG.log(System.Logger.Level.ERROR, "A bug of the console at " + context.path(), e);
    ErrorPage.show(
        data.get(),
        context,
        HttpStatus.INTERNAL_SERVER_ERROR.getCode(),
        new ErrorPage.Model("The console has a bug", "Its log says more: " + e, "/", "Home"));
  }
}
