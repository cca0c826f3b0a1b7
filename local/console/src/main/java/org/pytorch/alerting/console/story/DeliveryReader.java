package org.pytorch.alerting.console.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.console.machine.Definition;
import org.pytorch.alerting.console.run.Run;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.run.Visit;
import org.pytorch.alerting.console.source.AlertRow.IssueId;
import org.pytorch.alerting.console.source.StepFunctions.Summary;
import org.pytorch.alerting.model.json.Json;

/**
 * Reads what the pipeline did from the data of an execution's states. It knows the fields that pass
 * between the functions, and no state by its name.
 */
public final class DeliveryReader {
  /** Of one message; the others are on the execution's page. */
  private static final int MAX_ALERTS = 200;

  private static final int MAX_TEXT = 300;

  private DeliveryReader() {}

  /** {@return what {@code run} says} */
  public static Delivery read(Summary execution, Run run) {
    JsonNode input = run.visits().isEmpty() ? missing() : input(run.visits().getFirst());
    List<HandledAlert> alerts = new ArrayList<>();
    int all = 0;
    for (Visit visit : run.visits()) {
      for (Visit.Item item : visit.items()) {
        Optional<HandledAlert> alert = handled(item);
        if (alert.isPresent()) {
          all++;
          alert.filter(_ -> alerts.size() < MAX_ALERTS).ifPresent(alerts::add);
        }
      }
    }
    return new Delivery(
        execution,
        input.path("message_id").asText(execution.name()),
        text(input.path("message_attributes"), "source").or(() -> sourceOf(run)),
        alerts,
        ignored(run),
        all - alerts.size());
  }

  /** A message without the attribute came through SNS; its alerts name their source. */
  private static Optional<String> sourceOf(Run run) {
    return run.visits().stream()
        .flatMap(visit -> visit.items().stream())
        .flatMap(item -> item.visits().stream().limit(1))
        .flatMap(visit -> text(input(visit).at("/alert/event"), "source").stream())
        .findFirst();
  }

  private static List<String> ignored(Run run) {
    return run.visits().stream()
        .limit(1)
        .map(visit -> output(visit).path("ignored"))
        .flatMap(JsonNode::valueStream)
        .map(
            part ->
                cut("%s: %s".formatted(part.path("title").asText(), part.path("reason").asText())))
        .limit(MAX_ALERTS)
        .toList();
  }

  private static Optional<HandledAlert> handled(Visit.Item item) {
    if (item.visits().isEmpty()) {
      return Optional.empty();
    }
    JsonNode begin = input(item.visits().getFirst());
    JsonNode alert = begin.path("alert");
    if (!alert.has("event_id")) {
      return Optional.empty();
    }
    JsonNode decision = missing();
    JsonNode outcome = missing();
    JsonNode rest = missing();
    Optional<String> error = Optional.empty();
    for (Visit visit : item.visits()) {
      JsonNode output = output(visit);
      Optional<String> before = error;
      decision =
          output.path("decision").has("value") ? output.path("decision").path("value") : decision;
      outcome =
          output.path("alert").has("outcome") ? output.path("alert").path("outcome") : outcome;
      rest = output.has("rest") ? output.path("rest") : rest;
      error =
          visit
              .lastError()
              .filter(_ -> visit.status() != Status.SUCCEEDED)
              .flatMap(Visit.Attempt::error)
              .map(Definition::shortError)
              .or(() -> before);
    }
    JsonNode event = alert.path("event");
    return Optional.of(
        new HandledAlert(
            item.index(),
            alert.path("fingerprint").asText(""),
            alert.path("event_id").asText(""),
            cut(event.path("title").asText(title(alert))),
            text(event, "priority"),
            text(event, "state"),
            text(alert, "check"),
            text(decision, "action"),
            text(decision, "reason").map(DeliveryReader::cut),
            text(outcome, "result"),
            text(outcome, "note").map(DeliveryReader::cut),
            issue(outcome.path("issue")).or(issueOf(decision)),
            error,
            text(alert.path("rejection"), "diagnosis").map(DeliveryReader::cut),
            text(rest, "retry_at").flatMap(DeliveryReader::time)));
  }

  /** {@return the title of an alert without an event} */
  private static String title(JsonNode alert) {
    return text(alert, "check")
        .map(check -> "Check, because " + HandledAlert.because(check))
        .orElse("(not readable)");
  }

  private static java.util.function.Supplier<Optional<IssueId>> issueOf(JsonNode decision) {
    return () -> issue(decision.path("issue"));
  }

  private static Optional<IssueId> issue(JsonNode json) {
    return json.path("number").isIntegralNumber()
        ? Optional.of(new IssueId(json.path("repo").asText(""), json.path("number").asLong()))
        : Optional.empty();
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private static JsonNode input(Visit visit) {
    return visit.input().map(DeliveryReader::json).orElseGet(DeliveryReader::missing);
  }

  private static JsonNode output(Visit visit) {
    return visit.output().map(DeliveryReader::json).orElseGet(DeliveryReader::missing);
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      return missing();
    }
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }
}
