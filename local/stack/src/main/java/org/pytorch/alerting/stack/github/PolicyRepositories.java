package org.pytorch.alerting.stack.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.policy.rule.Policy;
import org.pytorch.alerting.policy.rule.Route;
import org.pytorch.alerting.policy.rule.Settings;

/** The repositories that a policy names: the fake GitHub has all of them. */
public final class PolicyRepositories {
  private PolicyRepositories() {}

  /**
   * {@return the repositories in the policy whose JSON is in {@code file}}
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws org.pytorch.alerting.policy.InvalidPolicyException if it has a mistake
   */
  public static Set<String> of(Path file) {
    Policy policy;
    try {
      policy = PolicyJson.read(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Stream.concat(
            Stream.of(policy.defaults()), policy.routes().stream().map(Route::settings))
        .map(Settings::repository)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}
