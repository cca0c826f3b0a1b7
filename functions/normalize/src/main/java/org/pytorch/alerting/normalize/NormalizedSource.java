package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.normalize.message.Speaker;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.Resources;
import org.pytorch.alerting.normalize.source.Teams;
import org.pytorch.alerting.normalize.source.ValueDraft;
import org.pytorch.alerting.normalize.source.Wording;
import org.pytorch.alerting.normalize.text.Candidates;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.Text;

/**
 * Senders that use our own {@link AlertEvent}, as described by {@code alert-event.schema.json}.
 *
 * <p>An event that fits the schema is taken as it is, except for an impossible time and a {@code
 * source} that the sender may not claim ({@link Speaker}). One that does not fit is still taken if
 * the problem is cosmetic or the value can be guessed.
 */
final class NormalizedSource implements AlertSource {
  private static final Wording WORDING =
      new Wording(
          "send \"title\" as a non-blank string",
          "send \"state\" as FIRING or RESOLVED",
          "send \"priority\" as P0, P1, P2 or P3",
          "send \"teams\" as a list of team names, the owner first, or \"team\" as the owner's name");

  @Override
  public String name() {
    return "normalized";
  }

  @Override
  public boolean recognizes(ObjectNode payload) {
    return payload.has("schema_version");
  }

  @Override
  public List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt) {
    Fields fields = Fields.of(payload);
    Fields links = fields.object("links");
    Fields identity = fields.object("identity");
    EventDraft draft = new EventDraft(source(fields), WORDING);
    checkVersion(fields, draft);
    draft.title(fields.string("title").stream());
    fields
        .string("state")
        .flatMap(NormalizedSource::state)
        .ifPresentOrElse(draft::state, () -> fields.get("state").ifPresent(draft::unknownState));
    fields.string("condition").flatMap(NormalizedSource::condition).ifPresent(draft::condition);
    Reading reading =
        draft
            .providerVersion(fields.get("provider_version").stream())
            .priority(fields.get("priority").stream())
            .teams(teams(fields))
            .occurredAt(fields.get("occurred_at").stream(), sentAt)
            .subject(fields.string("subject").stream())
            .description(fields.string("description").stream())
            .summary(fields.string("summary").stream())
            .reason(fields.string("reason").stream())
            .values(values(fields.node("values")))
            .resource(resource(fields.object("resource")))
            .identity(
                new Identity(
                    identity.get("account_id"), identity.get("region"), identity.get("alarm_id")))
            .links(
                links.string("runbook_url").stream(),
                links.string("panel_url").stream(),
                links.string("dashboard_url").stream(),
                links.string("source_url").stream(),
                links.string("silence_url").stream())
            .attributes(
                fields.object("labels").texts(),
                fields.object("annotations").texts(),
                fields.object("dimensions").texts())
            .rawProvider(fields.node("raw_provider"))
            .finish();
    return List.of(reading);
  }

  /** An unknown version may use the same fields with other meanings, so it is not guessed. */
  private static void checkVersion(Fields fields, EventDraft draft) {
    Optional<String> version = fields.get("schema_version");
    String known = Integer.toString(AlertEvent.SCHEMA_VERSION);
    if (version.isPresent() && !version.get().equals(known)) {
      draft.problem(
          "schema_version %s is not known: send %s"
              .formatted(EventDraft.quoted(version.get()), known));
    }
  }

  private String source(Fields fields) {
    return fields.string("source").flatMap(Speaker::sourceOf).orElse(name());
  }

  private static Optional<AlertState> state(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "FIRING" -> Optional.of(AlertState.FIRING);
      case "RESOLVED" -> Optional.of(AlertState.RESOLVED);
      default -> Optional.empty();
    };
  }

  private static Optional<Condition> condition(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return Stream.of(Condition.values())
        .filter(condition -> condition.jsonName().equals(name))
        .findFirst();
  }

  /** {@return the values that can be read; the others are left out} */
  private static List<MeasuredValue> values(JsonNode list) {
    List<MeasuredValue> values = new ArrayList<>();
    for (JsonNode node : list.isArray() ? list : MissingNode.getInstance()) {
      Fields value = Fields.of(node);
      if (values.size() < AlertEvent.MAX_VALUES) {
        value(value).ifPresent(values::add);
      }
    }
    return values;
  }

  private static Optional<MeasuredValue> value(Fields fields) {
    ValueDraft draft =
        new ValueDraft(fields.get("name").orElse(""), fields.get("value").orElse(""));
    fields
        .get("threshold")
        .ifPresent(
            limit ->
                fields
                    .get("comparison")
                    .ifPresentOrElse(
                        sign -> draft.threshold(sign, limit), () -> draft.threshold(limit)));
    fields.get("unit").ifPresent(draft::unit);
    return draft.finish();
  }

  /** {@code team} is the owner, {@code teams} is all of them, in any order. */
  private static Stream<String> teams(Fields fields) {
    Optional<String> owner = fields.string("team");
    Optional<String> everyone = fields.get("teams");
    Optional<String> both =
        owner.flatMap(
            name -> everyone.map(all -> String.join(",", Teams.parse(name)) + "," + joined(all)));
    return Candidates.of(both, everyone, owner);
  }

  private static String joined(String teams) {
    return String.join(",", Teams.parse(teams));
  }

  private static Resource resource(Fields fields) {
    Optional<String> type = fields.string("type").map(name -> name.toLowerCase(Locale.ROOT));
    return new Resource(
        Stream.of(Resource.Type.values())
            .filter(known -> type.filter(known.jsonName()::equals).isPresent())
            .findFirst()
            .orElse(Resource.Type.GENERIC),
        fields
            .get("id")
            .filter(id -> !Placeholders.isAll(id))
            .map(id -> Text.cut(id, Resources.MAX_VALUE_LENGTH)),
        fields.get("region").map(region -> Text.cut(region, Resources.MAX_NAME_LENGTH)),
        Resources.extra(fields.object("extra").texts(), Set.of()));
  }
}
