package org.pytorch.alerting.fakegithub.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.fakegithub.auth.Access;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.JsonBody;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.data.Label;
import org.pytorch.alerting.fakegithub.data.LabelStore;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.route.Page;
import org.pytorch.alerting.fakegithub.route.Rendering;
import org.pytorch.alerting.fakegithub.route.RoutedCall;
import org.pytorch.alerting.fakegithub.route.Router;

/** Labels of a repository, and labels on an issue. */
final class LabelEndpoints {
  private final Rendering rendering;
  private final IssueFinder finder;
  private final LabelStore labels;

  LabelEndpoints(Rendering rendering, IssueFinder finder, LabelStore labels) {
    this.rendering = rendering;
    this.finder = finder;
    this.labels = labels;
  }

  void addTo(Router router) {
    router
        .inRepository(
            "GET",
            "/labels",
            Access.ISSUES_READ,
            this::list,
            "rest/issues/labels#list-labels-for-a-repository")
        .inRepository(
            "POST",
            "/labels",
            Access.ISSUES_TRIAGE,
            this::create,
            "rest/issues/labels#create-a-label")
        .inRepository(
            "GET",
            "/labels/{name}",
            Access.ISSUES_READ,
            this::get,
            "rest/issues/labels#get-a-label")
        .inRepository(
            "PATCH",
            "/labels/{name}",
            Access.ISSUES_TRIAGE,
            this::change,
            "rest/issues/labels#update-a-label")
        .inRepository(
            "DELETE",
            "/labels/{name}",
            Access.ISSUES_TRIAGE,
            this::delete,
            "rest/issues/labels#delete-a-label")
        .inRepository(
            "GET",
            "/issues/{number}/labels",
            Access.ISSUES_READ,
            this::listOfIssue,
            "rest/issues/labels#list-labels-for-an-issue")
        .inRepository(
            "POST",
            "/issues/{number}/labels",
            Access.ISSUES_TRIAGE,
            this::addToIssue,
            "rest/issues/labels#add-labels-to-an-issue")
        .inRepository(
            "PUT",
            "/issues/{number}/labels",
            Access.ISSUES_TRIAGE,
            this::setOnIssue,
            "rest/issues/labels#set-labels-for-an-issue")
        .inRepository(
            "DELETE",
            "/issues/{number}/labels",
            Access.ISSUES_TRIAGE,
            this::removeAllFromIssue,
            "rest/issues/labels#remove-all-labels-from-an-issue")
        .inRepository(
            "DELETE",
            "/issues/{number}/labels/{name}",
            Access.ISSUES_TRIAGE,
            this::removeFromIssue,
            "rest/issues/labels#remove-a-label-from-an-issue");
  }

  private CallResponse list(RoutedCall request) {
    Repository repository = request.repository();
    return new Page<>(
            request, rendering.urlById(repository) + "/labels", repository.labels(), Label::id)
        .response(label -> rendering.label(repository, label));
  }

  private CallResponse create(RoutedCall request) {
    JsonBody json = request.json();
    Repository repository = request.repository();
    Label label = labels.create(repository, json.requiredText("name"), details(json));
    var rendered = rendering.label(repository, label);
    return CallResponse.json(201, rendered).withHeader("location", rendered.get("url").asText());
  }

  private CallResponse get(RoutedCall request) {
    return CallResponse.json(200, rendering.label(request.repository(), find(request)));
  }

  private CallResponse change(RoutedCall request) {
    Repository repository = request.repository();
    Label changed = labels.change(repository, find(request), details(request.json()));
    return CallResponse.json(200, rendering.label(repository, changed));
  }

  private CallResponse delete(RoutedCall request) {
    request.repository().remove(find(request), request.now());
    return CallResponse.empty(204);
  }

  private static LabelStore.Details details(JsonBody json) {
    return new LabelStore.Details(json.text("color"), json.text("description"));
  }

  private static Label find(RoutedCall request) {
    return request.repository().label(request.variable("name")).orElseThrow(Refusal::notFound);
  }

  private CallResponse listOfIssue(RoutedCall request) {
    Repository repository = request.repository();
    List<Label> ofIssue =
        finder.require(request).labels().stream()
            .flatMap(name -> repository.label(name).stream())
            .toList();
    String url = rendering.urlById(repository) + "/issues/" + request.number("number") + "/labels";
    return new Page<>(request, url, ofIssue, Label::id)
        .response(label -> rendering.label(repository, label));
  }

  private CallResponse addToIssue(RoutedCall request) {
    Issue issue = finder.require(request);
    List<String> names = new ArrayList<>(issue.labels());
    names.addAll(request.json().namesOrBareList("labels"));
    return put(request, issue, labels.ensure(request.repository(), names));
  }

  private CallResponse setOnIssue(RoutedCall request) {
    Issue issue = finder.require(request);
    List<String> names = request.json().namesOrBareList("labels");
    return put(request, issue, labels.ensure(request.repository(), names));
  }

  private CallResponse removeFromIssue(RoutedCall request) {
    Issue issue = finder.require(request);
    List<String> left = Repository.without(issue.labels(), request.variable("name"));
    if (left.size() == issue.labels().size()) {
      throw Refusal.of(404, "Label does not exist");
    }
    return put(request, issue, left);
  }

  private CallResponse removeAllFromIssue(RoutedCall request) {
    put(request, finder.require(request), List.of());
    return CallResponse.empty(204);
  }

  private CallResponse put(RoutedCall request, Issue issue, List<String> names) {
    Issue changed = issue.withLabels(names, request.second());
    if (!names.equals(issue.labels())) {
      request.repository().change(issue, changed, request.author(), request.now());
    }
    ArrayNode rendered = rendering.labels(request.repository(), changed);
    return CallResponse.json(200, rendered);
  }
}
