package org.pytorch.alerting.stack.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.pytorch.alerting.stack.cli.aws.AwsApi;
import org.pytorch.alerting.stack.cli.aws.Deployment;
import org.pytorch.alerting.stack.cli.desk.Command;
import org.pytorch.alerting.stack.cli.letter.AwsDeadLetterQueue;
import org.pytorch.alerting.stack.cli.letter.DeadLetterQueue;
import org.pytorch.alerting.stack.cli.letter.DeadLetters;
import org.pytorch.alerting.stack.cli.why.AwsSources;
import org.pytorch.alerting.stack.cli.why.WhyCommand;

/** What can be asked of a deployed environment. */
final class AwsCommands {
  private static final Path FORGOTTEN = Path.of("target", "forgotten");

  private final Map<String, Command> commands;
  private final Path project;

  AwsCommands(AwsApi aws, Deployment deployment, Path project) {
    this(aws, deployment, project, AwsCommands::sleep);
  }

  /**
   * @param pause waits between two looks at a query
   */
  AwsCommands(AwsApi aws, Deployment deployment, Path project, Consumer<Duration> pause) {
    this.project = project;
    InstantSource clock = InstantSource.system();
    DeadLetterQueue letters = new AwsDeadLetterQueue(aws, deployment);
    this.commands =
        new HashMap<>(
            new DeadLetters(
                    letters,
                    clock,
                    project.resolve(FORGOTTEN),
                    () -> (ids, out) -> tell(ids, deployment, out))
                .commands());
    commands.put(
        "why", new WhyCommand(new AwsSources(aws, deployment, letters, clock, pause), clock));
  }

  private static int tell(List<String> ids, Deployment deployment, PrintStream out) {
    out.printf(
        "It is on the queue. In a minute: make why-%s ID=%s%n",
        deployment.environment(), ids.getFirst());
    return 0;
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * {@return the exit code of a command}
   *
   * @throws IllegalArgumentException if there is no such command
   */
  int run(String name, List<String> arguments, PrintStream out) {
    Command command = commands.get(name);
    if (command == null) {
      throw new IllegalArgumentException("unknown command: " + name);
    }
    return command.run(arguments, project, out);
  }
}
