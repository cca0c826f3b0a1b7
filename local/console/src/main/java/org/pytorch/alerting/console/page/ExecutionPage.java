package org.pytorch.alerting.console.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.console.machine.Definition;
import org.pytorch.alerting.console.machine.Flow;
import org.pytorch.alerting.console.picture.ExecutionPath;
import org.pytorch.alerting.console.picture.GraphSvg;
import org.pytorch.alerting.console.picture.Waterfall;
import org.pytorch.alerting.console.run.Event;
import org.pytorch.alerting.console.run.History;
import org.pytorch.alerting.console.run.Run;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.run.Visit;
import org.pytorch.alerting.console.source.StepFunctions;
import org.pytorch.alerting.console.source.StepFunctions.Execution;
import org.pytorch.alerting.console.source.StepFunctions.Reply;
import org.pytorch.alerting.console.story.Delivery;
import org.pytorch.alerting.console.story.HandledAlert;
import org.pytorch.alerting.console.text.Pretty;
import org.pytorch.alerting.console.text.Words;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Paging;
import org.pytorch.alerting.console.web.Query;
import org.pytorch.alerting.model.json.Json;

/** One execution of any state machine: its graph, its states, its events. */
public final class ExecutionPage {
  private static final int EVENTS_PER_PAGE = 100;

  /** Of a state that was visited more often. */
  private static final int MAX_VISITS = 20;

  /** Of a Map with more; the failed ones are always there. */
  private static final int MAX_ITEMS = 40;

  private static final int LABEL_LENGTH = 40;

  private final PageData data;

  ExecutionPage(PageData data) {
    this.data = data;
  }

  /**
   * @param graph SVG
   * @param pickers for each Map on the path
   * @param delivery what it did about alerts, for the pipeline
   * @param machineHref the page of its state machine's executions
   * @param againHref the form that starts another one with this input; absent if none can be
   *     started from here
   */
  public record Model(
      Execution execution,
      Optional<String> graph,
      String graphProblem,
      List<Picker> pickers,
      Optional<Detail> detail,
      Waterfall waterfall,
      Paging<EventRow> events,
      Optional<Delivery> delivery,
      String machineName,
      String machineHref,
      Optional<String> againHref,
      String input,
      Optional<String> output,
      Optional<String> cause) {
    public Model {
      pickers = List.copyOf(pickers);
    }
  }

  /** The choice of an item of a Map. */
  public record Picker(String map, List<Item> items, int more) {
    public Picker {
      items = List.copyOf(items);
    }
  }

  public record Item(String text, Optional<Status> status, String href, boolean current) {}

  /** A state's details. */
  public record Detail(Flow.Node node, List<Seen> visits, int more, String closeHref) {
    public Detail {
      visits = List.copyOf(visits);
    }
  }

