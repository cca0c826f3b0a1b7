package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pytorch.alerting.console.machine.JsonPlace;
import org.pytorch.alerting.console.source.StepFunctions;
import org.pytorch.alerting.console.source.StepFunctions.Diagnosis;
import org.pytorch.alerting.console.source.StepFunctions.Machine;
import org.pytorch.alerting.console.source.StepFunctions.Reply;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** The state machines of an engine, and the form that creates or changes one. */
public final class MachinesPage {
  /** A first definition, to begin with. */
  private static final String EXAMPLE =
      """
      {
        "StartAt": "Heavy?",
        "States": {
          "Heavy?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.kg", "NumericGreaterThan": 1000, "Next": "Call the crane"}],
            "Default": "Carry it"
          },
          "Call the crane": {"Type": "Wait", "Seconds": 5, "Next": "Carry it"},
          "Carry it": {"Type": "Pass", "End": true}
        }
      }
      """;

  private static final List<String> TYPES = List.of("STANDARD", "EXPRESS");

  private final PageData data;

  MachinesPage(PageData data) {
    this.data = data;
  }

  /** A state machine in the list. */
  public record Row(Machine machine, String href, String executionsHref) {}

  /**
   * @param canDraft whether the engine takes more of them
   */
  public record Model(Part<List<Row>> machines, boolean canDraft) {}

  /**
   * A definition to create or to change.
   *
   * @param arn of the state machine that is changed; empty for a new one
   * @param refusal why the engine refused it
   */
  public record Draft(
      String arn, String name, String type, String definition, Optional<Refusal> refusal) {
    public List<String> types() {
      return TYPES;
    }

    public boolean isNew() {
      return arn.isEmpty();
    }
  }

  /**
   * The engine's diagnosis of a definition that it refuses.
   *
   * @param place a JSON pointer; empty if it names none
   * @param lines the definition around the place
   */
  public record Refusal(String problem, String place, List<JsonPlace.Line> lines) {
    public Refusal {
      lines = List.copyOf(lines);
    }
  }

  void list(Context context) {
    Part<List<Row>> machines =
        Part.of(
            () ->
                data.sources().stepFunctions().machines().stream()
                    .map(
                        machine ->
                            new Row(
                                machine,
                                Links.machine(machine.arn()),
                                Links.executions(machine.arn())))
                    .toList());
    data.page(
        context,
        new Html.About("State machines", "State machines", true),
        "machines.jte",
        new Model(machines, data.sources().canRun()));
  }

  /** Shows the form; with an ARN, for that state machine. */
  void draft(Context context) {
    data.requireRunning();
    Optional<String> arn = Query.text(context, "arn");
    Optional<String> definition = arn.flatMap(data.sources().stepFunctions()::definition);
    if (arn.isPresent() && definition.isEmpty()) {
      ErrorPage.notFound(
          data,
          context,
          "There is no state machine " + arn.get(),
          "/machines",
          "All state machines");
      return;
    }
    show(
        context,
        new Draft(
            arn.orElse(""),
            arn.map(Links::lastPart).orElse(""),
            TYPES.getFirst(),
            definition.orElse(EXAMPLE),
            Optional.empty()));
  }

  void save(Context context) {
    data.requireRunning();
    StepFunctions engine = data.sources().stepFunctions();
    String definition = Query.form(context, "definition").orElse("");
    String name = Query.form(context, "name").orElse("").strip();
    String type = Query.form(context, "type").filter(TYPES::contains).orElse(TYPES.getFirst());
    Optional<String> arn = Query.form(context, "arn");
    Reply reply =
        arn.map(known -> engine.update(known, definition))
            .orElseGet(() -> engine.create(name, type, definition));
    switch (reply) {
      case Reply.Done done -> context.redirect(Links.machine(done.arn()), HttpStatus.SEE_OTHER);
      case Reply.Refused refused -> {
        context.status(HttpStatus.UNPROCESSABLE_CONTENT);
        show(
            context,
            new Draft(
                arn.orElse(""),
                arn.map(Links::lastPart).orElse(name),
                type,
                definition,
                Optional.of(refusal(refused.reason(), definition))));
      }
    }
  }

  private void show(Context context, Draft draft) {
    String title = draft.isNew() ? "New state machine" : "Change " + draft.name();
    data.page(context, new Html.About(title, "State machines", false), "draft.jte", draft);
  }

  /** The engine's diagnosis has a place; its refusal of a name has none. */
  private Refusal refusal(String reason, String definition) {
    List<Diagnosis> found =
        definition.isBlank() ? List.of() : data.sources().stepFunctions().diagnose(definition);
    if (found.isEmpty()) {
      return new Refusal(reason, "", List.of());
    }
    Diagnosis first = found.getFirst();
    OptionalInt error = JsonPlace.syntaxError(definition);
    OptionalInt line =
        error.isPresent() || first.place().isEmpty()
            ? error
            : JsonPlace.line(definition, first.place());
    return new Refusal(
        first.problem(),
        first.place(),
        line.isPresent() ? JsonPlace.around(definition, line.getAsInt()) : List.of());
  }
}
