package org.pytorch.alerting.console.page;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.console.source.AlertRow;
import org.pytorch.alerting.console.source.AlertRow.IssueId;
import org.pytorch.alerting.console.source.AlertTable.FullRow;
import org.pytorch.alerting.console.source.GitHub;
import org.pytorch.alerting.console.source.GitHubIssue;
import org.pytorch.alerting.console.story.Delivery;
import org.pytorch.alerting.console.story.HandledAlert;
import org.pytorch.alerting.console.story.Stories;
import org.pytorch.alerting.console.web.Html;
import org.pytorch.alerting.console.web.Paging;
import org.pytorch.alerting.console.web.Part;
import org.pytorch.alerting.console.web.Query;

/** An alert's whole story. */
public final class AlertPage {
  /** Messages on the time line; the older ones are a page away. */
  private static final int PAGE_SIZE = 25;

  private final PageData data;

  AlertPage(PageData data) {
    this.data = data;
  }

  /** Who or what caused an entry of the time line. */
  public enum Kind {
    MESSAGE("message"),
    CHECK("check"),
    PERSON("person"),
    BOT("GitHub");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * An entry of the time line.
   *
   * @param execution its page; absent for what happened on GitHub
   * @param body HTML of what was written
   */
  public record Moment(
      Instant at,
      Kind kind,
      String headline,
      Optional<String> detail,
      Optional<String> problem,
      Optional<String> execution,
      Optional<String> body) {}

  /**
   * The issue as GitHub would show it.
   *
   * @param html its rendered body
   */
  public record Issue(String repo, GitHubIssue issue, String html) {}

  /**
   * @param row absent if the table is away or has no such alert
   * @param issue its own, else the one that it shares
   * @param unread executions whose histories are still to be read
   */
  public record Model(
      String fingerprint,
      String title,
      Part<Optional<FullRow>> row,
      Part<Optional<Issue>> issue,
      Paging<Moment> moments,
      int unread) {
    /** {@return the shared alert whose issue this alert shares, if it does} */
    public Optional<String> shares() {
      return row.value()
          .flatMap(found -> found.map(FullRow::row))
          .filter(alert -> alert.issue().isEmpty())
          .flatMap(AlertRow::shares);
    }
  }

  void show(Context context) {
    String fingerprint = context.pathParam("fingerprint");
    Part<Optional<FullRow>> row = Part.of(() -> data.sources().table().find(fingerprint));
    Optional<Stories> stories = data.newestStories();
    List<Delivery> deliveries = stories.map(it -> it.ofAlert(fingerprint)).orElse(List.of());
    if (deliveries.isEmpty() && !row.isAway() && row.get().isEmpty()) {
      ErrorPage.notFound(
          data, context, "There is no alert " + fingerprint, "/alerts", "All alerts");
      return;
    }
    Optional<AlertRow> alert = row.value().flatMap(found -> found.map(FullRow::row));
    Part<Optional<Issue>> issue =
        Part.of(
            () ->
                alert
                    .flatMap(AlertRow::issue)
                    .or(() -> alert.flatMap(AlertRow::shares).flatMap(this::issueOf))
                    .flatMap(this::issue));
    List<Moment> moments = moments(fingerprint, deliveries);
    issue
        .value()
        .flatMap(found -> found)
        .filter(_ -> alert.flatMap(AlertRow::issue).isPresent())
        .ifPresent(found -> Part.of(() -> onGitHub(found)).value().ifPresent(moments::addAll));
    moments.sort(Comparator.comparing(Moment::at).reversed());
    String title =
        alert
            .map(AlertRow::title)
            .or(() -> title(fingerprint, deliveries))
            .orElse("Alert " + fingerprint);
    Model model =
        new Model(
            fingerprint,
            title,
            row,
            issue,
            Paging.of(
                moments,
                Query.number(context, "page").orElse(1),
                PAGE_SIZE,
                Query.of(Links.alert(fingerprint))),
            stories.map(Stories::unreadCount).orElse(0));
    data.page(context, new Html.About(title, "Alerts", true), "alert.jte", model);
  }

