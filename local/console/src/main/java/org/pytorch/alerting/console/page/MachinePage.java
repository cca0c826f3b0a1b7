package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.machine.Definition;
import org.pytorch.alerting.console.machine.Flow;
import org.pytorch.alerting.console.picture.ExecutionPath;
import org.pytorch.alerting.console.picture.GraphSvg;
import org.pytorch.alerting.console.source.StepFunctions;
import org.pytorch.alerting.console.source.StepFunctions.Execution;
import org.pytorch.alerting.console.source.StepFunctions.Reply;
import org.pytorch.alerting.console.source.StepFunctions.Summary;
import org.pytorch.alerting.console.text.Pretty;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Query;

/** A state machine without an execution, and the form that starts one. */
public final class MachinePage {
  private static final int LATEST = 10;
  private static final String NO_INPUT = "{}";

  private final PageData data;

  MachinePage(PageData data) {
    this.data = data;
  }

  /** An execution in the list of the latest. */
  public record Row(Summary execution, String href) {}

  /**
   * What is needed to start an execution.
   *
   * @param input JSON, as it was last given
   * @param problem why that was refused
   */
  public record Start(String input, Optional<String> problem) {}

  /**
   * @param start absent if executions cannot be started from here
   */
  public record Model(
      String arn,
      String name,
      String graph,
      String graphProblem,
      Optional<Flow.Node> node,
      String definition,
      String executionsHref,
      String changeHref,
      List<Row> latest,
      Optional<Start> start) {
    public Model {
      latest = List.copyOf(latest);
    }
  }

  void show(Context context) {
    String arn = Query.text(context, "arn").orElse("");
    String input =
        Query.text(context, "again")
            .flatMap(data.sources().stepFunctions()::execution)
            .flatMap(Execution::input)
            .map(Pretty::json)
            .orElse(NO_INPUT);
    show(context, arn, new Start(input, Optional.empty()));
  }

  void start(Context context) {
    data.requireRunning();
    String arn = Query.form(context, "arn").orElse("");
    String input = Query.form(context, "input").orElse(NO_INPUT);
    switch (data.sources().stepFunctions().start(arn, input)) {
      case Reply.Done done -> context.redirect(Links.execution(done.arn()), HttpStatus.SEE_OTHER);
      case Reply.Refused refused -> {
        context.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(context, arn, new Start(input, Optional.of(refused.reason())));
      }
    }
  }

  private void show(Context context, String arn, Start start) {
    StepFunctions engine = data.sources().stepFunctions();
    Optional<String> definition = arn.isEmpty() ? Optional.empty() : engine.definition(arn);
    if (definition.isEmpty()) {
      ErrorPage.notFound(
          data, context, "There is no state machine " + arn, "/executions", "Executions");
      return;
    }
    Optional<Flow> flow = Optional.empty();
    String problem = "";
    try {
      flow = Optional.of(Definition.read(definition.get()));
    } catch (IllegalArgumentException e) {
      problem = "The definition cannot be drawn: " + e.getMessage();
    }
    Optional<String> state = Query.text(context, "state");
    Query query = Query.of("/machine").with("arn", arn);
    String name = Links.lastPart(arn);
    Model model =
        new Model(
            arn,
            name,
            flow.map(
                    found ->
                        GraphSvg.of(
                            data.layout().of(definition.get(), found),
                            ExecutionPath.none(),
                            state.orElse(""),
                            chosen -> query.with("state", chosen).href() + "#details"))
                .orElse(""),
            problem,
            flow.flatMap(found -> state.flatMap(found::find)),
            Pretty.json(definition.get()),
            Links.executions(arn),
            Query.of("/machines/draft").with("arn", arn).href(),
            engine.executions(StepFunctions.Selection.newest(arn), LATEST).stream()
                .flatMap(found -> found.executions().stream())
                .map(run -> new Row(run, Links.execution(run.arn())))
                .toList(),
            data.sources().canRun() ? Optional.of(start) : Optional.empty());
    String section = data.sources().canRun() ? "State machines" : "Executions";
    data.page(context, new Html.About(name, section, false), "machine.jte", model);
  }
}
