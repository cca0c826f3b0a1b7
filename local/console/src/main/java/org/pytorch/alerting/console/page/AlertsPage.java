package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.console.source.AlertRow;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Paging;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** The table of alerts. */
public final class AlertsPage {
  private static final int PAGE_SIZE = 50;
  private static final int MAX_SEARCH = 200;

  /** The values of {@code state}, with the filter's own words. */
  private static final List<Choice> STATES =
      List.of(
          new Choice("", "all"),
          new Choice("firing", "firing"),
          new Choice("closed", "closed by a person"),
          new Choice("resolved", "resolved"),
          new Choice("stuck", "stuck at GitHub"));

  private final PageData data;

  AlertsPage(PageData data) {
    this.data = data;
  }

  /** A value of a filter. */
  public record Choice(String value, String text) {}

  /** What the visitor looks for. */
  public record Filter(String text, String state, String priority, Optional<String> team) {
    boolean isEmpty() {
      return text.isEmpty() && state.isEmpty() && priority.isEmpty() && team.isEmpty();
    }
  }

  public record Model(
      Part<Paging<AlertRow>> alerts, Filter filter, List<Choice> states, List<String> priorities) {
    public Model {
      states = List.copyOf(states);
      priorities = List.copyOf(priorities);
    }

    /** {@return whether all alerts are meant} */
    public boolean isUnfiltered() {
      return filter.isEmpty();
    }
  }

  void show(Context context) {
    Optional<String> text = Query.text(context, "q").map(String::strip);
    Filter filter =
        new Filter(
            text.map(it -> it.substring(0, Math.min(it.length(), MAX_SEARCH))).orElse(""),
            Query.text(context, "state").orElse(""),
            Query.text(context, "priority").orElse(""),
            Optional.ofNullable(context.queryParam("team")));
    Query query =
        Query.of("/alerts")
            .withEach("q", text.stream())
            .withEach("state", Query.text(context, "state").stream())
            .withEach("priority", Query.text(context, "priority").stream())
            .withEach("team", filter.team().stream());
    int page = Query.number(context, "page").orElse(1);
    Instant now = data.now();
    Part<Paging<AlertRow>> alerts =
        Part.of(data::alerts)
            .map(rows -> Paging.of(matching(rows, filter, now), page, PAGE_SIZE, query));
    data.page(
        context,
        new Html.About("Alerts", "Alerts", true),
        "alerts.jte",
        new Model(alerts, filter, STATES, List.of("P0", "P1", "P2", "P3")));
  }

  /** The last heard first. */
  private static List<AlertRow> matching(List<AlertRow> rows, Filter filter, Instant now) {
    String text = filter.text().toLowerCase(Locale.ROOT);
    return rows.stream()
        .filter(row -> isState(row, filter.state(), now))
        .filter(
            row ->
                filter.priority().isEmpty()
                    || row.priority().filter(filter.priority()::equals).isPresent())
        .filter(row -> filter.team().map(team -> isTeam(row, team)).orElse(true))
        .filter(row -> text.isEmpty() || contains(row, text))
        .sorted(
            Comparator.comparing((AlertRow row) -> row.lastSeenAt().orElse(Instant.EPOCH))
                .reversed()
                .thenComparing(AlertRow::fingerprint))
        .toList();
  }

  private static boolean isState(AlertRow row, String state, Instant now) {
    return switch (state) {
      case "firing" -> row.open() && !row.closedByPerson();
      case "closed" -> row.open() && row.closedByPerson();
      case "resolved" -> !row.open();
      case "stuck" -> OverviewPage.isStuck(row, now);
      default -> true;
    };
  }

  private static boolean isTeam(AlertRow row, String team) {
    return team.isBlank() ? row.teams().isEmpty() : row.teams().contains(team);
  }

  private static boolean contains(AlertRow row, String text) {
    return row.title().toLowerCase(Locale.ROOT).contains(text)
        || row.fingerprint().startsWith(text)
        || row.teams().stream().anyMatch(team -> team.toLowerCase(Locale.ROOT).contains(text))
        || row.issue().map(id -> id.toString().endsWith(text)).orElse(false);
  }
}
