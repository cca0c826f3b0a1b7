package org.pytorch.alerting.infra;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * A function's zip, unpacked and started as Lambda does: by AWS's runtime client, in its own
 * process, with only the variables that Lambda and Terraform set.
 */
record FunctionProcess(Process process, Path log) implements AutoCloseable {
  static final String METRICS_NAMESPACE = "AlertPipeline/alerting-test";
  static final String COMMIT = "0123456789ab";

  /** Percentage of the function's memory; the rest is for classes, compiled code and threads. */
  private static final int HEAP_PERCENT = 50;

  private static final int KILOBYTES = 1_024;

  private static final Terraform TERRAFORM = Terraform.read();

  /**
   * Starts it.
   *
   * @param variables additional variables that Lambda sets, such as credentials
   * @param jvmOptions in addition to Lambda's
   */
  static FunctionProcess start(
      String function, LocalCloud cloud, Map<String, String> variables, List<String> jvmOptions)
      throws IOException {
    Map<String, Object> row = TERRAFORM.table("functions").get(function);
    Path task = unpacked((String) row.get("artefact"));
    Path log = Repository.TARGET.resolve(function + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx%dm".formatted(memoryMegabytes(row) * HEAP_PERCENT / 100),
            "--enable-native-access=ALL-UNNAMED",
            // Lambda's managed runtime starts this class too; it has the snapshot hooks.
            "-Dorg.crac.Core.Compat=" + Core.class.getPackageName(),
            "-cp",
            runtimeClient(),
            AWSLambda.class.getName(),
            (String) row.get("handler")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            // The runtime client loads the function from the working directory and its lib/.
            .directory(task.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(fromLambda(function, row, cloud));
    builder.environment().putAll(fromTerraform(row, cloud));
    builder.environment().putAll(variables);
    return new FunctionProcess(builder.start(), log);
  }

  /** {@return what the function has printed} */
  String printed() {
    return Repository.text(log);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets the process end by itself, as on Lambda, and waits for it. */
  void end() {
    process.destroy();
    process.onExit().join();
  }

  /** {@return the peak memory use in MB; absent if the system does not report it} */
  OptionalInt peakMegabytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return OptionalInt.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / KILOBYTES)
        .findFirst();
  }

  private static int memoryMegabytes(Map<String, Object> row) {
    return Terraform.number(requireNonNull(row.get("memory_size")));
  }

  /** As in the Lambda Developer Guide under "Defined runtime environment variables". */
  private static Map<String, String> fromLambda(
      String function, Map<String, Object> row, LocalCloud cloud) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_LAMBDA_RUNTIME_API", cloud.authority());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", "alerting-test-" + function);
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memoryMegabytes(row)));
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/alerting-test-" + function);
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
    variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_DEFAULT_REGION", "us-east-1");
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    for (String service : List.of("DYNAMODB", "SQS", "SNS", "SFN", "SECRETS_MANAGER")) {
      variables.put("AWS_ENDPOINT_URL_" + service, cloud.address());
    }
    return variables;
  }

  /** The names are Terraform's; most values are references that only a deployment resolves. */
  @SuppressWarnings("unchecked") // The row's variables are a map.
  private static Map<String, String> fromTerraform(Map<String, Object> row, LocalCloud cloud) {
    Map<String, Object> common = (Map<String, Object>) TERRAFORM.local("common_variables");
    return Stream.of((Map<String, Object>) row.get("variables"), common)
        .flatMap(variables -> variables.keySet().stream())
        .collect(Collectors.toMap(name -> name, name -> value(name, cloud)));
  }

  private static String value(String name, LocalCloud cloud) {
    return switch (name) {
      case "METRICS_NAMESPACE" -> METRICS_NAMESPACE;
      case "COMMIT" -> COMMIT;
      case "TOPIC_ARN" -> "arn:aws:sns:us-east-1:123456789012:alerting-test-alerts";
      case "WEBHOOK_SECRET_ID" ->
          "arn:aws:secretsmanager:us-east-1:123456789012:secret:alerting-test-webhook-AbCdEf";
      case "STATE_MACHINE_ARN" ->
          "arn:aws:states:us-east-1:123456789012:stateMachine:alerting-test-alert-pipeline";
      case "QUEUE_URL" -> cloud.address() + "/123456789012/alerting-test-alerts";
      case "DEAD_LETTER_QUEUE_URL" ->
          cloud.address() + "/123456789012/alerting-test-alerts-dead-letters";
      case "STATUS_TABLE_NAME" -> "alerting-test-alerts-state";
      case "GITHUB_REPO" -> "octo/alerts";
      case "GITHUB_APP_SECRET_ID" ->
          "arn:aws:secretsmanager:us-east-1:123456789012:secret:alerting-test-github-app-AbCdEf";
      case "GITHUB_API_URL" -> cloud.address();
      case "ENABLE_GITHUB_ISSUES" -> "true";
      case "GITHUB_REQUESTS_PER_SECOND" -> "10";
      case "GITHUB_WRITES_PER_MINUTE" -> "60";
      case "GITHUB_WRITES_PER_HOUR" -> "400";
      case "GITHUB_MAX_CONCURRENCY" -> "5";
      // The default.
      case "SEARCH_UNKNOWN_ISSUES" -> "false";
      case "ALERTMANAGER_SEVERITY_PRIORITIES", "DISPLAY_TIME_ZONE", "DOCS_URL", "POLICY_FILE" -> "";
      case "EXECUTION_PAGE" ->
          "https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1"
              + "#/express-executions/details/{execution}?startDate={started}";
      default -> throw new IllegalArgumentException("no value is defined here for  " + name);
    };
  }

  private static Path unpacked(String artefact) throws IOException {
    Path task = Repository.TARGET.resolve("task").resolve(artefact);
    if (!Files.exists(task)
        || Files.getLastModifiedTime(task)
                .compareTo(Files.getLastModifiedTime(Repository.zip(artefact)))
            < 0) {
      delete(task);
      Files.createDirectories(task);
      new Artefact(artefact).unpack(task);
      Files.setLastModifiedTime(task, Files.getLastModifiedTime(Repository.zip(artefact)));
    }
    return task;
  }

  /** Files of an older zip must not help this one to start. */
  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static String runtimeClient() {
    return Stream.of(
            AWSLambda.class,
            RequestHandler.class,
            PojoSerializer.class,
            SdkInternalThreadLocal.class)
        .map(FunctionProcess::jar)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jar(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
