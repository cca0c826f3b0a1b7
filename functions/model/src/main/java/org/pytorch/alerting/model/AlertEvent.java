package org.pytorch.alerting.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.route.Routing;

/**
 * One alert of one message in the canonical schema, whatever its provider.
 *
 * <p>Lengths count Unicode code points. A value that breaks a rule is refused here; the normalizer
 * cuts or drops cosmetic values before they get this far. {@code alert-event.schema.json} publishes
 * the same rules.
 *
 * @param schemaVersion always {@link #SCHEMA_VERSION}
 * @param providerVersion the provider's payload version, such as Grafana's {@code version}
 * @param source the sender's system, such as {@code grafana}
 * @param subject labels that tell the instances of one rule apart, shown behind the title
 * @param condition what kind of thing it fires for; absent is {@link Condition#THRESHOLD}
 * @param values what the provider saw, the most important first, at most {@link #MAX_VALUES}
 * @param occurredAt when the provider's state changed, in whole milliseconds
 * @param priority absent only if the sender left it out; an issue is opened only with one
 * @param team the owner, also the first of {@code teams}; absent only if the sender left it out
 * @param rawProvider this alert's own part of the provider's payload
 * @param labels the sender's, at most {@link #MAX_ATTRIBUTES}
 * @param annotations the sender's, at most {@link #MAX_ATTRIBUTES}
 * @param dimensions of the metric, at most {@link #MAX_ATTRIBUTES}
 * @param routing what the policy says about the event; absent without a policy, and never the
 *     sender's
 * @param dataSource of a rule that cannot be evaluated, if such alerts share one issue; at most
 *     {@link #MAX_ATTRIBUTE_LENGTH}
 */
