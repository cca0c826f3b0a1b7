package org.pytorch.alerting.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.normalize.source.AlertSource;
import org.pytorch.alerting.normalize.source.EventDraft;
import org.pytorch.alerting.normalize.source.Reading;
import org.pytorch.alerting.normalize.source.Wording;
import org.pytorch.alerting.normalize.text.Fields;

/** The example of {@code docs/adding-a-source.md}. */
final class YardwatchSource implements AlertSource {
  private static final Wording WORDING =
      new Wording(
          "give the check a \"name\"",
          "\"status\" has to be down or up",
          "set the check's \"priority\" to P0, P1, P2 or P3",
          "set the check's \"owner\" to the name of a team");

  @Override
  public String name() {
    return "yardwatch";
  }

  @Override
  public boolean recognizes(ObjectNode payload) {
    return payload.has("yardwatch_version");
  }

  @Override
  public List<Reading> read(ObjectNode payload, List<JsonNode> alerts, Instant sentAt) {
    Fields fields = Fields.of(payload);
    EventDraft draft = new EventDraft(name(), WORDING).title(fields.get("name").stream());
    switch (fields.get("status").orElse("")) {
      case "down" -> draft.state(AlertState.FIRING);
      case "up" -> draft.state(AlertState.RESOLVED);
      default -> fields.get("status").ifPresent(draft::unknownState);
    }
    return List.of(
        draft
            .priority(fields.get("priority").stream())
            .teams(fields.get("owner").stream())
            .occurredAt(fields.get("since").stream(), sentAt)
            .identity(new Identity(Optional.empty(), Optional.empty(), fields.get("check_id")))
            .rawProvider(payload)
            .finish());
  }
}
