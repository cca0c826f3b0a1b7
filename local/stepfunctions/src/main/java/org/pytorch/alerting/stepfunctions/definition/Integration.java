package org.pytorch.alerting.stepfunctions.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Task state can call. */
public enum Integration {
  LAMBDA_INVOKE("lambda", "invoke"),
  SQS_SEND_MESSAGE("sqs", "sendMessage");

  private final String service;
  private final String action;

  Integration(String service, String action) {
    this.service = service;
    this.action = action;
  }

  private Set<String> required() {
    return switch (this) {
      case LAMBDA_INVOKE -> Set.of("FunctionName");
      case SQS_SEND_MESSAGE -> Set.of("QueueUrl", "MessageBody");
    };
  }

  private Set<String> optional() {
    return switch (this) {
      case LAMBDA_INVOKE -> Set.of("Payload", "Qualifier");
      case SQS_SEND_MESSAGE ->
          Set.of("DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId");
    };
  }

  /** {@return the value of a Task's Resource} */
  public String resource() {
    return "arn:aws:states:::" + service + ":" + action;
  }

  /** {@return such as {@code lambda}} */
  public String service() {
    return service;
  }

  /** {@return such as {@code invoke}} */
  public String action() {
    return action;
  }

  static Optional<Integration> ofResource(String resource) {
    return Arrays.stream(values()).filter(i -> i.resource().equals(resource)).findFirst();
  }

  /** Refuses parameters that the call does not have, or not here. */
  void check(Fields parameters) {
    List<String> given =
        parameters.names().stream()
            .map(name -> name.endsWith(".$") ? name.substring(0, name.length() - 2) : name)
            .toList();
    for (String name : given) {
      if (!required().contains(name) && !optional().contains(name)) {
        throw parameters.problem(
            name, "is not a parameter of %s that is supported here".formatted(resource()));
      }
    }
    for (String name : required()) {
      if (!given.contains(name)) {
        throw parameters.problem(name, "is missing; %s needs it".formatted(resource()));
      }
    }
  }
}
