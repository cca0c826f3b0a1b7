package org.pytorch.alerting.stepfunctions.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.choice.Condition;
import org.pytorch.alerting.stepfunctions.definition.choice.ConditionParser;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/**
 * Goes to the Next of the first rule that is true.
 *
 * @param otherwise the Default
 */
public record ChoiceState(
    String name, List<Rule> rules, Optional<String> otherwise, DataFlow dataFlow) implements State {
  public ChoiceState {
    rules = List.copyOf(rules);
  }

  /** One element of Choices. */
  public record Rule(Condition condition, String next) {}

  static ChoiceState parse(String name, DefinitionFields fields) {
    List<Rule> rules = new ArrayList<>();
    for (DefinitionFields rule : fields.objects("Choices")) {
      String next = rule.requiredText("Next");
      rules.add(new Rule(ConditionParser.parse(rule), next));
    }
    if (rules.isEmpty()) {
      throw fields.problem("Choices", "must be an array with at least one rule");
    }
    return new ChoiceState(name, rules, fields.text("Default"), DataFlow.ofPaths(fields));
  }

  @Override
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      edges.add(new Edge.Rule(name, i, rules.get(i).next()));
    }
    otherwise.ifPresent(next -> edges.add(new Edge.Default(name, next)));
    return List.copyOf(edges);
  }
}
