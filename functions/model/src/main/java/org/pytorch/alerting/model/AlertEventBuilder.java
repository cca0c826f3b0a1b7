package org.pytorch.alerting.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.model.route.Routing;

/**
 * Builds an {@link AlertEvent}; {@link #build} names the first required field that is missing.
 *
 * <p>It is written by hand, unlike those of other records: the event is flat because its JSON is
 * published, and its JSON may not contradict itself, so the record refuses a team that is not the
 * first of the teams. A generated builder would leave that, and the defaults, to every caller.
 * {@code AlertEventBuilderTest} finds a field that is left out here.
 */
public final class AlertEventBuilder {
  private String providerVersion = "unknown";
  private @Nullable String source;
  private @Nullable AlertState state;
  private @Nullable String title;
  private Optional<String> subject = Optional.empty();
  private Optional<String> description = Optional.empty();
  private Optional<String> summary = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private Optional<Condition> condition = Optional.empty();
  private List<MeasuredValue> values = List.of();
  private Optional<Priority> priority = Optional.empty();
  private @Nullable Instant occurredAt;
  private List<String> teams = List.of();
  private Resource resource = Resource.generic();
  private Identity identity = new Identity(Optional.empty(), Optional.empty(), Optional.empty());
  private Links links = Links.none();
  private Optional<JsonNode> rawProvider = Optional.empty();
  private Optional<Map<String, String>> labels = Optional.empty();
  private Optional<Map<String, String>> annotations = Optional.empty();
  private Optional<Map<String, String>> dimensions = Optional.empty();
  private Optional<Routing> routing = Optional.empty();
  private Optional<String> dataSource = Optional.empty();

  public AlertEventBuilder() {}

  AlertEventBuilder(AlertEvent event) {
    providerVersion = event.providerVersion();
    source = event.source();
    state = event.state();
    title = event.title();
    subject = event.subject();
    description = event.description();
    summary = event.summary();
    reason = event.reason();
    condition = event.condition();
    values = event.values();
    priority = event.priority();
    occurredAt = event.occurredAt();
    teams = event.teams();
    resource = event.resource();
    identity = event.identity();
    links = event.links();
    rawProvider = event.rawProvider();
    labels = event.labels();
    annotations = event.annotations();
    dimensions = event.dimensions();
    routing = event.routing();
    dataSource = event.dataSource();
  }

  public AlertEventBuilder providerVersion(String value) {
    providerVersion = value;
    return this;
  }

  public AlertEventBuilder source(String value) {
    source = value;
    return this;
  }

  public AlertEventBuilder state(AlertState value) {
    state = value;
    return this;
  }

  public AlertEventBuilder title(String value) {
    title = value;
    return this;
  }

  public AlertEventBuilder subject(Optional<String> value) {
    subject = value;
    return this;
  }

  public AlertEventBuilder description(Optional<String> value) {
    description = value;
    return this;
  }

  public AlertEventBuilder summary(Optional<String> value) {
    summary = value;
    return this;
  }

  public AlertEventBuilder reason(Optional<String> value) {
    reason = value;
    return this;
  }

  public AlertEventBuilder condition(Optional<Condition> value) {
    condition = value;
    return this;
  }

  /** Sets what the provider saw, the most important first. */
  public AlertEventBuilder values(List<MeasuredValue> value) {
    values = value;
    return this;
  }

  public AlertEventBuilder priority(Priority value) {
    return priority(Optional.of(value));
  }

  public AlertEventBuilder priority(Optional<Priority> value) {
    priority = value;
    return this;
  }

  public AlertEventBuilder occurredAt(Instant value) {
    occurredAt = value;
    return this;
  }

  /** Sets the teams, the owner first; empty if the sender named none. */
  public AlertEventBuilder teams(List<String> value) {
    teams = value;
    return this;
  }

  public AlertEventBuilder resource(Resource value) {
    resource = value;
    return this;
  }

  public AlertEventBuilder identity(Identity value) {
    identity = value;
    return this;
  }

  public AlertEventBuilder links(Links value) {
    links = value;
    return this;
  }

  public AlertEventBuilder rawProvider(Optional<JsonNode> value) {
    rawProvider = value;
    return this;
  }

  public AlertEventBuilder labels(Optional<Map<String, String>> value) {
    labels = value;
    return this;
  }

  public AlertEventBuilder annotations(Optional<Map<String, String>> value) {
    annotations = value;
    return this;
  }

  public AlertEventBuilder dimensions(Optional<Map<String, String>> value) {
    dimensions = value;
    return this;
  }

  public AlertEventBuilder routing(Optional<Routing> value) {
    routing = value;
    return this;
  }

  public AlertEventBuilder dataSource(Optional<String> value) {
    dataSource = value;
    return this;
  }

  /**
   * {@return the event}
   *
   * @throws IllegalStateException if a required field was not set
   * @throws IllegalArgumentException if a value breaks a rule of {@link AlertEvent}
   */
  public AlertEvent build() {
    return new AlertEvent(
        AlertEvent.SCHEMA_VERSION,
        providerVersion,
        required("source", source),
        required("state", state),
        required("title", title),
        subject,
        description,
        summary,
        reason,
        condition,
        values,
        priority,
        required("occurred_at", occurredAt),
        teams.stream().findFirst(),
        teams,
        resource,
        identity,
        links,
        rawProvider,
        labels,
        annotations,
        dimensions,
        routing,
        dataSource);
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(name + " was not set");
    }
    return value;
  }
}
