package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.definition.field.InvalidDefinitionException;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** The API actions on state machines. */
final class Machines {
  /** AWS's limit of diagnostics in a response; here there is at most one. */
  private static final int MAX_DIAGNOSTICS = 100;

  private static final Set<String> SEVERITIES = Set.of("ERROR", "WARNING");

  private final Arns arns;
  private final Scheduler scheduler;

  /** The resources with a service. */
  private final Set<String> resources;

  private final Map<String, StoredMachine> byArn = new LinkedHashMap<>();
  private final Tags tags = new Tags();

  Machines(Arns arns, Scheduler scheduler, Set<String> resources) {
    this.arns = arns;
    this.scheduler = scheduler;
    this.resources = resources;
  }

  /** Idempotent: creating an identical state machine returns the existing one. */
  synchronized JsonNode create(ApiRequest request) {
    refuseVersions(request);
    String name = Arns.checkName(request.requiredText("name"));
    String text = request.requiredText("definition");
    StoredMachine machine =
        new StoredMachine(
            arns.stateMachine(name),
            name,
            type(request),
            Arns.checkArn(request.requiredText("roleArn")),
            text,
            parse(text),
            scheduler.now(),
            scheduler.now());
    Map<String, String> given = Tags.of(request);
    StoredMachine stored = byArn.computeIfAbsent(machine.arn(), _ -> machine);
    if (!stored.isSameAs(machine)) {
      throw new ApiException(
          "StateMachineAlreadyExists",
          "State Machine Already Exists: '%s'".formatted(stored.arn()));
    }
    tags.addIfNew(stored.arn(), given);
    return JsonNodeFactory.instance
        .objectNode()
        .put("stateMachineArn", stored.arn())
        .put("creationDate", Timestamp.seconds(stored.createdAt()));
  }

  /** Running executions continue with the old definition. */
  synchronized JsonNode update(ApiRequest request) {
    refuseVersions(request);
    StoredMachine old = require(request);
    Optional<String> definition = request.text("definition");
    Optional<String> roleArn = request.text("roleArn").map(Arns::checkArn);
    if (definition.isEmpty() && roleArn.isEmpty()) {
      throw new ApiException(
          "MissingRequiredParameter", "Either the definition or the roleArn must be given");
    }
    String text = definition.orElse(old.text());
    StoredMachine updated =
        new StoredMachine(
            old.arn(),
            old.name(),
            old.type(),
            roleArn.orElse(old.roleArn()),
            text,
            parse(text),
            old.createdAt(),
            scheduler.now());
    byArn.put(old.arn(), updated);
    return JsonNodeFactory.instance
        .objectNode()
        .put("updateDate", Timestamp.seconds(updated.updatedAt()));
  }

  JsonNode describe(ApiRequest request) {
    return require(request).description();
  }

  synchronized JsonNode list(ApiRequest request) {
    return Page.of(
        "stateMachines", new ArrayList<>(byArn.values()), StoredMachine::summary, request);
  }

  /** Deleting a missing state machine is not an error. */
  synchronized ObjectNode delete(ApiRequest request) {
    String arn = Arns.checkArn(request.requiredText("stateMachineArn"));
    byArn.remove(arn);
    tags.forget(arn);
    return JsonNodeFactory.instance.objectNode();
  }

  synchronized StoredMachine require(ApiRequest request) {
    String arn = Arns.checkArn(request.requiredText("stateMachineArn"));
    return Optional.ofNullable(byArn.get(arn))
        .orElseThrow(
            () ->
                new ApiException(
                    "StateMachineDoesNotExist",
                    "State Machine Does Not Exist: '%s'".formatted(arn)));
  }

  /** The same check as at creation. It ends at the first problem. */
  JsonNode validate(ApiRequest request) {
    String text = request.requiredText("definition");
    type(request);
    request.integer("maxResults", MAX_DIAGNOSTICS, MAX_DIAGNOSTICS);
    request
        .text("severity")
        .filter(severity -> !SEVERITIES.contains(severity))
        .ifPresent(
            severity -> {
              throw ApiException.validation("'severity' must be ERROR or WARNING");
            });
    ObjectNode response = JsonNodeFactory.instance.objectNode().put("result", "OK");
    ArrayNode diagnostics = response.putArray("diagnostics");
    try {
      StateMachineDefinition.parse(text, resources);
    } catch (InvalidDefinitionException e) {
      response.put("result", "FAIL");
      diagnostics.add(diagnostic(e));
    }
    return response.put("truncated", false);
  }

  private static ObjectNode diagnostic(InvalidDefinitionException e) {
    ObjectNode diagnostic =
        JsonNodeFactory.instance
            .objectNode()
            .put("severity", "ERROR")
            .put("code", e.code().name())
            .put("message", e.problem());
    return e.path().isEmpty() ? diagnostic : diagnostic.put("location", e.path());
  }

  synchronized JsonNode listTags(ApiRequest request) {
    return tags.list(requireResource(request));
  }

  synchronized JsonNode tag(ApiRequest request) {
    return tags.add(requireResource(request), Tags.of(request));
  }

  synchronized JsonNode untag(ApiRequest request) {
    return tags.remove(requireResource(request), request.texts("tagKeys"));
  }

  private String requireResource(ApiRequest request) {
    String arn = Arns.checkArn(request.requiredText("resourceArn"));
    if (!byArn.containsKey(arn)) {
      throw new ApiException("ResourceNotFound", "Resource not found: '%s'".formatted(arn));
    }
    return arn;
  }

  private StateMachineDefinition parse(String text) {
    try {
      return StateMachineDefinition.parse(text, resources);
    } catch (InvalidDefinitionException e) {
      throw new ApiException(
          "InvalidDefinition", "Invalid State Machine Definition: '%s'".formatted(e.getMessage()));
    }
  }

  private static StoredMachine.Type type(ApiRequest request) {
    return switch (request.text("type").orElse("STANDARD")) {
      case "STANDARD" -> StoredMachine.Type.STANDARD;
      case "EXPRESS" -> StoredMachine.Type.EXPRESS;
      default -> throw ApiException.validation("'type' must be STANDARD or EXPRESS");
    };
  }

  private static void refuseVersions(ApiRequest request) {
    if (request.flag("publish", false) || request.has("versionDescription")) {
      throw ApiException.validation("Versions of state machines are not supported here");
    }
  }
}
