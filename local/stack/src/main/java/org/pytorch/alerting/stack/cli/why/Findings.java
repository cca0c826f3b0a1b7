package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.stack.cli.letter.Letter;

/**
 * Everything that was found about an id.
 *
 * @param lines of the deliveries, oldest first
 * @param deliveries the ids of what senders sent, oldest first; of a message that was asked for,
 *     whatever it is
 * @param checks the ids of our own messages about the alert, oldest first
 * @param fingerprints the alerts that were asked for; empty for all of the deliveries
 * @param letters of the deliveries
 * @param rows of the alerts, by fingerprint
 * @param members rows of the alerts that share the issue of one of these
 * @param earlier older deliveries about the same alert, which are left out
 */
record Findings(
    WhyId id,
    List<LogLine> lines,
    List<String> deliveries,
    List<String> checks,
    Set<String> fingerprints,
    List<Letter> letters,
    Map<String, JsonNode> rows,
    List<JsonNode> members,
    int earlier) {
  /** Of an alert or an issue; older ones are counted. */
  static final int MAX_DELIVERIES = 4;

  /** More are not read; a busy alert has one every few minutes. */
  private static final int MAX_CHECKS = 20;

  private static final int MAX_ROWS = 20;

  Findings {
    lines = List.copyOf(lines);
    deliveries = List.copyOf(deliveries);
    checks = List.copyOf(checks);
    members = List.copyOf(members);
    fingerprints = Set.copyOf(fingerprints);
    letters = List.copyOf(letters);
    rows = Map.copyOf(rows);
  }

  boolean isEmpty() {
    return lines.isEmpty() && letters.isEmpty() && rows.isEmpty();
  }

  /** {@return what {@code sources} have about {@code id}} */
  static Findings of(WhyId id, Sources sources) {
    List<JsonNode> rowsOfIssue =
        id.issueNumber().isPresent()
            ? sources.rowsOfIssue(id.issueNumber().getAsLong()).stream()
                .filter(row -> id.isIssue(issue(row)))
                .toList()
            : List.of();
    List<JsonNode> members = members(id, sources, rowsOfIssue);
    List<JsonNode> rows = Stream.concat(rowsOfIssue.stream(), members.stream()).toList();
    List<LogLine> first = first(id, sources, rows);
    Set<String> fingerprints = fingerprints(id, first, rows);
    List<Letter> allLetters = sources.letters();
    List<String> all = deliveries(id, first, fingerprints, allLetters);
    Set<String> ofOurs = fingerprints.isEmpty() ? Set.of() : checks(first);
    List<String> sent = all.stream().filter(delivery -> !ofOurs.contains(delivery)).toList();
    List<String> checks = latest(all.stream().filter(ofOurs::contains).toList(), MAX_CHECKS);
    List<String> deliveries = fingerprints.isEmpty() ? sent : latest(sent, MAX_DELIVERIES);
    List<String> shown = Stream.concat(deliveries.stream(), checks.stream()).toList();
    List<LogLine> lines = shown.isEmpty() ? first : lines(sources, withMessages(shown, first));
    List<Letter> letters =
        allLetters.stream()
            .filter(letter -> letter.is(id.text()) || shown.stream().anyMatch(letter::is))
            .filter(letter -> fingerprints.isEmpty() || letter.concerns(fingerprints))
            .toList();
    return new Findings(
        id,
        lines,
        inOrder(deliveries, lines),
        inOrder(checks, lines),
        fingerprints,
        letters,
        rows(sources, lines, own(fingerprints, members), rowsOfIssue),
        members,
        sent.size() - deliveries.size());
  }

  private static List<String> latest(List<String> ids, int most) {
    return ids.subList(Math.max(0, ids.size() - most), ids.size());
  }

  /** {@return the ids in the order in which they came; one of an unknown time is the last} */
  private static List<String> inOrder(List<String> deliveries, List<LogLine> lines) {
    return deliveries.stream()
        .sorted(
            Comparator.comparing(
                delivery ->
                    lines.stream()
                        .filter(
                            line ->
                                line.text("delivery_id").equals(delivery)
                                    || line.list("delivery_ids").contains(delivery))
                        .flatMap(line -> line.time().stream())
                        .min(Comparator.naturalOrder())
                        .orElse(Instant.MAX)))
        .toList();
  }

  /** {@return the deliveries that are our own messages to look at an alert again} */
  private static Set<String> checks(List<LogLine> lines) {
    return lines.stream()
        .filter(line -> line.is("normalize", "NORMALIZED_CHECK"))
        .flatMap(line -> line.get("delivery_id").stream())
        .collect(Collectors.toSet());
  }

  /** Nobody sends a shared issue's alert itself: what came is about its members. */
  private static List<JsonNode> members(WhyId id, Sources sources, List<JsonNode> rowsOfIssue) {
    List<JsonNode> rows =
        id.kind() == WhyId.Kind.FINGERPRINT
            ? sources.row(id.text()).stream().toList()
            : rowsOfIssue;
    return rows.stream()
        .filter(row -> row.has("sharing"))
        .flatMap(row -> sources.rowsOfMembers(row.path("fingerprint").asText()).stream())
        .toList();
  }

  /** The members have a line together. */
  private static Set<String> own(Set<String> fingerprints, List<JsonNode> members) {
    Set<String> own = new LinkedHashSet<>(fingerprints);
    members.forEach(member -> own.remove(member.path("fingerprint").asText()));
    return own;
  }

  private static List<LogLine> first(WhyId id, Sources sources, List<JsonNode> rows) {
    return switch (id.kind()) {
      case ISSUE -> {
        // The row names the alert even if the lines about the issue are gone.
        List<String> texts =
            Stream.concat(
                    Stream.of(id.text() + "\""),
                    rows.stream().map(row -> row.path("fingerprint").asText()).limit(MAX_ROWS))
                .toList();
        yield lines(sources, texts);
      }
      case FINGERPRINT ->
          lines(
              sources,
              Stream.concat(
                      Stream.of(id.text()),
                      rows.stream().map(row -> row.path("fingerprint").asText()).limit(MAX_ROWS))
                  .toList());
      case MESSAGE -> lines(sources, List.of(id.text()));
      case EVENT -> lines(sources, List.of(id.text().substring(0, id.text().lastIndexOf('#'))));
    };
  }

  private static Set<String> fingerprints(WhyId id, List<LogLine> lines, List<JsonNode> rows) {
    Set<String> fingerprints = new LinkedHashSet<>();
    switch (id.kind()) {
      case FINGERPRINT -> {
        fingerprints.add(id.text());
        rows.forEach(row -> fingerprints.add(row.path("fingerprint").asText()));
      }
      case EVENT ->
          lines.stream()
              .filter(line -> line.text("event_id").equals(id.text()))
              .flatMap(line -> line.get("fingerprint").stream())
              .forEach(fingerprints::add);
      case ISSUE -> {
        rows.forEach(row -> fingerprints.add(row.path("fingerprint").asText()));
        lines.stream()
            .filter(line -> id.isIssue(line.text("issue")))
            .flatMap(line -> line.get("fingerprint").stream())
            .forEach(fingerprints::add);
      }
      case MESSAGE -> {
        // All alerts of the message.
      }
    }
    return fingerprints;
  }

  private static List<String> deliveries(
      WhyId id, List<LogLine> lines, Set<String> fingerprints, List<Letter> letters) {
    Set<String> deliveries = new LinkedHashSet<>();
    if (id.kind() == WhyId.Kind.EVENT) {
      deliveries.add(id.text().substring(0, id.text().lastIndexOf('#')));
      return List.copyOf(deliveries);
    }
    for (LogLine line : lines) {
      if (id.kind() == WhyId.Kind.MESSAGE || fingerprints.contains(line.text("fingerprint"))) {
        List<String> several = line.list("delivery_ids");
        // A message's id stands for one part of a request, its first delivery's for all of them.
        if (several.size() > 1 && !several.contains(id.text())) {
          deliveries.addAll(several);
        } else {
          line.get("delivery_id")
              .filter(_ -> several.size() < 2)
              .or(() -> Optional.of(id.text()).filter(several::contains))
              .ifPresent(deliveries::add);
        }
      }
    }
    letters.stream()
        .filter(letter -> letter.is(id.text()))
        .map(Letter::deliveryId)
        .forEach(deliveries::add);
    return List.copyOf(deliveries);
  }

  /** The starter's lines before a crash may have no delivery id. */
  private static Collection<String> withMessages(List<String> deliveries, List<LogLine> lines) {
    Set<String> texts = new LinkedHashSet<>(deliveries);
    lines.stream()
        .filter(line -> deliveries.contains(line.text("delivery_id")))
        .flatMap(line -> line.get("message_id").stream())
        .forEach(texts::add);
    return texts;
  }

  private static List<LogLine> lines(Sources sources, Collection<String> texts) {
    return sources.log(texts).stream().map(LogLine::new).toList();
  }

  private static Map<String, JsonNode> rows(
      Sources sources, List<LogLine> lines, Set<String> fingerprints, List<JsonNode> rowsOfIssue) {
    Set<String> wanted = new LinkedHashSet<>(fingerprints);
    if (wanted.isEmpty()) {
      lines.stream().flatMap(line -> line.get("fingerprint").stream()).forEach(wanted::add);
    }
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    rowsOfIssue.forEach(row -> rows.put(row.path("fingerprint").asText(), row));
    for (String fingerprint : wanted.stream().limit(MAX_ROWS).toList()) {
      if (!rows.containsKey(fingerprint)) {
        sources.row(fingerprint).ifPresent(row -> rows.put(fingerprint, row));
      }
    }
    return rows;
  }

  /** {@return the issue in a row, such as {@code acme/alerts#1}; empty if it has none} */
  static String issue(JsonNode row) {
    return row.has("issue_number")
        ? row.path("issue_repo").asText() + "#" + row.path("issue_number").asText()
        : "";
  }

  /** {@return the event ids of a delivery's alerts, in the order of the message} */
  List<String> events(String delivery) {
    List<String> events = new ArrayList<>();
    lines.stream()
        .filter(line -> line.text("delivery_id").equals(delivery))
        .filter(line -> fingerprints.isEmpty() || fingerprints.contains(line.text("fingerprint")))
        .flatMap(line -> line.get("event_id").stream())
        .filter(event -> event.startsWith(delivery + "#") && !events.contains(event))
        .forEach(events::add);
    return events;
  }

  /** {@return the ids of events of alerts that were not asked for} */
  Set<String> otherEvents() {
    return lines.stream()
        .filter(_ -> !fingerprints.isEmpty())
        .filter(
            line -> line.get("fingerprint").filter(it -> !fingerprints.contains(it)).isPresent())
        .flatMap(line -> line.get("event_id").stream())
        .collect(Collectors.toSet());
  }
}
