package org.pytorch.alerting.stepfunctions.definition.choice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/** The condition of a rule of a Choice state. */
public sealed interface Condition {
  /**
   * {@return whether the condition is true}
   *
   * @throws StatesRuntimeException if a Variable it reads is missing
   */
  boolean test(Scope scope);

  /** True if all conditions are. Stops at the first false one. */
  record And(List<Condition> conditions) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return conditions.stream().allMatch(condition -> condition.test(scope));
    }
  }

  /** True if one condition is. Stops at the first true one. */
  record Or(List<Condition> conditions) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return conditions.stream().anyMatch(condition -> condition.test(scope));
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return !condition.test(scope);
    }
  }

  /** Whether a path has a value; null counts as a value. */
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

  /** The kind of the value at a path. */
  record Kind(Path variable, ValueTest test, boolean wanted) implements Condition {
    @Override
    public boolean test(Scope scope) {
      return test.matches(required(variable, scope)) == wanted;
    }
  }

  /** Compares the value at a path with a constant. */
  record WithConstant(Path variable, ValueComparison comparison, JsonNode constant)
      implements Condition {
    @Override
    public boolean test(Scope scope) {
      return comparison.holds(required(variable, scope), constant);
    }
  }

  /** Compares the values at two paths. */
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
