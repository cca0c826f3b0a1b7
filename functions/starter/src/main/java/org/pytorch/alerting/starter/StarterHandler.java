package org.pytorch.alerting.starter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Priming;
import org.pytorch.alerting.runtime.Restorable;
import org.pytorch.alerting.starter.queue.SqsEvent;
import org.pytorch.alerting.starter.queue.SqsMessageQueue;
import org.pytorch.alerting.starter.workflow.SfnWorkflowStarter;

/** The edge: takes an SQS batch, returns the ids of the messages to redeliver. */
public final class StarterHandler implements RequestStreamHandler {
  /** Kept back from the function's time, to leave unfinished messages in order and to respond. */
  static final Duration RESPONSE_MARGIN = Duration.ofSeconds(10);

  private final Restorable<BatchStarter> starter;
  private final InstantSource clock;

  /** Reads the process's variables, and prepares for a snapshot of the process. */
  public StarterHandler() {
    this(Wiring.of(Host.system()));
    Priming.beforeSnapshot(new StarterRehearsal(), Log.of("starter", Host.system()));
  }

  public StarterHandler(Wiring wiring) {
    this.starter = Restorable.of(wiring.starter());
    this.clock = wiring.clock();
  }

  /**
   * What the function works with.
   *
   * @param starter builds one, now and again after each restore
   */
  public record Wiring(Supplier<BatchStarter> starter, InstantSource clock) {
    /**
     * {@return the wiring that the host's variables ask for}
     *
     * @throws IllegalStateException if a variable is missing
     */
    public static Wiring of(Host host) {
      StarterSettings settings = StarterSettings.of(host.environment());
      return new Wiring(() -> starter(host, settings), host.clock());
    }

    /**
     * @throws IllegalStateException if a variable of a connection is missing or malformed
     */
    private static BatchStarter starter(Host host, StarterSettings settings) {
      Environment environment = host.environment();
      Executor executor = Executors.newVirtualThreadPerTaskExecutor();
      return new BatchStarter(
          new SfnWorkflowStarter(
              SfnWorkflowStarter.client(environment, SfnWorkflowStarter.RESPONSE_TIMEOUT),
              settings.stateMachineArn(),
              executor),
          new SqsMessageQueue(
              SqsMessageQueue.client(environment),
              settings.queueUrl(),
              settings.deadLetterQueueUrl()),
          executor,
          host.clock(),
          // Thread-safe.
          new SecureRandom(),
          Log.of("starter", host));
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    Instant now = clock.instant();
    Duration patience =
        Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESPONSE_MARGIN);
    Instant startBy = now.plus(patience).minus(Deadline.EXECUTION_TIMEOUT);
    BatchRun run = starter.get().start(SqsEvent.read(input, now), startBy);
    if (!finishes(run, patience)) {
      run.giveUp();
    }
    Json.write(output, Response.of(run.unhandled()));
  }

  private static boolean finishes(BatchRun run, Duration patience) {
    try {
      run.finished().get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch never completes exceptionally", e);
    }
  }

  /** Lambda's response for partial batch failures; an empty list means that all succeeded. */
  private record Response(@JsonProperty("batchItemFailures") List<ItemFailure> failures) {
    static Response of(List<String> ids) {
      return new Response(ids.stream().map(ItemFailure::new).toList());
    }
  }

  private record ItemFailure(@JsonProperty("itemIdentifier") String id) {}
}
