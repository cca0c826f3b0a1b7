package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.model.json.Json;

/**
 * The labels and assignees for which GitHub refuses a new issue. They never prevent the issue: it
 * is opened without them. A 422 proves that nothing was opened, so this is not a second attempt.
 */
final class RefusedParts {
  private static final int INVALID = 422;

  private RefusedParts() {}

  /** {@return {@code draft} without what {@code response} refuses; empty if that is neither} */
  static Optional<IssueDraft> without(GitHubResponse response, IssueDraft draft) {
    if (response.status() != INVALID) {
      return Optional.empty();
    }
    List<String> assignees = refused(response, "assignee");
    if (!assignees.isEmpty() && !draft.assignees().isEmpty()) {
      return Optional.of(draft.withoutAssignees(known(assignees, draft.assignees())));
    }
    List<String> labels = refused(response, "label");
    List<String> names = draft.labels().stream().map(Label::name).toList();
    return labels.isEmpty() || names.isEmpty()
        ? Optional.empty()
        : Optional.of(draft.withoutLabels(known(labels, names)));
  }

  /** {@return those of {@code all} that GitHub names; all if it names none of them} */
  private static List<String> known(List<String> named, List<String> all) {
    List<String> some =
        all.stream().filter(text -> named.stream().anyMatch(text::equalsIgnoreCase)).toList();
    return some.isEmpty() ? all : some;
  }

  /** {@return the values of {@code field} in the errors, or the field's name if they have none} */
  private static List<String> refused(GitHubResponse response, String field) {
    List<String> refused = new ArrayList<>();
    for (JsonNode error : errors(response)) {
      boolean about =
          error.path("field").asText("").startsWith(field)
              || error.path("resource").asText("").equalsIgnoreCase(field);
      if (about) {
        JsonNode value = error.path("value");
        if (value.isArray()) {
          value.forEach(text -> refused.add(text.asText("")));
        } else {
          refused.add(value.asText(""));
        }
      }
    }
    return refused;
  }

  private static JsonNode errors(GitHubResponse response) {
    try {
      return Json.read(response.body(), JsonNode.class).path("errors");
    } catch (IllegalArgumentException e) {
      return Json.mapper().createArrayNode();
    }
  }
}
