package org.pytorch.alerting.stepfunctions.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.template.PayloadTemplate;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.recovery.Recovery;

/**
 * Runs the same states for every element of an array, in the same execution (Mode INLINE).
 *
 * @param itemsPath selects the array from the effective input
 * @param itemSelector builds the input of an iteration; absent: the element is the input
 * @param exit its Next or End
 */
public record MapState(
    String name,
    Path itemsPath,
    Optional<PayloadTemplate> itemSelector,
    Concurrency concurrency,
    Flow itemProcessor,
    DataFlow dataFlow,
    Recovery recovery,
    Edge exit)
    implements State {
  /** How many iterations run at the same time; 0 for all. */
  public sealed interface Concurrency {
    record Fixed(int max) implements Concurrency {}

    record FromPath(Path path) implements Concurrency {}
  }

  static MapState parse(String name, DefinitionFields fields, FlowParser flows) {
    boolean older = fields.has("Iterator");
    String word = older ? "Iterator" : "ItemProcessor";
    if (older && fields.has("ItemProcessor")) {
      throw fields.problem("Iterator", "cannot be combined with ItemProcessor");
    }
    DefinitionFields processor = fields.requiredObject(word);
    processor.object("ProcessorConfig").ifPresent(MapState::requireInline);
    return new MapState(
        name,
        fields.referencePath("ItemsPath").orElseGet(() -> Path.parse("$")),
        itemSelector(fields),
        concurrency(fields),
        flows.parse(processor, "an " + word),
        DataFlow.ofMap(fields),
        Recovery.parse(fields),
        fields.nextOrEnd(name));
  }

  /** Parameters is the older word for ItemSelector, as Iterator is for ItemProcessor. */
  private static Optional<PayloadTemplate> itemSelector(DefinitionFields fields) {
    if (fields.has("Parameters") && fields.has("ItemSelector")) {
      throw fields.problem("Parameters", "cannot be combined with ItemSelector");
    }
    return fields.template("ItemSelector").or(() -> fields.template("Parameters"));
  }

  private static void requireInline(DefinitionFields config) {
    config
        .text("Mode")
        .filter(mode -> !mode.equals("INLINE"))
        .ifPresent(
            mode -> {
              throw config.problem(
                  "Mode",
                  "'%s' is not supported here, only INLINE: iterations run in the same execution"
                      .formatted(mode));
            });
    config.refuseOthers("a ProcessorConfig");
  }

  private static Concurrency concurrency(DefinitionFields fields) {
    OptionalInt max = fields.integer("MaxConcurrency", 0, Integer.MAX_VALUE);
    Optional<Path> path = fields.referencePath("MaxConcurrencyPath");
    if (max.isPresent() && path.isPresent()) {
      throw fields.problem("MaxConcurrencyPath", "cannot be combined with MaxConcurrency");
    }
    return path.<Concurrency>map(Concurrency.FromPath::new)
        .orElseGet(() -> new Concurrency.Fixed(max.orElse(0)));
  }

  @Override
  public List<Flow> nested() {
    return List.of(itemProcessor);
  }

  @Override
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    edges.add(new Edge.Start(name, itemProcessor.startAt()));
    edges.add(exit);
    edges.addAll(recovery.edges(name));
    return List.copyOf(edges);
  }
}
