package org.pytorch.alerting.github.issue;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.Links;

/**
 * The address of an execution's page in a console.
 *
 * @param template an http(s) address with {@code {execution}}, where the ARN belongs, and maybe
 *     {@code {started}}, where the start belongs, in ms since 1970: AWS's console needs it to find
 *     an Express execution
 */
public record ExecutionPage(String template) {
  private static final String EXECUTION = "{execution}";
  private static final String STARTED = "{started}";

  /** Only characters that need no encoding, because consoles encode differently. */
  private static final Pattern ARN = Pattern.compile("[A-Za-z0-9:_.-]{1,500}");

  public ExecutionPage {
    if (!template.contains(EXECUTION) || Links.usable(filled(template, "arn", 0)).isEmpty()) {
      throw new IllegalArgumentException(
          "not an absolute http(s) address with " + EXECUTION + ": " + template);
    }
  }

  /** {@return the address of an execution's page; empty if {@code execution} needs encoding} */
  public Optional<String> of(String execution, Instant startedAt) {
    return Optional.of(execution)
        .filter(arn -> ARN.matcher(arn).matches())
        .map(arn -> filled(template, arn, startedAt.toEpochMilli()));
  }

  private static String filled(String template, String execution, long started) {
    return template.replace(EXECUTION, execution).replace(STARTED, Long.toString(started));
  }
}
