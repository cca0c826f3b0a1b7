package org.pytorch.alerting.stepfunctions.execution.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One event of an execution's history, as GetExecutionHistory shows it.
 *
 * @param id from 1
 * @param previousId the event that led to this one; 0 for the first
 * @param type such as TaskStateEntered
 * @param details the fields of the type's {@code ...EventDetails}. Input, output and parameters are
 *     JSON here, and strings in the API. Must not be changed.
 */
public record HistoryEvent(
    long id, long previousId, Instant timestamp, String type, ObjectNode details) {}
