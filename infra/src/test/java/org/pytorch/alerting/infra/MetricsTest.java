package org.pytorch.alerting.infra;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.runtime.Log;

/** Alarms, dashboard and queries use only metrics and fields that the code emits or AWS defines. */
class MetricsTest {
  private static final Terraform TERRAFORM = Terraform.read();
  private static final List<Artefact> ARTEFACTS =
      TERRAFORM.table("functions").values().stream()
          .map(row -> new Artefact((String) row.get("artefact")))
          .distinct()
          .toList();

  /**
   * The metrics of AWS by namespace, with their dimensions: the user guides of SQS ("Available
   * CloudWatch metrics"), Step Functions ("Monitoring with CloudWatch"), Lambda ("Types of
   * metrics"), API Gateway ("Monitor CloudWatch metrics for HTTP APIs"), SNS ("Monitoring topics
   * using CloudWatch") and DynamoDB ("Metrics and dimensions").
   */
  private static final Map<String, Map<String, Set<String>>> METRICS_OF_AWS =
      Map.of(
          "AWS/SQS",
          with(
              Set.of("QueueName"),
              "ApproximateNumberOfMessagesVisible",
              "ApproximateNumberOfMessagesNotVisible",
              "ApproximateNumberOfMessagesDelayed",
              "ApproximateAgeOfOldestMessage"),
          "AWS/States",
          with(
              Set.of("StateMachineArn"),
              "ExecutionsStarted",
              "ExecutionsSucceeded",
              "ExecutionsFailed",
              "ExecutionsTimedOut",
              "ExecutionThrottled"),
          "AWS/Lambda",
          with(Set.of("FunctionName"), "Duration", "Errors", "Throttles"),
          "AWS/ApiGateway",
          with(Set.of("ApiId"), "5xx"),
          "AWS/SNS",
          with(
              Set.of("TopicName"),
              "NumberOfNotificationsFailed",
              "NumberOfNotificationsFailedToRedriveToDlq"),
          "AWS/DynamoDB",
          with(Set.of("TableName", "Operation"), "SystemErrors"));

  /** The namespace of metrics from log filters. */
  private static final Set<String> FROM_LOGS =
      Set.of("local.access_log_namespace", "AlertPipeline/var.name_prefix/access-log");

  private static final Pattern SEARCH =
      Pattern.compile(
          "^SEARCH\\('\\{\"([^,}\"]+)\"((?:,\\w+)*)} MetricName=\"(\\w+)\"', '\\w+', \\d+\\)$");

  /** A metric that an alarm or a widget uses. The namespace is the text of its expression. */
  private record MetricUse(String namespace, String metric, Set<String> dimensions) {}

  @ParameterizedTest
  @MethodSource("alarms")
  void the_metric_of_every_alarm_is_emitted(String alarm) {
    Map<String, Object> row = TERRAFORM.table("alarms").get(alarm);
    for (Map<String, Object> dimensions : series(row)) {
      assertEmitted(
          new MetricUse(
              row.get("namespace").toString(), row.get("metric").toString(), dimensions.keySet()));
    }
  }

  @Test
  void every_function_except_github_has_an_alarm_for_throttles() {
    Set<String> watched = new TreeSet<>(each(TERRAFORM.table("alarms").get("functions-throttled")));
    Set<String> functions = new TreeSet<>(TERRAFORM.table("functions").keySet());
    functions.remove("github");

    assertThat(watched).isEqualTo(functions);
  }

  @Test
  void every_table_operation_has_an_alarm_for_its_errors() {
    String policy =
        TERRAFORM.one("data", "aws_iam_policy_document", "alerts_state").text().toLowerCase(ROOT);
    Set<String> allowed =
        Pattern.compile("dynamodb:(\\w+)item\"")
            .matcher(policy)
            .results()
            .map(action -> action.group(1))
            .collect(Collectors.toSet());

    assertThat(allowed).isNotEmpty();
    assertThat(each(TERRAFORM.table("alarms").get("table-errors"))).containsAll(allowed);
  }

