package org.pytorch.alerting.stack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.function.Function;
import org.pytorch.alerting.decide.DecideHandler;
import org.pytorch.alerting.decide.RecordHandler;
import org.pytorch.alerting.github.GitHubHandler;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.stack.aws.lambda.LambdaFunction;
import org.pytorch.alerting.starter.StarterHandler;
import org.pytorch.alerting.webhook.WebhookHandler;

/** The real handlers, each with the timeout it has on AWS. */
public final class PipelineFunctions {
  private final Function<FunctionName, Environment> variables;
  private final Throughput throughput;
  private final InstantSource clock;
  private final PrintStream log;

  /**
   * @param variables the environment variables of each function
   * @param throughput determines the number of instances of the github function
   * @param log gets the functions' log lines
   */
  public PipelineFunctions(
      Function<FunctionName, Environment> variables,
      Throughput throughput,
      InstantSource clock,
      PrintStream log) {
    this.variables = variables;
    this.throughput = throughput;
    this.clock = clock;
    this.log = log;
  }

  /** {@return the function {@code name}, ready to be deployed} */
  public LambdaFunction function(FunctionName name) {
    Host host = new Host(variables.apply(name), clock, log);
    Function<Host, RequestStreamHandler> handler = handler(name);
    OptionalInt reserved =
        name == FunctionName.GITHUB && throughput.paced()
            ? OptionalInt.of(throughput.gitHubConcurrency())
            : OptionalInt.empty();
    return new LambdaFunction(name.text(), timeout(name), reserved, () -> handler.apply(host));
  }

  private static Function<Host, RequestStreamHandler> handler(FunctionName name) {
    return switch (name) {
      case WEBHOOK -> host -> new WebhookHandler(WebhookHandler.Wiring.of(host));
      case STARTER -> host -> new StarterHandler(StarterHandler.Wiring.of(host));
      case NORMALIZE -> NormalizeHandler::new;
      case DECIDE -> host -> new DecideHandler(DecideHandler.Wiring.of(host));
      case GITHUB -> host -> new GitHubHandler(GitHubHandler.Wiring.of(host));
      case RECORD -> host -> new RecordHandler(RecordHandler.Wiring.of(host));
    };
  }

  /** {@return the function's timeout, shorter than its task's in the state machine} */
  public static Duration timeout(FunctionName name) {
    return switch (name) {
      case WEBHOOK -> Duration.ofSeconds(20);
      case STARTER -> Duration.ofSeconds(270);
      case NORMALIZE, DECIDE, RECORD -> Duration.ofSeconds(10);
      case GITHUB -> Duration.ofSeconds(27);
    };
  }
}
