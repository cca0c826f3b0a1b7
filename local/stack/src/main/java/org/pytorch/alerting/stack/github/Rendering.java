package org.pytorch.alerting.stack.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Json;

/** How repositories, issues, comments and labels look in GitHub's JSON. */
final class Rendering {
  private static final long OWNER_ID = 600;

  private final GitHubSettings settings;

  Rendering(GitHubSettings settings) {
    this.settings = settings;
  }

  /** {@return {@code time} in whole seconds, such as {@code 2026-03-04T07:13:02Z}} */
  static String time(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  ObjectNode repository(Repository repository, String version) {
    ObjectNode json =
        object()
            .put("id", repository.id())
            .put("node_id", "R_" + repository.id())
            .put("name", repository.name())
            .put("full_name", repository.fullName())
            .put("private", !repository.isPublic())
            .put("html_url", settings.webUrl() + "/" + repository.fullName())
            .put("url", url(repository))
            .put("has_issues", repository.issuesEnabled())
            .put("archived", repository.archived())
            .put("disabled", false)
            .put("default_branch", "main")
            .put("visibility", repository.isPublic() ? "public" : "private");
    json.set("owner", owner(repository.owner()));
    if (version.equals(ApiVersions.DEFAULT)) {
      json.put("has_downloads", true);
    }
    return json;
  }

  ObjectNode owner(String login) {
    return object().put("login", login).put("id", OWNER_ID).put("type", "Organization");
  }

  ObjectNode issue(Repository repository, Issue issue, String version) {
    ObjectNode json = object();
    addAddresses(json, repository, issue);
    addText(json, repository, issue);
    addStatus(json, issue);
    addOrigin(json, issue.origin());
    json.putNull("milestone").put("comments", issue.comments());
    json.putArray("assignees");
    if (version.equals(ApiVersions.DEFAULT)) {
      json.putNull("assignee");
    }
    if (issue.origin().pullRequest()) {
      String pull = url(repository) + "/pulls/" + issue.number();
      json.putObject("pull_request").put("url", pull).putNull("merged_at");
    }
    return json;
  }

  ObjectNode comment(Repository repository, Comment comment) {
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
    json.set("user", account(comment.author()));
    addApp(json, comment.author(), comment.viaApp());
    return json;
  }

  ObjectNode label(Repository repository, Label label) {
    ObjectNode json =
        object()
            .put("id", label.id())
            .put("node_id", "LA_" + label.id())
            .put("url", url(repository) + "/labels/" + inPath(label.name()))
            .put("name", label.name())
            .put("color", label.color())
            .put("default", false);
    return putOptional(json, "description", label.description());
  }

  ArrayNode labels(Repository repository, Issue issue) {
    ArrayNode list = Json.mapper().createArrayNode();
    for (String name : issue.labels()) {
      repository.label(name).ifPresent(label -> list.add(label(repository, label)));
    }
    return list;
  }

  ObjectNode account(Account account) {
    return object()
        .put("login", account.login())
        .put("id", account.id())
        .put("node_id", "U_" + account.id())
        .put("url", settings.apiUrl() + "/users/" + inPath(account.login()))
        .put("html_url", settings.webUrl() + "/" + inPath(account.login()))
        .put("type", account.type().text())
        .put("site_admin", false);
  }

  ObjectNode app() {
    GitHubApp app = settings.app();
    return object()
        .put("id", app.id())
        .put("client_id", app.clientId())
        .put("slug", app.slug())
        .put("name", app.slug());
  }

  ObjectNode permissions(Map<String, String> permissions) {
    ObjectNode json = object();
    permissions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.put(entry.getKey(), entry.getValue()));
    return json;
  }

  /** {@return where the API keeps the repository under its present name} */
  String url(Repository repository) {
    return settings.apiUrl() + "/repos/" + repository.fullName();
  }

  /** {@return where the API keeps the repository under its id, which never changes} */
  String urlById(Repository repository) {
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
        .put(
            "html_url",
            "%s/%s/%s/%d".formatted(settings.webUrl(), repository.fullName(), kind, issue.number()))
        .put("number", issue.number());
  }

  private void addText(ObjectNode json, Repository repository, Issue issue) {
    json.put("title", issue.title());
    putOptional(json, "body", issue.body());
    json.set("labels", labels(repository, issue));
    json.put("locked", issue.lock().isPresent());
    putOptional(json, "active_lock_reason", issue.lock().filter(reason -> !reason.isEmpty()));
  }

  private void addStatus(ObjectNode json, Issue issue) {
    Issue.Status status = issue.status();
    json.put("state", status.open() ? "open" : "closed");
    putOptional(json, "state_reason", status.reason());
    putOptional(json, "closed_at", status.closedAt().map(Rendering::time));
    status
        .closedBy()
        .ifPresentOrElse(by -> json.set("closed_by", account(by)), () -> json.putNull("closed_by"));
    json.put("updated_at", time(issue.updatedAt()));
  }

  private void addOrigin(ObjectNode json, Issue.Origin origin) {
    json.set("user", account(origin.author()));
    json.put("author_association", association(origin.author()));
    json.put("created_at", time(origin.createdAt()));
    addApp(json, origin.author(), origin.viaApp());
  }

  private void addApp(ObjectNode json, Account author, boolean viaApp) {
    if (viaApp && author.equals(settings.app().bot())) {
      json.set("performed_via_github_app", app());
    } else if (viaApp) {
      json.putObject("performed_via_github_app")
          .put("id", author.id())
          .put("slug", author.login().replace(Account.BOT_SUFFIX, ""));
    } else {
      json.putNull("performed_via_github_app");
    }
  }

  private static String association(Account author) {
    return author.type() == Account.Type.BOT ? "NONE" : "MEMBER";
  }

  private static ObjectNode putOptional(ObjectNode json, String field, Optional<String> value) {
    value.ifPresentOrElse(text -> json.put(field, text), () -> json.putNull(field));
    return json;
  }

  private static String inPath(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static ObjectNode object() {
    return Json.mapper().createObjectNode();
  }
}