  @ParameterizedTest
  @MethodSource("alarms")
  void every_dimension_value_of_an_alarm_is_in_the_code(String alarm) {
    Map<String, Object> row = TERRAFORM.table("alarms").get(alarm);
    if (isOurs(row.get("namespace").toString())) {
      assertThat(texts())
          .containsAll(
              series(row).stream()
                  .flatMap(dimensions -> dimensions.values().stream())
                  .map(Object::toString)
                  .filter(value -> !value.matches("[0-9]+"))
                  .toList());
    }
  }

  @Test
  void every_metric_on_the_dashboard_is_emitted() {
    assertThat(dashboard()).hasSizeGreaterThan(30).allSatisfy(MetricsTest::assertEmitted);
  }

  @Test
  void all_our_metrics_are_on_the_dashboard() {
    Set<String> shown =
        dashboard().stream()
            .filter(use -> isOurs(use.namespace()))
            .map(MetricUse::metric)
            .collect(Collectors.toSet());
    assertThat(shown).isEqualTo(emitted().keySet());
  }

  @Test
  void the_dashboard_shows_every_function() {
    String dashboard = TERRAFORM.local("widgets").toString();
    assertThat(TERRAFORM.table("functions").keySet())
        .allSatisfy(function -> assertThat(dashboard).contains("var.name_prefix-" + function));
  }

  @Test
  void the_code_writes_every_field_of_a_query() {
    Set<String> written = fields();
    Map<String, Map<String, Object>> queries = TERRAFORM.table("queries");
    assertThat(queries).hasSizeGreaterThanOrEqualTo(3);
    for (Map<String, Object> query : queries.values()) {
      assertThat(written).containsAll(queried(query.get("query").toString()));
    }
  }

  @Test
  void every_alarm_has_a_runbook() {
    String operations = Repository.text(Repository.ROOT.resolve("docs/OPERATIONS.md"));
    assertThat(
            Pattern.compile("(?m)^### `([a-z0-9-]+)`$")
                .matcher(operations)
                .results()
                .map(heading -> heading.group(1)))
        .containsExactlyInAnyOrderElementsOf(TERRAFORM.table("alarms").keySet());
  }

  static Stream<String> alarms() {
    return TERRAFORM.table("alarms").keySet().stream();
  }

  private static void assertEmitted(MetricUse use) {
    if (FROM_LOGS.contains(use.namespace())) {
      assertThat(fromLogFilters()).contains(use.metric());
      assertThat(use.dimensions()).isEmpty();
    } else if (isOurs(use.namespace())) {
      assertThat(emitted()).as("our metrics").containsKey(use.metric());
      assertThat(emitted().get(use.metric()))
          .as("the dimensions of " + use.metric())
          .contains(use.dimensions());
    } else {
      assertThat(METRICS_OF_AWS).containsKey(use.namespace());
      assertThat(METRICS_OF_AWS.get(use.namespace())).containsKey(use.metric());
      assertThat(use.dimensions()).isEqualTo(METRICS_OF_AWS.get(use.namespace()).get(use.metric()));
    }
  }

  /** {@return the metrics of log filters} */
  private static List<String> fromLogFilters() {
    return TERRAFORM.all("resource", "aws_cloudwatch_log_metric_filter").stream()
        .map(filter -> Pattern.compile("name {6}= \"(\\w+)\"").matcher(filter.text()))
        .flatMap(Matcher::results)
        .map(name -> name.group(1))
        .toList();
  }

  /** {@return each metric with the sets of dimensions it is emitted with} */
  private static Map<String, Set<Set<String>>> emitted() {
    Map<String, Set<Set<String>>> emitted = new HashMap<>();
    for (Artefact artefact : ARTEFACTS) {
      for (ConstantCalls call : artefact.metrics()) {
        Set<Set<String>> sets = emitted.computeIfAbsent(call.text(0), _ -> new HashSet<>());
        sets.add(Set.copyOf(call.keys(2)));
        // Log adds the total.
        sets.add(Set.of());
      }
    }
    return emitted;
  }

