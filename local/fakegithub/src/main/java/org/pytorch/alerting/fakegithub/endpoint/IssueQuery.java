package org.pytorch.alerting.fakegithub.endpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.call.FieldError;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.Label;
import org.pytorch.alerting.fakegithub.route.RoutedCall;

/** The filter and order of a list of issues. */
record IssueQuery(
    String state,
    List<String> labels,
    Optional<Instant> since,
    Optional<String> creator,
    Comparator<Issue> order) {
  static IssueQuery of(RoutedCall request) {
    Comparator<Issue> ascending = order(request).thenComparingLong(Issue::number);
    boolean upwards = oneOf(request, "direction", "desc", List.of("asc", "desc")).equals("asc");
    return new IssueQuery(
        oneOf(request, "state", "open", List.of("open", "closed", "all")),
        request.query("labels").map(names -> List.of(names.split(",", -1))).orElse(List.of()),
        since(request),
        request.query("creator"),
        upwards ? ascending : ascending.reversed());
  }

  /**
   * {@return the earliest update time}
   *
   * @throws Refusal 422 if the parameter is not a time
   */
  static Optional<Instant> since(RoutedCall request) {
    try {
      return request.query("since").map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw Refusal.of(422, "Invalid since parameter: not an ISO 8601 time with a zone.");
    }
  }

  static String oneOf(
      RoutedCall request, String parameter, String otherwise, List<String> allowed) {
    String value = request.query(parameter).orElse(otherwise);
    if (!allowed.contains(value)) {
      throw Refusal.invalid(FieldError.of("Issue", parameter, "invalid"));
    }
    return value;
  }

  List<Issue> select(List<Issue> issues) {
    return issues.stream().filter(this::isWanted).sorted(order).toList();
  }

  private boolean isWanted(Issue issue) {
    return (state.equals("all") || state.equals("open") == issue.open())
        && labels.stream().allMatch(label -> hasLabel(issue, label))
        && since.map(time -> !issue.updatedAt().isBefore(time)).orElse(true)
        && creator
            .map(login -> login.equalsIgnoreCase(issue.origin().author().login()))
            .orElse(true);
  }

  private static boolean hasLabel(Issue issue, String label) {
    return issue.labels().stream()
        .anyMatch(name -> Label.key(name).equals(Label.key(label.strip())));
  }

  private static Comparator<Issue> order(RoutedCall request) {
    String sort = oneOf(request, "sort", "created", List.of("created", "updated", "comments"));
    return switch (sort) {
      case "updated" -> Comparator.comparing(Issue::updatedAt);
      case "comments" -> Comparator.comparingInt(Issue::comments);
      default -> Comparator.comparing(issue -> issue.origin().createdAt());
    };
  }
}
