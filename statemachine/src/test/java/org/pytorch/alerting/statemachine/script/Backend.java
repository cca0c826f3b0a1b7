package org.pytorch.alerting.statemachine.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The scripted functions and queue of one execution; records every call. */
public final class Backend {
  private final Map<Callee, Script> scripts;
  private final List<Call> calls = new ArrayList<>();

  public Backend(Map<Callee, Script> scripts) {
    this.scripts = new EnumMap<>(scripts);
  }

  /** Responds to a call from its callee's script. Thread-safe. */
  public synchronized Response respond(Callee callee, JsonNode payload) {
    String eventId = eventId(callee, payload);
    List<Call> earlier = calls.stream().filter(call -> call.callee() == callee).toList();
    Call call =
        new Call(
            callee,
            payload,
            eventId,
            earlier.size(),
            (int) earlier.stream().filter(same -> same.eventId().equals(eventId)).count());
    calls.add(call);
    return scripts.getOrDefault(callee, Script::unexpected).respond(call);
  }

  /** {@return every call so far, in order} */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  private static String eventId(Callee callee, JsonNode payload) {
    return switch (callee) {
      case DECIDE -> payload.path("event_id").asText();
      case GITHUB, RECORD -> payload.at("/decision/claim/event_id").asText();
      case NORMALIZE, QUARANTINE, CHECK -> "";
    };
  }
}
