package org.pytorch.alerting.starter.workflow;

import java.util.Optional;
import org.pytorch.alerting.model.json.EncodedBody;

/**
 * An execution to start.
 *
 * @param name at most 80 characters; need not be unique
 * @param input JSON of at most {@link EncodedBody#MAX_INPUT_BYTES} bytes
 * @param traceHeader its X-Ray trace
 */
public record NewExecution(String name, String input, Optional<String> traceHeader) {}
