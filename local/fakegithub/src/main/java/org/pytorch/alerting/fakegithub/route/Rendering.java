package org.pytorch.alerting.fakegithub.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.pytorch.alerting.fakegithub.call.ApiVersions;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.Label;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.model.json.Json;

/** Repositories, issues, comments and labels as GitHub's JSON. */
public final class Rendering {
  private static final Template REPOSITORY = Template.named("repository");
  private static final Template FULL_REPOSITORY = Template.named("full_repository");
  private static final Template REACTIONS = Template.named("reactions");

  private final GitHubSettings settings;
  private final Profiles profiles;

  public Rendering(GitHubSettings settings, Profiles profiles) {
    this.settings = settings;
    this.profiles = profiles;
  }

  /** {@return {@code time} in whole seconds, such as {@code 2026-03-04T07:13:02Z}} */
  public static String time(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** {@return a repository as part of other objects} */
  public ObjectNode repository(Repository repository, String version) {
    ObjectNode values =
        object()
            .put("api", settings.apiUrl())
            .put("web", settings.webUrl())
            .put("id", repository.id())
            .put("name", repository.name())
            .put("full_name", repository.fullName())
            .put("private", !repository.isPublic())
            .put("has_issues", repository.issuesEnabled())
            .put("archived", repository.archived())
            .put("visibility", repository.isPublic() ? "public" : "private");
    values.set("owner", profiles.organization(repository.owner()));
    ObjectNode json = REPOSITORY.fill(values);
    if (!version.equals(ApiVersions.DEFAULT)) {
      json.remove("has_downloads");
    }
    return json;
  }

  /** {@return a repository as its own object} */
  public ObjectNode fullRepository(Repository repository, String version) {
    ObjectNode json = repository(repository, version);
    json.setAll(FULL_REPOSITORY.fill(object()));
    long open = repository.issuesAsOf(Instant.MAX).stream().filter(Issue::open).count();
    return json.put("open_issues_count", open).put("open_issues", open);
  }

  public ObjectNode issue(Repository repository, Issue issue, String version) {
    ObjectNode json = object();
    addAddresses(json, repository, issue);
    addText(json, repository, issue);
    addStatus(json, issue);
    addOrigin(json, issue.origin());
    json.putNull("milestone").put("comments", issue.comments());
    ArrayNode assignees = json.putArray("assignees");
    issue.assignees().forEach(assignee -> assignees.add(profiles.account(assignee)));
    addReactions(json);
    if (version.equals(ApiVersions.DEFAULT)) {
      issue.assignees().stream()
          .findFirst()
          .ifPresentOrElse(
              first -> json.set("assignee", profiles.account(first)),
              () -> json.putNull("assignee"));
    }
    if (issue.origin().pullRequest()) {
      String page = json.get("html_url").asText();
      json.putObject("pull_request")
          .put("url", url(repository) + "/pulls/" + issue.number())
          .put("html_url", page)
          .put("diff_url", page + ".diff")
          .put("patch_url", page + ".patch")
          .putNull("merged_at");
    }
    return json;
  }

  public ObjectNode comment(Repository repository, Comment comment) {
    String issueUrl = url(repository) + "/issues/" + comment.issueNumber();
    String page =
        "%s/%s/issues/%d#issuecomment-%d"
            .formatted(
                settings.webUrl(), repository.fullName(), comment.issueNumber(), comment.id());
    ObjectNode json =
        object()
            .put("id", comment.id())
            .put("node_id", "IC_" + comment.id())
            .put("url", url(repository) + "/issues/comments/" + comment.id())
            .put("html_url", page)
            .put("issue_url", issueUrl)
            .put("body", comment.body())
            .put("created_at", time(comment.createdAt()))
            .put("updated_at", time(comment.updatedAt()))
            .put("author_association", association(comment.author()));
    json.set("user", profiles.account(comment.author()));
    addApp(json, comment.author(), comment.viaApp());
    addReactions(json);
    return json;
  }

  public ObjectNode label(Repository repository, Label label) {
    return object()
        .put("id", label.id())
        .put("node_id", "LA_" + label.id())
        .put("url", url(repository) + "/labels/" + Profiles.inPath(label.name()))
        .put("name", label.name())
        .put("color", label.color())
        .put("default", false)
        .put("description", label.description().orElse(null));
  }

  public ArrayNode labels(Repository repository, Issue issue) {
    ArrayNode list = Json.mapper().createArrayNode();
    for (String name : issue.labels()) {
      repository.label(name).ifPresent(label -> list.add(label(repository, label)));
    }
    return list;
  }

  /** {@return the API's URL of the repository under its current name} */
  public String url(Repository repository) {
    return settings.apiUrl() + "/repos/" + repository.fullName();
  }

  /** {@return the API's URL of the repository under its id, which never changes} */
  public String urlById(Repository repository) {
    return settings.apiUrl() + "/repositories/" + repository.id();
  }

  private void addAddresses(ObjectNode json, Repository repository, Issue issue) {
    String url = url(repository) + "/issues/" + issue.number();
    String kind = issue.origin().pullRequest() ? "pull" : "issues";
    json.put("id", issue.origin().id())
        .put("node_id", "I_" + issue.origin().id())
        .put("url", url)
        .put("repository_url", url(repository))
        .put("labels_url", url + "/labels{/name}")
        .put("comments_url", url + "/comments")
        .put("events_url", url + "/events")
        .put("timeline_url", url + "/timeline")
        .put(
            "html_url",
            "%s/%s/%s/%d".formatted(settings.webUrl(), repository.fullName(), kind, issue.number()))
        .put("number", issue.number());
  }

  private void addText(ObjectNode json, Repository repository, Issue issue) {
    json.put("title", issue.title()).put("body", issue.body().orElse(null));
    json.set("labels", labels(repository, issue));
    json.put("locked", issue.lock().isPresent());
    json.put("active_lock_reason", issue.lock().filter(reason -> !reason.isEmpty()).orElse(null));
  }

  private void addStatus(ObjectNode json, Issue issue) {
    Issue.Status status = issue.status();
    json.put("state", status.open() ? "open" : "closed")
        .put("state_reason", status.reason().orElse(null))
        .put("closed_at", status.closedAt().map(Rendering::time).orElse(null));
    status
        .closedBy()
        .ifPresentOrElse(
            by -> json.set("closed_by", profiles.account(by)), () -> json.putNull("closed_by"));
    json.put("updated_at", time(issue.updatedAt()));
  }

  private void addOrigin(ObjectNode json, Issue.Origin origin) {
    json.set("user", profiles.account(origin.author()));
    json.put("author_association", association(origin.author()));
    json.put("created_at", time(origin.createdAt()));
    addApp(json, origin.author(), origin.viaApp());
  }

  private void addApp(ObjectNode json, Account author, boolean viaApp) {
    if (viaApp) {
      json.set("performed_via_github_app", profiles.app(author));
    } else {
      json.putNull("performed_via_github_app");
    }
  }

  /** Reactions are always empty here. */
  private static void addReactions(ObjectNode json) {
    json.set("reactions", REACTIONS.fill(object().put("url", json.get("url").asText())));
  }

  private static String association(Account author) {
    return author.type() == Account.Type.BOT ? "NONE" : "MEMBER";
  }

  private static ObjectNode object() {
    return Json.mapper().createObjectNode();
  }
}
