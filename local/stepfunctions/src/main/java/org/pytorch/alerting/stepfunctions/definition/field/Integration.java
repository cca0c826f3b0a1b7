package org.pytorch.alerting.stepfunctions.definition.field;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of calls of a Task state. */
public enum Integration {
  /** {@code arn:aws:states:::lambda:invoke}: the Invoke API, with its parameters and response. */
  LAMBDA_INVOKE("lambda", "invoke"),

  /** A function's own ARN: input and output are the function's payloads only. */
  LAMBDA_FUNCTION("lambda", "invoke"),

  SQS_SEND_MESSAGE("sqs", "sendMessage");

  /** With or without a version or an alias; in any partition. */
  private static final Pattern FUNCTION_ARN =
      Pattern.compile("arn:aws[\\w-]*:lambda:[\\w-]+:\\d{12}:function:[\\w-]+(:[\\w$-]+)?");

  private final String service;
  private final String action;

  Integration(String service, String action) {
    this.service = service;
    this.action = action;
  }

  private Set<String> required() {
    return switch (this) {
      case LAMBDA_INVOKE -> Set.of("FunctionName");
      case LAMBDA_FUNCTION -> Set.of();
      case SQS_SEND_MESSAGE -> Set.of("QueueUrl", "MessageBody");
    };
  }

  private Set<String> optional() {
    return switch (this) {
      case LAMBDA_INVOKE -> Set.of("Payload", "Qualifier");
      case LAMBDA_FUNCTION -> Set.of();
      case SQS_SEND_MESSAGE ->
          Set.of("DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId");
    };
  }

  /**
   * {@return the Resource that its service is registered for; a function's own ARN uses that of
   * {@link #LAMBDA_INVOKE}}
   */
  public String resource() {
    return "arn:aws:states:::" + service + ":" + action;
  }

  /** {@return the service's name, such as {@code lambda}} */
  public String service() {
    return service;
  }

  /** {@return the API action, such as {@code invoke}} */
  public String action() {
    return action;
  }

  /** {@return the Resources for which services are registered} */
  public static Set<String> resources() {
    return Arrays.stream(values()).map(Integration::resource).collect(Collectors.toSet());
  }

  public static Optional<Integration> ofResource(String resource) {
    if (FUNCTION_ARN.matcher(resource).matches()) {
      return Optional.of(LAMBDA_FUNCTION);
    }
    return Arrays.stream(values()).filter(i -> i.resource().equals(resource)).findFirst();
  }

  /** {@return whether its parameters are those of an API, not free-form input} */
  public boolean isApiCall() {
    return this != LAMBDA_FUNCTION;
  }

  /** Refuses unknown, unsupported and missing parameters. */
  public void check(DefinitionFields parameters) {
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
