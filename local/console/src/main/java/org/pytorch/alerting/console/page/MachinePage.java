package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import java.util.Optional;
import org.pytorch.alerting.console.machine.Definition;
import org.pytorch.alerting.console.machine.Flow;
import org.pytorch.alerting.console.picture.GraphSvg;
import org.pytorch.alerting.console.picture.Way;
import org.pytorch.alerting.console.text.Pretty;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Query;

/** A state machine without an execution. */
public final class MachinePage {
  private final Desk desk;

  MachinePage(Desk desk) {
    this.desk = desk;
  }

  public record Model(
      String arn,
      String name,
      String graph,
      Optional<Flow.Node> node,
      String definition,
      String executionsHref) {}

  void show(Context context) {
    String arn = Query.text(context, "arn").orElse("");
    Optional<String> definition =
        Query.text(context, "arn").flatMap(desk.sources().stepFunctions()::definition);
    if (definition.isEmpty()) {
      ErrorPage.notFound(
          desk, context, "There is no state machine " + arn, "/executions", "Executions");
      return;
    }
    Flow flow = Definition.read(definition.get());
    Optional<String> state = Query.text(context, "state");
    Query query = Query.of("/machine").with("arn", arn);
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    Model model =
        new Model(
            arn,
            name,
            GraphSvg.of(
                desk.layout().of(definition.get(), flow),
                Way.none(),
                state,
                chosen -> query.with("state", chosen).href() + "#details"),
            state.flatMap(flow::find),
            Pretty.json(definition.get()),
            Query.of("/executions").with("machine", arn).href());
    desk.page(context, new Html.About(name, "Executions", false), "machine.jte", model);
  }
}