  private Optional<IssueId> issueOf(String fingerprint) {
    return data.sources().table().find(fingerprint).flatMap(found -> found.row().issue());
  }

  private Optional<Issue> issue(IssueId id) {
    return data.sources()
        .gitHub()
        .in(id.repo())
        .flatMap(
            gitHub ->
                gitHub
                    .issue(id.number())
                    .map(found -> new Issue(id.repo(), found, Links.html(found.body(), gitHub))));
  }

  private static Optional<String> title(String fingerprint, List<Delivery> deliveries) {
    return deliveries.stream()
        .flatMap(delivery -> delivery.alerts().stream())
        .filter(alert -> alert.fingerprint().equals(fingerprint))
        .map(HandledAlert::title)
        .findFirst();
  }

  private static List<Moment> moments(String fingerprint, List<Delivery> deliveries) {
    List<Moment> moments = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      delivery.alerts().stream()
          .filter(alert -> alert.fingerprint().equals(fingerprint))
          .forEach(alert -> moments.add(moment(delivery, alert)));
    }
    return moments;
  }

  private static Moment moment(Delivery delivery, HandledAlert alert) {
    String headline = "%s → %s".formatted(said(delivery, alert), alert.done());
    Optional<String> problem = alert.diagnosis().or(alert::note);
    return new Moment(
        delivery.execution().startedAt(),
        alert.check().isPresent() ? Kind.CHECK : Kind.MESSAGE,
        headline,
        alert.reason(),
        problem.or(() -> alert.error().filter(_ -> alert.result().isEmpty())),
        Optional.of(Links.execution(delivery.execution().arn())),
        Optional.empty());
  }

  private static String said(Delivery delivery, HandledAlert alert) {
    if (alert.check().isPresent()) {
      return "Checked, because " + HandledAlert.because(alert.check().get());
    }
    String source = delivery.source().map(AlertPage::name).orElse("The sender");
    return alert
        .state()
        .map(state -> "%s says: it %s".formatted(source, verb(state)))
        .orElse(source + " sent something that cannot be read");
  }

  private static String verb(String state) {
    return switch (state) {
      case "FIRING" -> "fires";
      case "RESOLVED" -> "is resolved";
      default -> "is " + state.toLowerCase(Locale.ROOT);
    };
  }

  /** Known sources are shown with a capital letter, other names as they are. */
  private static String name(String source) {
    return switch (source) {
      case "cloudwatch" -> "CloudWatch";
      case "grafana" -> "Grafana";
      case "alertmanager" -> "Alertmanager";
      default -> source;
    };
  }

  /** What people did on the issue; messages caused our own comments. */
  private List<Moment> onGitHub(Issue shown) {
    GitHub gitHub = data.sources().gitHub().in(shown.repo()).orElseThrow();
    GitHubIssue issue = shown.issue();
    List<Moment> moments = new ArrayList<>();
    issue
        .closedAt()
        .ifPresent(
            at -> {
              String by = issue.closedBy().orElse("somebody");
              if (!by.equals(issue.author())) {
                moments.add(
                    new Moment(
                        at,
                        by.endsWith("[bot]") ? Kind.BOT : Kind.PERSON,
                        "%s closed the issue".formatted(by),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
              }
            });
    for (GitHubIssue.Comment comment : gitHub.comments(issue.number(), lastPage(issue))) {
      if (!comment.author().equals(issue.author())) {
        moments.add(
            new Moment(
                comment.createdAt(),
                comment.author().endsWith("[bot]") ? Kind.BOT : Kind.PERSON,
                comment.author() + " commented",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Links.html(comment.body(), gitHub))));
      }
    }
    return moments;
  }

  private static int lastPage(GitHubIssue issue) {
    return Math.max(1, Math.ceilDiv(issue.comments(), GitHub.COMMENTS_PER_PAGE));
  }
}
