package org.pytorch.alerting.stack;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.pytorch.alerting.stack.github.Upstream;
import org.pytorch.alerting.stack.storage.Credentials;
import org.pytorch.alerting.stack.storage.DataFolder;

/**
 * The options of a stack.
 *
 * @param stateMachine the definition of the state machine
 * @param throughput the limit on requests to GitHub, and the concurrency that follows from it
 * @param policy the policy's JSON; empty for none
 * @param functionLog gets the functions' log lines
 * @param credentials the tokens of the webhook's senders, and the key of the App on the fake GitHub
 * @param data keeps everything over a restart; empty to forget it
 * @param console where the console will be, for links to it; empty if that is not known before
 */
@RecordBuilder
public record StackOptions(
    StateMachineFile stateMachine,
    Ports ports,
    Upstream upstream,
    Throughput throughput,
    Optional<Path> policy,
    PrintStream functionLog,
    Credentials credentials,
    Optional<DataFolder> data,
    Optional<URI> console)
    implements StackOptionsBuilder.With {

  /**
   * {@return options for free ports, the fake GitHub, and no output}
   *
   * @param project the root folder of the project
   */
  public static StackOptions quiet(Path project) {
    return new StackOptions(
        new StateMachineFile(project.resolve("statemachine/alert-pipeline.asl.json")),
        Ports.FREE,
        new Upstream.Fake(),
        Throughput.DEPLOYED,
        Optional.empty(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Credentials.random(Stack.SOURCES),
        Optional.empty(),
        Optional.empty());
  }
}
