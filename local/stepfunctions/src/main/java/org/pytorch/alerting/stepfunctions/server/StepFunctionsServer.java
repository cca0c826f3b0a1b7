package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/**
 * The Step Functions API over HTTP (AWS JSON 1.0), on 127.0.0.1. Signatures are ignored. SDKs put
 * {@code sync-} before the host for StartSyncExecution; clients must switch that off.
 */
public final class StepFunctionsServer implements AutoCloseable {
  private static final String DEFAULT_REGION = "us-east-1";
  private static final String TARGET_PREFIX = "AWSStepFunctions.";

  /** AWS's limit of a definition is one MiB; the rest is room for the other fields. */
  private static final int MAX_REQUEST_BYTES = 2 * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(StepFunctionsServer.class.getName());

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Machines machines;
  private final Executions executions;

  private StepFunctionsServer(
      HttpServer server,
      Arns arns,
      Scheduler scheduler,
      Map<String, TaskService> services,
      ExecutionArchive archive) {
    this.server = server;
    this.machines = new Machines(arns, scheduler, services.keySet());
    this.executions = new Executions(arns, machines, scheduler, services, archive);
  }

  /** Starts a server in the region us-east-1. */
  public static StepFunctionsServer start(
      int port, Scheduler scheduler, Map<String, TaskService> services) throws IOException {
    return start(port, DEFAULT_REGION, scheduler, services);
  }

  /**
   * Starts a server.
   *
   * @param port 0 for a free one
   * @param region for the ARNs
   * @param scheduler must run by itself, such as a RealScheduler; the server does not close it
   * @param services the service for each Resource
   * @throws IOException if the port cannot be bound
   */
  public static StepFunctionsServer start(
      int port, String region, Scheduler scheduler, Map<String, TaskService> services)
      throws IOException {
    return start(port, region, scheduler, services, ExecutionArchive.none());
  }

  /**
   * Starts a server.
   *
   * @param port 0 for a free one
   * @param region for the ARNs
   * @param scheduler must run by itself, such as a RealScheduler; the server does not close it
   * @param services the service for each Resource
   * @param archive keeps ended executions for the next process
   * @throws IOException if the port cannot be bound
   */
  public static StepFunctionsServer start(
      int port,
      String region,
      Scheduler scheduler,
      Map<String, TaskService> services,
      ExecutionArchive archive)
      throws IOException {
    InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer http = HttpServer.create(new InetSocketAddress(local, port), 0);
    StepFunctionsServer server =
        new StepFunctionsServer(http, new Arns(region), scheduler, Map.copyOf(services), archive);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** {@return the address, such as http://127.0.0.1:8083} */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Stops the server and aborts the running executions. */
  @Override
  public void close() {
    executions.abortAll();
    server.stop(0);
    threads.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST_BYTES + 1);
      Optional<String> target =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      try {
        if (body.length > MAX_REQUEST_BYTES) {
          throw ApiException.validation("The request is too long");
        }
        ApiRequest request = ApiRequest.parse(new String(body, StandardCharsets.UTF_8));
        respond(exchange, 200, call(target.orElse(""), request));
      } catch (ApiException e) {
        respond(exchange, 400, error(e.type(), String.valueOf(e.getMessage())));
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "A bug of the embedded Step Functions", bug);
        respond(exchange, 500, error("InternalFailure", bug.toString()));
      }
    }
  }

  private JsonNode call(String target, ApiRequest request) {
    String action =
        target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : "";
    return switch (action) {
      case "CreateStateMachine" -> machines.create(request);
      case "UpdateStateMachine" -> machines.update(request);
      case "DescribeStateMachine" -> machines.describe(request);
      case "ListStateMachines" -> machines.list(request);
      case "DeleteStateMachine" -> machines.delete(request);
      case "ValidateStateMachineDefinition" -> machines.validate(request);
      case "ListTagsForResource" -> machines.listTags(request);
      case "TagResource" -> machines.tag(request);
      case "UntagResource" -> machines.untag(request);
      case "StartSyncExecution" -> executions.startSync(request);
      case "StartExecution" -> executions.start(request);
      case "StopExecution" -> executions.stop(request);
      case "DescribeStateMachineForExecution" -> executions.describeMachine(request);
      case "DescribeExecution" -> executions.describe(request);
      case "ListExecutions" -> executions.list(request);
      case "GetExecutionHistory" -> executions.history(request);
      default ->
          throw new ApiException(
              "UnknownOperationException", "'%s' is not supported here".formatted(target));
    };
  }

  private static JsonNode error(String type, String message) {
    return JsonNodeFactory.instance.objectNode().put("__type", type).put("message", message);
  }

  private static void respond(HttpExchange exchange, int status, JsonNode json) throws IOException {
    byte[] body = JsonText.of(json).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
