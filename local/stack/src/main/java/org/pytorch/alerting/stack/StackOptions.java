package org.pytorch.alerting.stack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.pytorch.alerting.stack.github.settings.GitHubRules;

/**
 * How a stack is started.
 *
 * @param stateMachine the definition of the state machine
 * @param gitHub a real GitHub; empty for the fake
 * @param gitHubRules of the fake
 * @param throughput what is asked of GitHub, and the concurrency that goes with it
 * @param functionLog where the functions' log lines are written
 */
public record StackOptions(
    StateMachineFile stateMachine,
    Ports ports,
    Optional<GitHubTarget> gitHub,
    GitHubRules gitHubRules,
    Throughput throughput,
    PrintStream functionLog) {

  /**
   * {@return free ports, the fake GitHub, and nothing printed}
   *
   * @param project the root folder of the project
   */
  public static StackOptions quiet(Path project) {
    return new StackOptions(
        new StateMachineFile(project.resolve("statemachine/alert-pipeline.asl.json")),
        Ports.FREE,
        Optional.empty(),
        GitHubRules.STANDARD,
        Throughput.DEPLOYED,
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /** {@return the same on these ports} */
  public StackOptions on(Ports others) {
    return new StackOptions(stateMachine, others, gitHub, gitHubRules, throughput, functionLog);
  }

  /** {@return the same with this GitHub; empty for the fake} */
  public StackOptions with(Optional<GitHubTarget> other) {
    return new StackOptions(stateMachine, ports, other, gitHubRules, throughput, functionLog);
  }

  /** {@return the same with the functions' lines written to {@code other}} */
  public StackOptions loggingTo(PrintStream other) {
    return new StackOptions(stateMachine, ports, gitHub, gitHubRules, throughput, other);
  }

  /** {@return the same with as much asked of GitHub as {@code other} says} */
  public StackOptions with(Throughput other) {
    return new StackOptions(stateMachine, ports, gitHub, gitHubRules, other, functionLog);
  }
}
