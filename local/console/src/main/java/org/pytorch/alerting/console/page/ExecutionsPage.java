package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.source.StepFunctions;
import org.pytorch.alerting.console.source.StepFunctions.Listing;
import org.pytorch.alerting.console.source.StepFunctions.Machine;
import org.pytorch.alerting.console.source.StepFunctions.Selection;
import org.pytorch.alerting.console.source.StepFunctions.Summary;
import org.pytorch.alerting.console.story.Delivery;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** The executions of a state machine. */
public final class ExecutionsPage {
  private static final int PAGE_SIZE = 50;

  private static final List<Status> FILTERS =
      List.of(Status.FAILED, Status.RUNNING, Status.SUCCEEDED, Status.TIMED_OUT, Status.ABORTED);

  private final PageData data;

  ExecutionsPage(PageData data) {
    this.data = data;
  }

  /** Link to the same list for one status, or for all. */
  public record Choice(String text, String href, boolean current) {}

  /**
   * An execution.
   *
   * @param delivery what it did about alerts; absent for others and while it runs
   */
  public record Row(Summary execution, String href, Optional<Delivery> delivery) {}

  /**
   * @param older the address of the older executions
   * @param newest the address of the newest ones; absent if they are shown
   */
  public record Rows(List<Row> rows, Optional<String> older, Optional<String> newest) {
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  public record Model(
      Part<Rows> rows,
      List<Choice> machines,
      List<Choice> statuses,
      Optional<String> machineHref,
      boolean isPipeline,
      boolean canRun) {
    public Model {
      machines = List.copyOf(machines);
      statuses = List.copyOf(statuses);
    }
  }

  void show(Context context) {
    Part<List<Machine>> machines = Part.of(() -> data.sources().stepFunctions().machines());
    Optional<String> wanted = Query.text(context, "machine");
    Optional<String> machine =
        wanted
            .or(data.sources()::pipeline)
            .or(() -> machines.value().flatMap(all -> all.stream().map(Machine::arn).findFirst()));
    Optional<Status> status =
        Query.text(context, "status")
            .map(text -> text.toUpperCase(Locale.ROOT))
            .flatMap(text -> FILTERS.stream().filter(it -> it.name().equals(text)).findFirst());
    data.newestStories();
    Query list = Query.of("/executions").withEach("machine", wanted.stream());
    Optional<String> token = Query.text(context, "token");
    Part<Optional<Rows>> rows =
        machines.isAway()
            ? new Part<>(Optional.empty(), machines.away())
            : Part.of(
                () ->
                    machine.flatMap(
                        arn ->
                            rows(
                                new Selection(arn, status, token),
                                list.withEach("status", status.stream().map(Status::name)))));
    if (machine.isPresent() && !rows.isAway() && rows.get().isEmpty()) {
      ErrorPage.notFound(
          data, context, "There is no state machine " + machine.get(), "/executions", "Executions");
      return;
    }
    Model model =
        new Model(
            rows.map(
                found -> found.orElse(new Rows(List.of(), Optional.empty(), Optional.empty()))),
            machines(machines, machine.orElse("")),
            statuses(list, status.stream().toList()),
            machine.map(Links::machine),
            machine.isPresent() && machine.equals(data.sources().pipeline()),
            data.sources().canRun());
    data.page(
        context,
        new Html.About("Executions", "Executions", token.isEmpty()),
        "executions.jte",
        model);
  }

  private Optional<Rows> rows(Selection which, Query query) {
    StepFunctions stepFunctions = data.sources().stepFunctions();
    return stepFunctions.executions(which, PAGE_SIZE).map(listing -> rows(listing, which, query));
  }

  private Rows rows(Listing listing, Selection which, Query query) {
    return new Rows(
        listing.executions().stream()
            .map(
                run ->
                    new Row(
                        run,
                        Links.execution(run.arn()),
                        data.stories().flatMap(stories -> stories.delivery(run.arn()))))
            .toList(),
        listing.next().map(next -> query.with("token", next).href()),
        which.token().map(_ -> query.href()));
  }

  private static List<Choice> machines(Part<List<Machine>> machines, String current) {
    return machines.value().orElse(List.of()).stream()
        .map(
            machine ->
                new Choice(
                    machine.name(), Links.executions(machine.arn()), machine.arn().equals(current)))
        .toList();
  }

  /**
   * @param current empty for all
   */
  private static List<Choice> statuses(Query list, List<Status> current) {
    List<Choice> choices = new java.util.ArrayList<>();
    choices.add(new Choice("all", list.href(), current.isEmpty()));
    for (Status status : FILTERS) {
      choices.add(
          new Choice(
              status.text(), list.with("status", status.name()).href(), current.contains(status)));
    }
    return choices;
  }
}
