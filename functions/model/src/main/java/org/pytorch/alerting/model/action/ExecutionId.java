package org.pytorch.alerting.model.action;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids of executions. The starter names an execution after its message. */
public final class ExecutionId {
  private static final Pattern MACHINE =
      Pattern.compile("^arn:[^:]*:states:[^:]*:[^:]*:(?:express|execution):[^:]+:");

  /** The message id and the number of the delivery. */
  private static final Pattern NAME = Pattern.compile("(.+)-[0-9]{1,10}");

  private ExecutionId() {}

  /**
   * {@return the execution's name}
   *
   * @param id an ARN, a claim's token, or a name
   */
  public static String name(String id) {
    return MACHINE.matcher(id).replaceFirst("").split("[:#]", 2)[0];
  }

  /**
   * {@return the id of the message that the execution handles; empty if the starter did not name
   * it}
   *
   * @param id an ARN, a claim's token, or a name
   */
  public static Optional<String> messageId(String id) {
    Matcher name = NAME.matcher(name(id));
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }
}
