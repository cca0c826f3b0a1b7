package org.pytorch.alerting.fakegithub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.fakegithub.data.Edit;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.model.json.Json;

/** The history of an issue as JSON: who changed what when, with the values before and after. */
final class HistoryJson {
  private HistoryJson() {}

  static ArrayNode write(List<Edit> edits) {
    ArrayNode json = Json.mapper().createArrayNode();
    edits.forEach(edit -> json.add(write(edit)));
    return json;
  }

  private static ObjectNode write(Edit edit) {
    ObjectNode json =
        Json.mapper()
            .createObjectNode()
            .put("by", edit.by().login())
            .put("at", edit.at().toString());
    Map<String, Object> before = fields(edit.before());
    Map<String, Object> after = fields(edit.after());
    ObjectNode changes = json.putObject("changes");
    before.forEach(
        (name, value) -> {
          Object other = after.getOrDefault(name, value);
          if (!value.equals(other)) {
            ObjectNode change = changes.putObject(name);
            change.set("before", json(value));
            change.set("after", json(other));
          }
        });
    return json;
  }

  private static Map<String, Object> fields(Issue issue) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", issue.title());
    fields.put("body", issue.body().orElse(""));
    fields.put("labels", issue.labels());
    fields.put("assignees", issue.assignees().stream().map(Account::login).toList());
    fields.put("state", issue.open() ? "open" : "closed");
    fields.put("locked", issue.lock().isPresent());
    return fields;
  }

  private static JsonNode json(Object value) {
    return Json.mapper().valueToTree(value);
  }
}
