package org.pytorch.alerting.stepfunctions.definition.choice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/** What a rule of a Choice state asks. */
public sealed interface Condition {
  /**
   * {@return whether it is true}
   *
   * @throws StatesRuntimeException if a Variable that it looks at is not there
   */
  boolean test(Scope scope);

  /** True if all are; those behind the first false one are not looked at. */
  record And(List<Condition> conditions) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return conditions.stream().allMatch(condition -> condition.test(scope));
    }
  }

  /** True if one is; those behind the first true one are not looked at. */
  record Or(List<Condition> conditions) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return conditions.stream().anyMatch(condition -> condition.test(scope));
    }
  }

  /** True if the other is false. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return !condition.test(scope);
    }
  }

  /** Whether there is anything at a path; null counts as something. */
  record Presence(Path variable, boolean wanted) implements Condition {
    @Override
    public boolean test(Scope scope) {
      try {
        variable.read(scope);
        return wanted;
      } catch (Path.MissingException e) {
        return !wanted;
      }
    }
  }

  /** What kind of value there is at a path. */
  record Kind(Path variable, ValueTest test, boolean wanted) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return test.matches(required(variable, scope)) == wanted;
    }
  }

  /** How the value at a path compares with a constant. */
  record WithConstant(Path variable, ValueComparison comparison, JsonNode constant)
      implements Condition {
    @Override
    public boolean test(Scope scope) {
      return comparison.holds(required(variable, scope), constant);
    }
  }

  /** How the values at two paths compare. */
  record WithPath(Path variable, ValueComparison comparison, Path other) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return comparison.holds(required(variable, scope), required(other, scope));
    }
  }

  private static JsonNode required(Path variable, Scope scope) {
    try {
      return variable.read(scope);
    } catch (Path.MissingException e) {
      throw new StatesRuntimeException(
          "Invalid path '%s': The choice state's condition path references an invalid value."
              .formatted(variable));
    }
  }
}
