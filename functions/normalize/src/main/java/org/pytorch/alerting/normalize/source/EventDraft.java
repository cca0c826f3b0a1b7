package org.pytorch.alerting.normalize.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.model.Resource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.normalize.text.Decoration;
import org.pytorch.alerting.normalize.text.Placeholders;
import org.pytorch.alerting.normalize.text.StableId;
import org.pytorch.alerting.normalize.text.Text;
import org.pytorch.alerting.normalize.text.Times;

/**
 * An event under construction, with the rules that all sources share: cosmetic problems are cut,
 * dropped or guessed; other problems are reported, all of an alert's at once.
 */
public final class EventDraft {
  /** Values of a contradiction that are quoted. */
  private static final int MAX_QUOTED = 3;

  /** The title of an alert that has none. */
  public static final String UNTITLED = "untitled";

  /**
   * In levels. Deeper members are dropped: later states hold the event some levels down, and must
   * stay within {@link Json#MAX_DEPTH}.
   */
  private static final int MAX_RAW_DEPTH = 32;

  private final AlertEventBuilder event = new AlertEventBuilder();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> contradictions = new TreeMap<>();
  private final List<String> missing = new ArrayList<>();
  private final Wording wording;
  private Optional<AlertState> state = Optional.empty();
  private Optional<String> unknownState = Optional.empty();
  private boolean hasAlarmId;
  private boolean impliedPriority;
  private String title = UNTITLED;
  private boolean untitled = true;

  public EventDraft(String source, Wording wording) {
    this.wording = wording;
    event.source(source);
  }

  /** Takes the first of {@code candidates} that is not blank; keeps the default without one. */
  public EventDraft providerVersion(Stream<String> candidates) {
    lines(candidates)
        .findFirst()
        .ifPresent(
            value ->
                event.providerVersion(Text.cut(value, AlertEvent.MAX_PROVIDER_VERSION_LENGTH)));
    return this;
  }

  /** Takes the first of {@code candidates} that has text other than template placeholders. */
  public EventDraft title(Stream<String> candidates) {
    Optional<String> found =
        lines(candidates).filter(text -> !Placeholders.isAll(text)).findFirst();
    title = Text.cut(found.orElse(UNTITLED), AlertEvent.MAX_TITLE_LENGTH);
    event.title(title);
    untitled = found.isEmpty();
    return this;
  }

  /** {@return the title, or its default} */
  public String currentTitle() {
    return title;
  }

  public EventDraft state(AlertState known) {
    state = Optional.of(known);
    event.state(known);
    return this;
  }

  /** Records that the sender gives a state of an unknown name. */
  public EventDraft unknownState(String text) {
    unknownState = Optional.of(text);
    return this;
  }

  /** Takes the first of {@code candidates} that is a priority. */
  public EventDraft priority(Stream<String> candidates) {
    first(
            candidates,
            Decoration::priority,
            "priority",
            wording.priority(),
            "is not one of P0, P1, P2, P3")
        .ifPresent(event::priority);
    return this;
  }

  /** Records that the priority was only read from a severity: a policy may read another. */
  public EventDraft impliedPriority(boolean implied) {
    impliedPriority = implied;
    return this;
  }

  /** Takes the sender's labels and annotations, and the metric's dimensions, as far as they fit. */
  public EventDraft attributes(
      Map<String, String> labels, Map<String, String> annotations, Map<String, String> dimensions) {
    event
        .labels(attributes(labels))
        .annotations(attributes(annotations))
        .dimensions(attributes(dimensions));
    return this;
  }

