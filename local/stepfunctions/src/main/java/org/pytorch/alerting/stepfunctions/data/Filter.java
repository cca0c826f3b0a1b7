package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * InputPath or OutputPath.
 *
 * @param path absent for {@code null}: the state gets the empty object
 */
public record Filter(Optional<Path> path) {
  /** The default, {@code $}. */
  public static final Filter EVERYTHING = new Filter(Optional.of(Path.parse("$")));

  /** {@code null}. */
  public static final Filter NOTHING = new Filter(Optional.empty());

  /**
   * {@return the selected part of the input}
   *
   * @throws StatesRuntimeException if the path selects nothing
   */
  public JsonNode apply(Scope scope) {
    return path.map(p -> p.readOrFail(scope)).orElseGet(JsonNodeFactory.instance::objectNode);
  }
}