public record AlertEvent(
    int schemaVersion,
    String providerVersion,
    String source,
    AlertState state,
    String title,
    Optional<String> subject,
    Optional<String> description,
    Optional<String> summary,
    Optional<String> reason,
    Optional<Condition> condition,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<MeasuredValue> values,
    Optional<Priority> priority,
    Instant occurredAt,
    Optional<String> team,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> teams,
    Resource resource,
    Identity identity,
    Links links,
    Optional<JsonNode> rawProvider,
    Optional<Map<String, String>> labels,
    Optional<Map<String, String>> annotations,
    Optional<Map<String, String>> dimensions,
    Optional<Routing> routing,
    Optional<String> dataSource) {
  public static final int SCHEMA_VERSION = 1;
  public static final int MAX_PROVIDER_VERSION_LENGTH = 50;
  public static final int MAX_TITLE_LENGTH = 500;
  public static final int MAX_SUBJECT_LENGTH = 60;
  public static final int MAX_DESCRIPTION_LENGTH = 4_096;
  public static final int MAX_SUMMARY_LENGTH = 1_500;
  public static final int MAX_REASON_LENGTH = 1_000;
  public static final int MAX_VALUES = 10;
  public static final int MAX_TEAMS = 10;

  /** Of labels, of annotations and of dimensions. */
  public static final int MAX_ATTRIBUTES = 50;

  public static final int MAX_ATTRIBUTE_NAME_LENGTH = 100;
  public static final int MAX_ATTRIBUTE_LENGTH = 500;

  /** The form of a sender's system. */
  public static final Pattern SOURCE = Pattern.compile("[a-z0-9_-]{1,50}");

  public AlertEvent {
    if (schemaVersion != SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          "schema_version is not " + SCHEMA_VERSION + ": " + schemaVersion);
    }
    requireLength("provider_version", providerVersion, MAX_PROVIDER_VERSION_LENGTH);
    requireNonNull(source, "source is null");
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("source is not " + SOURCE + ": " + source);
    }
    requireNonNull(state, "state is null");
    requireNonNull(priority, "priority is null");
    requireNonNull(title, "title is null");
    if (title.isBlank()) {
      throw new IllegalArgumentException("title is blank");
    }
    requireLength("title", title, MAX_TITLE_LENGTH);
    subject.ifPresent(text -> requireLength("subject", text, MAX_SUBJECT_LENGTH));
    description.ifPresent(text -> requireLength("description", text, MAX_DESCRIPTION_LENGTH));
    summary.ifPresent(text -> requireLength("summary", text, MAX_SUMMARY_LENGTH));
    reason.ifPresent(text -> requireLength("reason", text, MAX_REASON_LENGTH));
    // One form for one meaning, so that no change is seen where there is none.
    condition = condition.filter(kind -> kind != Condition.THRESHOLD);
    values = List.copyOf(values);
    if (values.size() > MAX_VALUES) {
      throw new IllegalArgumentException("values has more than " + MAX_VALUES + " entries");
    }
    requireNonNull(occurredAt, "occurred_at is null");
    occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
    teams = List.copyOf(teams);
    if (teams.size() > MAX_TEAMS) {
      throw new IllegalArgumentException("teams has more than " + MAX_TEAMS + " entries: " + teams);
    }
    for (String slug : teams) {
      if (!TeamSlug.isValid(slug)) {
        throw new IllegalArgumentException("team is not a slug: " + slug);
      }
    }
    if (!team.equals(teams.stream().findFirst())) {
      throw new IllegalArgumentException("team is not the first of teams: " + team + ", " + teams);
    }
    requireNonNull(resource, "resource is null");
    requireNonNull(identity, "identity is null");
    requireNonNull(links, "links is null");
    // Jackson reads an absent tree as a "missing" node and a null as a null node, not as empty.
    rawProvider = rawProvider.filter(node -> !node.isMissingNode() && !node.isNull());
    if (rawProvider.isPresent() && !rawProvider.get().isObject()) {
      throw new IllegalArgumentException("raw_provider is not a JSON object");
    }
    labels = labels.filter(all -> !all.isEmpty()).map(all -> sorted("labels", all));
    annotations = annotations.filter(all -> !all.isEmpty()).map(all -> sorted("annotations", all));
    dimensions = dimensions.filter(all -> !all.isEmpty()).map(all -> sorted("dimensions", all));
    requireNonNull(routing, "routing is null");
    dataSource.ifPresent(text -> requireLength("data_source", text, MAX_ATTRIBUTE_LENGTH));
  }

  /**
   * {@return whether an issue can be opened for this event: it has a team and a priority, or the
   * policy's} A resolve or a repeat needs neither.
   */
  @JsonIgnore
  public boolean isComplete() {
    AlertEvent full = completed();
    return full.priority().isPresent() && full.team().isPresent();
  }

  /** {@return what kind of thing it fires for} It means nothing on a resolve. */
  public Condition firesFor() {
    return condition.orElse(Condition.THRESHOLD);
  }

  /** {@return a firing with the policy's team and priority where the event has none} */
  public AlertEvent completed() {
    if (routing.isEmpty() || state == AlertState.RESOLVED) {
      return this;
    }
    Optional<Priority> chosen =
        priority.or(() -> routing.get().priority().flatMap(Priority::parse));
    List<String> owners = teams.isEmpty() ? routing.get().team().stream().toList() : teams;
    return chosen.equals(priority) && owners.equals(teams)
        ? this
        : toBuilder().priority(chosen).teams(owners).build();
  }

  /**
   * {@return this event without the provider's own payload and the details that only people read,
   * as it travels and as rows store it}
   */
  public AlertEvent withoutRawProvider() {
    boolean bare =
        rawProvider.isEmpty() && labels.isEmpty() && annotations.isEmpty() && dimensions.isEmpty();
    return bare
        ? this
        : toBuilder()
            .rawProvider(Optional.empty())
            .labels(Optional.empty())
            .annotations(Optional.empty())
            .dimensions(Optional.empty())
            .build();
  }

  /**
   * {@return whether it fires in a maintenance window of the policy, which may withhold its issue}
   */
  @JsonIgnore
  public boolean isInMaintenance() {
    return state == AlertState.FIRING && routing.flatMap(Routing::maintenance).isPresent();
  }

  /** {@return this event without its longest text, as rows keep it for a long time} */
  public AlertEvent withoutDescription() {
    return description.isEmpty() ? this : toBuilder().description(Optional.empty()).build();
  }

  /** {@return a builder with this event's values} */
  public AlertEventBuilder toBuilder() {
    return new AlertEventBuilder(this);
  }

  /** {@return {@code attributes}, sorted by name} */
  private static Map<String, String> sorted(String field, Map<String, String> attributes) {
    if (attributes.size() > MAX_ATTRIBUTES) {
      throw new IllegalArgumentException(field + " has more than " + MAX_ATTRIBUTES + " entries");
    }
    attributes.forEach(
        (name, value) -> {
          requireLength("a name in " + field, name, MAX_ATTRIBUTE_NAME_LENGTH);
          requireLength("a value in " + field, value, MAX_ATTRIBUTE_LENGTH);
        });
    return Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  private static void requireLength(String name, String text, int maxCodePoints) {
    if (text.codePointCount(0, text.length()) > maxCodePoints) {
      throw new IllegalArgumentException(name + " is longer than " + maxCodePoints + " characters");
    }
  }
}
