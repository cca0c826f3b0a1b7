package org.pytorch.alerting.normalize.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.pytorch.alerting.normalize.source.SenderDocs;
import org.pytorch.alerting.normalize.source.SeverityPriorities;
import org.pytorch.alerting.policy.InvalidPolicyException;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.runtime.Environment;

/**
 * The settings in this function's variables. A preview has the same ones.
 *
 * @param severities {@code ALERTMANAGER_SEVERITY_PRIORITIES}, such as {@code
 *     critical=P0,warning=P2,none=ignore,*=P3}: extends and overrides the default table
 * @param docs {@code DOCS_URL}, the address of the folder of all documents; by default their path
 *     in this repository
 * @param policy the policy in the file that {@code POLICY_FILE} names; by default none
 */
public record NormalizeSettings(SeverityPriorities severities, SenderDocs docs, Policy policy) {
  /**
   * {@return the settings in {@code environment}}
   *
   * @throws IllegalStateException if a variable is malformed, or if the policy cannot be read or
   *     has a mistake; the message names the variable
   */
  public static NormalizeSettings of(Environment environment) {
    return new NormalizeSettings(
        environment
            .optional("ALERTMANAGER_SEVERITY_PRIORITIES")
            .map(NormalizeSettings::severities)
            .orElseGet(SeverityPriorities::defaults),
        environment.optional("DOCS_URL").map(SenderDocs::new).orElse(SenderDocs.IN_REPOSITORY),
        environment.optional("POLICY_FILE").map(NormalizeSettings::policy).orElseGet(Policy::none));
  }

  private static SeverityPriorities severities(String list) {
    try {
      return SeverityPriorities.defaults().with(list);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "environment variable ALERTMANAGER_SEVERITY_PRIORITIES is " + e.getMessage(), e);
    }
  }

  private static Policy policy(String file) {
    try {
      return PolicyJson.read(Files.readString(Path.of(file), StandardCharsets.UTF_8));
    } catch (IOException | InvalidPathException | InvalidPolicyException e) {
      throw new IllegalStateException(
          "the policy in %s (POLICY_FILE) cannot be used; check it with `make policy`: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