  @SuppressWarnings("unchecked") // The widgets are a list of maps with a list of lists.
  private static List<MetricUse> dashboard() {
    List<MetricUse> uses = new ArrayList<>();
    for (Map<String, Object> widget : (List<Map<String, Object>>) TERRAFORM.local("widgets")) {
      List<List<Object>> metrics = (List<List<Object>>) widget.get("metrics");
      assertThat(metrics).as("the metrics of %s", widget.get("title")).isNotEmpty();
      metrics.forEach(metric -> uses.add(use(metric)));
    }
    return uses;
  }

  private static MetricUse use(List<Object> metric) {
    if (metric.getFirst() instanceof Map<?, ?> search) {
      String expression = String.valueOf(search.get("expression"));
      MatchResult found =
          SEARCH
              .matcher(expression)
              .results()
              .findFirst()
              .orElseThrow(() -> unsupported(expression));
      return new MetricUse(
          found.group(1),
          found.group(3),
          Stream.of(found.group(2).split(","))
              .filter(name -> !name.isEmpty())
              .collect(Collectors.toSet()));
    }
    List<String> words =
        metric.stream().filter(word -> !(word instanceof Map)).map(Object::toString).toList();
    Set<String> dimensions = new TreeSet<>();
    for (int i = 2; i < words.size(); i += 2) {
      dimensions.add(words.get(i));
    }
    return new MetricUse(words.get(0), words.get(1), dimensions);
  }

  private static AssertionError unsupported(String expression) {
    return new AssertionError("unsupported search expression: " + expression);
  }

  private static boolean isOurs(String namespace) {
    return !FROM_LOGS.contains(namespace)
        && (namespace.startsWith(Log.METRICS_NAMESPACE + "/")
            || namespace.equals("local.metrics_namespace"));
  }

  /** {@return every log field, including those that Log itself adds} */
  private static Set<String> fields() {
    Set<String> fields =
        new HashSet<>(Set.of("function", "message", "timestamp", "level", "version", "commit"));
    for (Artefact artefact : ARTEFACTS) {
      artefact.calls("org/pytorch/alerting/runtime/Log$Line").stream()
          .filter(call -> call.method().equals("with"))
          .forEach(call -> fields.add(call.text(0)));
    }
    return fields;
  }

  private static Set<String> queried(String query) {
    Set<String> queried = new HashSet<>();
    for (String line : query.lines().map(String::strip).toList()) {
      String names =
          line.replaceFirst("^\\|?\\s*(fields|filter|sort)\\s", "")
              .replaceAll("\"[^\"]*\"|/[^/]*/", "")
              .replaceAll(
                  "\\b(coalesce|ispresent|as id|as what_to_fix|or|and|like|asc|desc)\\b", "");
      if (!names.equals(line) && !line.startsWith("#")) {
        Pattern.compile("(?<!@)\\b[a-z_]+\\b")
            .matcher(names)
            .results()
            .forEach(name -> queried.add(name.group()));
      }
    }
    return queried;
  }

  private static Set<String> texts() {
    return ARTEFACTS.stream()
        .flatMap(artefact -> artefact.classes().stream())
        .flatMap(file -> ConstantCalls.texts(file).stream())
        .collect(Collectors.toSet());
  }

  /** {@return the dimensions of the row's alarms, one map for each} */
  @SuppressWarnings("unchecked") // The dimensions of a row are a map, or a map of maps.
  private static List<Map<String, Object>> series(Map<String, Object> row) {
    return row.get("each") instanceof Map<?, ?> each
        ? List.copyOf(((Map<String, Map<String, Object>>) each).values())
        : List.of((Map<String, Object>) row.get("dimensions"));
  }

  private static Set<String> each(Map<String, Object> row) {
    return ((Map<?, ?>) row.get("each"))
        .keySet().stream().map(Object::toString).collect(Collectors.toSet());
  }

  private static Map<String, Set<String>> with(Set<String> dimensions, String... metrics) {
    return Stream.of(metrics).collect(Collectors.toMap(metric -> metric, _ -> dimensions));
  }
}
