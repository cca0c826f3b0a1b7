package org.pytorch.alerting.stepfunctions.execution.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** Numbers the events of one execution and passes them to its listener. */
public final class History {
  private final Scheduler scheduler;
  private final ExecutionListener listener;
  private long lastId;

  public History(Scheduler scheduler, ExecutionListener listener) {
    this.scheduler = scheduler;
    this.listener = listener;
  }

  /** {@return the id of the new event} */
  public long add(long previousId, String type, ObjectNode details) {
    lastId++;
    listener.onEvent(new HistoryEvent(lastId, previousId, scheduler.now(), type, details));
    return lastId;
  }

  public static ObjectNode details() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ObjectNode details(Fault fault) {
    ObjectNode details = details();
    fault.error().ifPresent(error -> details.put("error", error));
    fault.cause().ifPresent(cause -> details.put("cause", cause));
    return details;
  }
}