  /**
   * A visit of the state.
   *
   * @param after how long after the execution's start it began
   * @param output indented; absent while it runs or if it failed
   */
  public record Seen(
      Status status,
      String heading,
      String after,
      String took,
      String input,
      Optional<String> output,
      List<Try> attempts) {
    public Seen {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * An attempt.
   *
   * @param delay how long after the end of the one before it began; empty for the first
   */
  public record Try(
      int number,
      String took,
      String delay,
      Optional<String> error,
      Optional<String> cause,
      Optional<String> parameters,
      String resource) {}

  /** An event of the history. */
  public record EventRow(
      long id,
      long previousId,
      String type,
      String state,
      String after,
      Instant at,
      String details) {}

  void show(Context context) {
    String arn = Query.text(context, "arn").orElse("");
    StepFunctions stepFunctions = data.sources().stepFunctions();
    Optional<Execution> execution = Query.text(context, "arn").flatMap(stepFunctions::execution);
    if (execution.isEmpty()) {
      ErrorPage.notFound(
          data, context, "There is no execution " + arn, "/executions", "All executions");
      return;
    }
    data.newestStories();
    List<Event> events = stepFunctions.history(arn);
    Request request = request(context, arn);
    Model model = model(request, execution.get(), events, stepFunctions.definitionOf(arn), context);
    boolean runs = execution.get().summary().status() == Status.RUNNING;
    data.page(
        context,
        new Html.About(execution.get().summary().name(), "Executions", runs, runs),
        "execution.jte",
        model);
  }

  /** Aborts the execution. */
  void stop(Context context) {
    data.requireRunning();
    String arn = Query.form(context, "arn").orElse("");
    switch (data.sources().stepFunctions().stop(arn)) {
      case Reply.Done done -> context.redirect(Links.execution(done.arn()), HttpStatus.SEE_OTHER);
      case Reply.Refused refused ->
          ErrorPage.notFound(data, context, refused.reason(), "/executions", "All executions");
    }
  }

  /** What the visitor has chosen. */
  private record Request(String arn, Optional<String> state, Map<String, Integer> items) {
    private Request {
      items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }

    private Query query() {
      Query query = Query.of("/execution").with("arn", arn);
      for (Map.Entry<String, Integer> item : items.entrySet()) {
        query = query.with("item", item.getKey() + ":" + item.getValue());
      }
      return query;
    }

    private Request choosingAll(String map) {
      Map<String, Integer> others = new LinkedHashMap<>(items);
      others.remove(map);
      return new Request(arn, state, others);
    }

    private Request choosing(String map, int index) {
      Map<String, Integer> chosen = new LinkedHashMap<>(choosingAll(map).items());
      chosen.put(map, index);
      return new Request(arn, state, chosen);
    }
  }

  private static Request request(Context context, String arn) {
    Map<String, Integer> items = new LinkedHashMap<>();
    for (String item : context.queryParams("item")) {
      int colon = item.lastIndexOf(':');
      if (colon > 0 && item.substring(colon + 1).matches("\\d{1,7}")) {
        items.put(item.substring(0, colon), Integer.valueOf(item.substring(colon + 1)));
      }
    }
    return new Request(arn, Query.text(context, "state"), items);
  }

  private Model model(
      Request request,
      Execution execution,
      List<Event> events,
      String definition,
      Context context) {
    Run run = History.read(events);
    ExecutionPath path = ExecutionPath.of(run, request.items());
    Optional<Flow> flow = Optional.empty();
    String problem = "";
    try {
      flow = Optional.of(Definition.read(definition));
    } catch (IllegalArgumentException e) {
      problem = "The definition cannot be drawn: " + e.getMessage();
    }
    Query query = request.query();
    Optional<String> graph =
        flow.map(
            found ->
                GraphSvg.of(
                    data.layout().of(definition, found),
                    path,
                    request.state().orElse(""),
                    state -> query.with("state", state).href() + "#details"));
    String machine = execution.machineArn();
    return new Model(
        execution,
        graph,
        problem,
        pickers(request, run, path),
        flow.flatMap(found -> request.state().flatMap(found::find))
            .map(node -> detail(node, path, run, query)),
        Waterfall.of(run, data.now()),
        events(events, run, context, query.withEach("state", request.state().stream())),
        data.stories().flatMap(stories -> stories.delivery(request.arn())),
        Links.lastPart(machine),
        Links.executions(machine),
        Optional.of(Query.of("/machine").with("arn", machine).with("again", request.arn()).href())
            .filter(_ -> data.sources().canRun()),
        Pretty.json(execution.input().orElse("(not included)")),
        execution.output().map(Pretty::json),
        execution.cause().map(Pretty::json));
  }

  private static List<Picker> pickers(Request request, Run run, ExecutionPath path) {
    List<Picker> pickers = new ArrayList<>();
    run.allVisits().stream()
        .filter(visit -> visit.items().size() > 1 && visit.type().equals("Map"))
        .filter(visit -> path.visits(visit.name()).contains(visit))
        .map(Visit::name)
        .distinct()
        .forEach(map -> pickers.add(picker(request, map, path)));
    return pickers;
  }

  private static Picker picker(Request request, String map, ExecutionPath path) {
    Optional<Integer> chosen = Optional.ofNullable(request.items().get(map));
    List<Visit.Item> all = path.visits(map).getLast().items();
    List<Visit.Item> shown =
        Stream.concat(
                all.stream().filter(item -> item.status() == Status.FAILED),
                all.stream().filter(item -> item.status() != Status.FAILED))
            .limit(MAX_ITEMS)
            .sorted(Comparator.comparingInt(Visit.Item::index))
            .toList();
    List<Item> items = new ArrayList<>();
    items.add(
        new Item(
            "All %d items".formatted(all.size()),
            Optional.empty(),
            address(request.choosingAll(map)),
            chosen.isEmpty()));
    for (Visit.Item item : shown) {
      items.add(
          new Item(
              label(item),
              Optional.of(item.status()),
              address(request.choosing(map, item.index())),
              chosen.filter(index -> index == item.index()).isPresent()));
    }
    return new Picker(map, items, all.size() - shown.size());
  }

  private static String address(Request request) {
    return request.query().withEach("state", request.state().stream()).href();
  }

  /** Its index, and the title if its input has one. */
  private static String label(Visit.Item item) {
    String title =
        item.visits().isEmpty()
            ? ""
            : item.visits().getFirst().input().map(ExecutionPage::title).orElse("");
    String shown =
        title.length() <= LABEL_LENGTH ? title : title.substring(0, LABEL_LENGTH - 1) + "…";
    return shown.isEmpty() ? "item " + item.index() : "%d: %s".formatted(item.index(), shown);
  }

  private static String title(String input) {
    try {
      JsonNode json = Json.mapper().readTree(input);
      JsonNode check = json.at("/alert/check");
      return check.isTextual()
          ? "check, because " + HandledAlert.because(check.asText())
          : json.at("/alert/event/title").asText(json.path("title").asText(""));
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static Detail detail(Flow.Node node, ExecutionPath path, Run run, Query query) {
    List<Visit> visits = path.visits(node.name());
    List<Seen> seen = new ArrayList<>();
    int shown = Math.min(visits.size(), MAX_VISITS);
    for (int i = 0; i < shown; i++) {
      seen.add(seen(visits.get(i), i + 1, visits.size(), run));
    }
    return new Detail(node, seen, visits.size() - shown, query.href());
  }

  private static Seen seen(Visit visit, int number, int all, Run run) {
    String title = visit.input().map(ExecutionPage::title).orElse("");
    String which = all == 1 ? "" : "Visit %d of %d".formatted(number, all);
    return new Seen(
        visit.status(),
        Stream.of(which, title).filter(text -> !text.isEmpty()).collect(Collectors.joining(" · ")),
        Words.duration(Duration.between(run.startedAt(), visit.enteredAt())),
        visit
            .exitedAt()
            .map(end -> Words.duration(Duration.between(visit.enteredAt(), end)))
            .orElse("not left"),
        Pretty.json(visit.input().orElse("")),
        visit.output().map(Pretty::json),
        attempts(visit));
  }

  private static List<Try> attempts(Visit visit) {
    List<Try> tries = new ArrayList<>();
    Optional<Instant> before = Optional.empty();
    for (Visit.Attempt attempt : visit.attempts()) {
      tries.add(
          new Try(
              tries.size() + 1,
              attempt
                  .endedAt()
                  .map(end -> Words.duration(Duration.between(attempt.startedAt(), end)))
                  .orElse("running"),
              before
                  .map(end -> Words.duration(Duration.between(end, attempt.startedAt())))
                  .orElse(""),
              attempt.error(),
              attempt.cause().map(Pretty::json),
              attempt.parameters().map(Pretty::json),
              attempt.resource().orElse("")));
      before = attempt.endedAt();
    }
    return tries;
  }

  private static Paging<EventRow> events(
      List<Event> events, Run run, Context context, Query query) {
    Paging<Event> page =
        Paging.of(events, Query.number(context, "page").orElse(1), EVENTS_PER_PAGE, query);
    Map<Long, String> states = states(events);
    return new Paging<>(
        page.entries().stream()
            .map(
                event ->
                    new EventRow(
                        event.id(),
                        event.previousId(),
                        event.type(),
                        states.getOrDefault(event.id(), ""),
                        "+" + Words.duration(Duration.between(run.startedAt(), event.at())),
                        event.at(),
                        details(event)))
            .toList(),
        page.from(),
        page.total(),
        page.newer(),
        page.older());
  }

  /** {@return the state of each event: the one it names, or that of the event before it} */
  private static Map<Long, String> states(List<Event> events) {
    Map<Long, String> states = new HashMap<>();
    for (Event event : events) {
      boolean ends = event.type().startsWith("Execution");
      String state = event.detail("name").orElse(states.getOrDefault(event.previousId(), ""));
      states.put(event.id(), ends ? "" : state);
    }
    return states;
  }

  private static String details(Event event) {
    StringBuilder text = new StringBuilder();
    event.details().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(detail -> !detail.getKey().equals("name"))
        .forEach(
            detail ->
                text.append(detail.getKey())
                    .append(": ")
                    .append(Pretty.json(detail.getValue()))
                    .append('\n'));
    return text.toString();
  }
}
