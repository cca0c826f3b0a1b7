package org.pytorch.alerting.stepfunctions.definition.choice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;

/** Reads a rule of a Choice state. */
public final class ConditionParser {
  private static final String PATH = "Path";

  private ConditionParser() {}

  /** Reads the rule. Its Next, if any, must have been read before. */
  public static Condition parse(DefinitionFields rule) {
    Condition condition = parseOperator(rule);
    rule.refuseOthers("a Choice rule");
    return condition;
  }

  private static Condition parseOperator(DefinitionFields rule) {
    List<String> operators =
        rule.names().stream()
            .filter(name -> !List.of("Variable", "Next", "Comment").contains(name))
            .toList();
    if (operators.size() != 1) {
      throw rule.problem("needs exactly one operator and has " + operators);
    }
    String operator = operators.getFirst();
    return switch (operator) {
      case "Condition" -> throw rule.problem(operator, "is JSONata, which is not supported here");
      case "And" -> new Condition.And(nested(rule, operator));
      case "Or" -> new Condition.Or(nested(rule, operator));
      case "Not" -> new Condition.Not(parse(rule.requiredObject(operator)));
      default -> parseComparison(rule, operator);
    };
  }

  private static List<Condition> nested(DefinitionFields rule, String operator) {
    List<Condition> conditions = new ArrayList<>();
    for (DefinitionFields inner : rule.objects(operator)) {
      conditions.add(parse(inner));
    }
    if (conditions.isEmpty()) {
      throw rule.problem(operator, "must have at least one rule");
    }
    return List.copyOf(conditions);
  }

  private static Condition parseComparison(DefinitionFields rule, String operator) {
    Path variable = rule.path("Variable").orElseThrow(() -> rule.problem("Variable", "is missing"));
    if (operator.equals("IsPresent")) {
      return new Condition.Presence(variable, requiredFlag(rule, operator));
    }
    Optional<ValueTest> test = ValueTest.named(operator);
    if (test.isPresent()) {
      return new Condition.Kind(variable, test.get(), requiredFlag(rule, operator));
    }
    Optional<ValueComparison> withConstant = ValueComparison.named(operator);
    if (withConstant.isPresent()) {
      return withConstant(rule, operator, variable, withConstant.get());
    }
    return withPath(rule, operator, variable);
  }

  private static boolean requiredFlag(DefinitionFields rule, String operator) {
    return rule.flag(operator).orElseThrow(() -> rule.problem(operator, "is missing"));
  }

  private static Condition withConstant(
      DefinitionFields rule, String operator, Path variable, ValueComparison comparison) {
    JsonNode constant = rule.any(operator).orElseThrow(() -> rule.problem(operator, "is missing"));
    if (!comparison.kind().accepts(constant)) {
      throw rule.problem(operator, "cannot compare with %s".formatted(constant));
    }
    return new Condition.WithConstant(variable, comparison, constant);
  }

  private static Condition withPath(DefinitionFields rule, String operator, Path variable) {
    Optional<ValueComparison> comparison =
        operator.endsWith(PATH)
            ? ValueComparison.named(operator.substring(0, operator.length() - PATH.length()))
                .filter(c -> c.kind() != ValueComparison.Kind.PATTERN)
            : Optional.empty();
    if (comparison.isEmpty()) {
      throw rule.problem(operator, "is not an operator that is supported here");
    }
    Path other = rule.path(operator).orElseThrow(() -> rule.problem(operator, "is missing"));
    return new Condition.WithPath(variable, comparison.get(), other);
  }
}
