package org.pytorch.alerting.bench;

import java.io.PrintStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.FunctionVariables;
import org.pytorch.alerting.stack.PipelineFunctions;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.journal.FunctionLog;

/**
 * Deploys functions of a running stack again, so that every function starts without an instance.
 *
 * @param table the functions' DynamoDB endpoint
 * @param log gets the functions' log lines
 */
record Redeployment(Stack stack, Throughput throughput, URI table, PrintStream log) {
  /** As long as that of a stack; nobody opens it. */
  private static final URI DOCS = URI.create("http://127.0.0.1:40123");

  void of(FunctionName... names) {
    PipelineFunctions functions =
        new PipelineFunctions(
            variables()::of,
            throughput,
            InstantSource.system(),
            FunctionLog.to(stack.journal(), log));
    for (FunctionName name : names) {
      stack.lambda().deploy(functions.function(name));
    }
  }

  private FunctionVariables variables() {
    StackDescription at = stack.description();
    return new FunctionVariables(
        at.region(),
        new FunctionVariables.Endpoints(
            at.sqs().endpoint(),
            at.sns().endpoint(),
            table,
            at.secretsmanager().endpoint(),
            at.stepfunctions().endpoint()),
        at.sns().topicArn(),
        at.sqs().queueUrl(),
        at.sqs().dlqUrl(),
        at.stepfunctions().stateMachineArn(),
        at.dynamodb().table(),
        at.secretsmanager().webhook(),
        at.secretsmanager().githubApp(),
        at.github().endpoint(),
        at.github().repo(),
        false,
        DOCS,
        throughput,
        stack.policy(),
        Optional.empty());
  }
}