  private static Optional<Map<String, String>> attributes(Map<String, String> texts) {
    Map<String, String> kept = new TreeMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      if (kept.size() < AlertEvent.MAX_ATTRIBUTES && !Placeholders.isAll(text.getValue())) {
        kept.put(
            Truncation.hard(text.getKey(), AlertEvent.MAX_ATTRIBUTE_NAME_LENGTH),
            Text.cut(text.getValue(), AlertEvent.MAX_ATTRIBUTE_LENGTH));
      }
    }
    return Optional.of(kept);
  }

  /** Takes the first of {@code candidates} that names a team. */
  public EventDraft teams(Stream<String> candidates) {
    first(
            candidates,
            text -> Optional.of(Teams.parse(text)).filter(teams -> !teams.isEmpty()),
            "team",
            wording.team(),
            "has no team name")
        .ifPresent(event::teams);
    return this;
  }

  /**
   * Records that {@code field}, a team or a priority, has several values of equal rank. Only the
   * sender knows which of them a FIRING should have; a RESOLVED needs none.
   */
  public EventDraft contradiction(String field, List<String> values) {
    contradictions.put(
        field,
        "%s is given as %s: give only one"
            .formatted(
                field,
                values.stream()
                    .limit(MAX_QUOTED)
                    .map(EventDraft::quoted)
                    .collect(Collectors.joining(" and as "))));
    return this;
  }

  /** Takes the first of {@code candidates} that can be true, or else {@code sentAt}. */
  public EventDraft occurredAt(Stream<String> candidates, Instant sentAt) {
    event.occurredAt(
        candidates
            .flatMap(text -> Times.parse(text).stream())
            .filter(time -> Times.canBeTrue(time, sentAt))
            .findFirst()
            .orElse(sentAt));
    return this;
  }

  /** Takes the text behind the title that distinguishes the instances of one rule. */
  public EventDraft subject(Stream<String> candidates) {
    event.subject(
        lines(candidates)
            .map(line -> Text.cut(line, AlertEvent.MAX_SUBJECT_LENGTH))
            .filter(line -> !Placeholders.isAll(line))
            .findFirst());
    return this;
  }

  public EventDraft description(Stream<String> candidates) {
    event.description(block(candidates, AlertEvent.MAX_DESCRIPTION_LENGTH));
    return this;
  }

  public EventDraft summary(Stream<String> candidates) {
    event.summary(block(candidates, AlertEvent.MAX_SUMMARY_LENGTH));
    return this;
  }

  public EventDraft reason(Stream<String> candidates) {
    event.reason(block(candidates, AlertEvent.MAX_REASON_LENGTH));
    return this;
  }

  /** Takes the condition for which the alert fires. */
  public EventDraft condition(Condition condition) {
    event.condition(Optional.of(condition));
    return this;
  }

  /** Takes the first of {@code values}, which {@link ValueDraft} made. */
  public EventDraft values(List<MeasuredValue> values) {
    event.values(values.stream().limit(AlertEvent.MAX_VALUES).toList());
    return this;
  }

  public EventDraft resource(Resource resource) {
    event.resource(resource);
    return this;
  }

  /** Takes the identity as the sender gives it: long ids become digests. */
  public EventDraft identity(Identity sent) {
    Optional<String> alarmId = sent.alarmId().flatMap(EventDraft::id);
    event.identity(
        new Identity(
            sent.accountId().flatMap(EventDraft::id),
            sent.region().flatMap(EventDraft::id),
            alarmId));
    hasAlarmId = alarmId.isPresent();
    return this;
  }

  /** Takes for each link the first candidate that is safe to follow. */
  public EventDraft links(
      Stream<String> runbook,
      Stream<String> panel,
      Stream<String> dashboard,
      Stream<String> source,
      Stream<String> silence) {
    event.links(
        new Links(
            UsableLink.first(runbook),
            UsableLink.first(panel),
            UsableLink.first(dashboard),
            UsableLink.first(source),
            UsableLink.first(silence)));
    return this;
  }

  public EventDraft rawProvider(JsonNode raw) {
    boolean kept = raw.isObject() && depth(raw) <= MAX_RAW_DEPTH;
    event.rawProvider(kept ? Optional.of(raw) : Optional.empty());
    return this;
  }

  /** Records a problem that only the sender can fix; it names the field. */
  public EventDraft problem(String problem) {
    problems.add(problem);
    return this;
  }

  /**
   * {@return the event, or its problems}
   *
   * <p>A RESOLVED needs only an identity: providers omit labels and annotations when an alert ends.
   * A FIRING without a team or a priority may be a repeat, which needs neither.
   */
  public Reading finish() {
    boolean resolved = state.filter(known -> known == AlertState.RESOLVED).isPresent();
    if (untitled && !(resolved && hasAlarmId)) {
      problems.addFirst("no title: " + wording.title());
    }
    if (state.isEmpty()) {
      problems.add(
          unknownState
                  .map(text -> "state %s is not known: ".formatted(quoted(text)))
                  .orElse("no state: ")
              + wording.state());
    }
    if (!resolved) {
      problems.addAll(contradictions.values());
    } else if (contradictions.containsKey("priority")) {
      event.priority(Optional.empty());
    }
    if (resolved && contradictions.containsKey("team")) {
      event.teams(List.of());
    }
    if (!problems.isEmpty()) {
      problems.addAll(resolved ? List.of() : missing);
      return new Reading.Rejected(title, problems);
    }
    try {
      AlertEvent built = event.build();
      return resolved || built.isComplete()
          ? new Reading.Accepted(built, impliedPriority)
          : new Reading.Incomplete(built, impliedPriority, missing);
    } catch (IllegalArgumentException e) {
      // A rule that this class does not know: one alert's problem must not affect its siblings.
      return new Reading.Rejected(title, List.of(String.valueOf(e.getMessage())));
    }
  }

  /** {@return {@code value} for a diagnosis: in quotes, on one line and short} */
  public static String quoted(String value) {
    return '"' + Text.cut(Text.line(Text.cut(value, 200)), 60) + '"';
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node) {
      deepest = Math.max(deepest, depth(child));
    }
    return node.isContainerNode() ? deepest + 1 : 0;
  }

  /** A template's leftover would be the identity of every alert. */
  private static Optional<String> id(String text) {
    return Placeholders.isAll(text) ? Optional.empty() : Optional.of(StableId.of(text));
  }

  private <T> Optional<T> first(
      Stream<String> candidates,
      Function<String, Optional<T>> parse,
      String field,
      String remedy,
      String whatIsWrong) {
    List<String> texts = candidates.toList();
    for (String text : texts) {
      Optional<T> value = parse.apply(text);
      if (value.isPresent()) {
        return value;
      }
    }
    missing.add(
        texts.isEmpty()
            ? "no %s: %s".formatted(field, remedy)
            : "%s %s %s: %s".formatted(field, quoted(texts.getFirst()), whatIsWrong, remedy));
    return Optional.empty();
  }

  /** {@return {@code candidates}, each on one line, without those that show nothing} */
  private static Stream<String> lines(Stream<String> candidates) {
    return candidates
        // Cut before white space is collapsed: a title of a megabyte costs no more than a long one.
        .map(text -> Text.line(Text.cut(text.strip(), 4 * AlertEvent.MAX_TITLE_LENGTH)))
        .filter(line -> line.codePoints().anyMatch(EventDraft::isVisible));
  }

  /** Half a character, its replacement, and a mark without a letter are not readable text. */
  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SURROGATE,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> !Character.isWhitespace(codePoint) && codePoint != '\uFFFD';
    };
  }

  private static Optional<String> block(Stream<String> candidates, int maxCodePoints) {
    return candidates
        .map(value -> Text.cut(value.strip(), maxCodePoints))
        .filter(value -> !value.isBlank() && !Placeholders.isAll(value))
        .findFirst();
  }
}
