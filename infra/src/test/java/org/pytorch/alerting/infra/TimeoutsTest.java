package org.pytorch.alerting.infra;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.starter.BatchStarter;
import org.pytorch.alerting.starter.workflow.SfnWorkflowStarter;
import org.pytorch.alerting.webhook.sender.SecretsManagerSenderSecrets;
import org.pytorch.alerting.webhook.topic.SnsAlertTopic;

/**
 * Each timeout is longer than the ones it contains, from GitHub's response to the queue's
 * visibility timeout.
 */
class TimeoutsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
  private static final Terraform TERRAFORM = Terraform.read();
  private static final JsonNode MACHINE =
      Json.read(Repository.text(Repository.STATE_MACHINE), JsonNode.class);
  private static final Map<String, Integer> FUNCTIONS = functionTimeouts();

  @Test
  void terraform_fills_in_the_state_machines_placeholders() {
    String template = TERRAFORM.one("resource", "aws_sfn_state_machine", "alert_pipeline").text();
    String keys = template.substring(template.indexOf("templatefile("));
    keys = keys.substring(keys.indexOf('{', keys.indexOf(".asl.json")), keys.indexOf("})"));
    Set<String> filledIn = all(Pattern.compile("(?m)^\\s+(\\w+)\\s+="), keys);

    assertThat(all(PLACEHOLDER, Repository.text(Repository.STATE_MACHINE)))
        .isNotEmpty()
        .isSubsetOf(filledIn);
    // The partition is for ARNs in the definition.
    filledIn.remove("partition");
    assertThat(all(PLACEHOLDER, Repository.text(Repository.STATE_MACHINE))).containsAll(filledIn);
  }

  /** The table "Time" of {@code docs/ARCHITECTURE.md}. */
  @Test
  void timeouts_match_the_documentation() {
    assertThat(FUNCTIONS)
        .containsAllEntriesOf(
            Map.of("starter", 270, "normalize", 10, "decide", 10, "record", 10, "github", 27));
    assertThat(functionTasks())
        .allSatisfy(
            task ->
                assertThat(task.path("TimeoutSeconds").asInt())
                    .isEqualTo(function(task).equals("github") ? 30 : 12));
    assertThat(MACHINE.path("TimeoutSeconds").asInt()).isEqualTo(240);
    assertThat(SfnWorkflowStarter.RESPONSE_TIMEOUT).isEqualTo(Duration.ofSeconds(250));
  }

  @Test
  void a_function_times_out_before_its_task() {
    List<JsonNode> tasks = functionTasks();
    assertThat(tasks).hasSizeGreaterThanOrEqualTo(7);
    for (JsonNode task : tasks) {
      String function = function(task);
      assertThat(task.path("TimeoutSeconds").asInt())
          .as("the timeout of a task that calls " + function)
          .isGreaterThan(FUNCTIONS.get(function));
    }
  }

  @Test
  void every_task_ends_before_the_state_machine() {
    int machine = MACHINE.path("TimeoutSeconds").asInt();
    assertThat(machine).isEqualTo(Deadline.EXECUTION_TIMEOUT.toSeconds());
    assertThat(functionTasks())
        .allSatisfy(task -> assertThat(task.path("TimeoutSeconds").asInt()).isLessThan(machine));
    // AWS stops Express executions after five minutes.
    assertThat(machine).isLessThanOrEqualTo(300);
  }

  @Test
  void the_starter_outlives_the_execution_it_waits_for() {
    assertThat(SfnWorkflowStarter.RESPONSE_TIMEOUT).isGreaterThan(Deadline.EXECUTION_TIMEOUT);
    // The last 10 s are for unfinished messages.
    assertThat(seconds("starter"))
        .isGreaterThan(SfnWorkflowStarter.RESPONSE_TIMEOUT.plusSeconds(10));
  }

  @Test
  void a_message_stays_invisible_for_six_starter_timeouts() {
    String visibility =
        TERRAFORM
            .one("resource", "aws_sqs_queue", "alerts")
            .expression("visibility_timeout_seconds")
            .orElseThrow();
    Matcher product =
        Pattern.compile("(\\d+) \\* local\\.function_timeouts\\.starter").matcher(visibility);
    assertThat(product.matches()).as(visibility).isTrue();
    assertThat(Integer.parseInt(product.group(1))).isGreaterThanOrEqualTo(6);
  }

  /** {@code docs/OPERATIONS.md}: 20 deliveries, then the message is in the dead-letter queue. */
  @Test
  void a_message_is_delivered_20_times() {
    assertThat(TERRAFORM.one("resource", "aws_sqs_queue", "alerts").expression("maxReceiveCount"))
        .contains("20");
  }

  @Test
  void a_claim_outlives_its_execution_and_the_longest_function() {
    int longest =
        functionTasks().stream()
            .mapToInt(task -> FUNCTIONS.get(function(task)))
            .max()
            .orElseThrow();
    assertThat(Decider.LEASE)
        .isGreaterThan(Deadline.EXECUTION_TIMEOUT.plus(Duration.ofSeconds(longest)));
  }

  @Test
  void the_webhook_outlives_its_calls_and_the_api_outlives_the_webhook() {
    assertThat(seconds("webhook"))
        .isGreaterThan(SecretsManagerSenderSecrets.CALL_TIMEOUT.plus(SnsAlertTopic.TIME_LIMIT));
    String api =
        TERRAFORM
            .one("resource", "aws_apigatewayv2_integration", "webhook")
            .expression("timeout_milliseconds")
            .orElseThrow();
    assertThat(Duration.ofMillis(Long.parseLong(api))).isGreaterThan(seconds("webhook"));
  }

  /** The alarm must not return to OK between two attempts of a stuck message. */
  @Test
  void the_alarm_for_failing_messages_spans_the_longest_wait_between_attempts() {
    Map<String, Object> alarm = TERRAFORM.table("alarms").get("failed-message-age");
    Duration period = Duration.ofMinutes(5);
    Duration window = period.multipliedBy(Terraform.number(row(alarm, "periods")));

    assertThat(Terraform.number(row(alarm, "datapoints"))).isOne();
    // A period is aligned with the clock, so up to one of them does not count.
    assertThat(window.minus(period))
        .isGreaterThanOrEqualTo(BatchStarter.LONGEST_WAIT.plus(seconds("starter")));
    assertThat(Terraform.number(row(alarm, "threshold"))).isEqualTo(900_000);
  }

  @Test
  void a_repeated_failure_raises_an_alarm_and_a_single_one_does_not() {
    Map<String, Object> alarm = TERRAFORM.table("alarms").get("executions-failed");

    assertThat(Terraform.number(row(alarm, "periods"))).isEqualTo(6);
    assertThat(Terraform.number(row(alarm, "datapoints"))).isEqualTo(2);
  }

  private static Object row(Map<String, Object> alarm, String name) {
    return requireNonNull(alarm.get(name), name);
  }

  @Test
  void every_function_has_its_timeout_in_the_table() {
    assertThat(FUNCTIONS.keySet()).isEqualTo(TERRAFORM.table("functions").keySet());
    assertThat(TERRAFORM.one("resource", "aws_lambda_function", "function").expression("timeout"))
        .contains("local.function_timeouts[each.key]");
  }

  private static Duration seconds(String function) {
    return Duration.ofSeconds(FUNCTIONS.get(function));
  }

  @SuppressWarnings("unchecked") // The table's rows are numbers.
  private static Map<String, Integer> functionTimeouts() {
    return ((Map<String, Object>) TERRAFORM.local("function_timeouts"))
        .entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, row -> Terraform.number(row.getValue())));
  }

  /** {@return all tasks that call a function, including those in the Map} */
  private static List<JsonNode> functionTasks() {
    return MACHINE.findParents("Resource").stream()
        .filter(state -> state.path("Resource").asText().endsWith("_function_arn}"))
        .toList();
  }

  private static String function(JsonNode task) {
    return task.path("Resource").asText().replaceAll("^\\$\\{(\\w+)_function_arn}$", "$1");
  }

  private static Set<String> all(Pattern pattern, String text) {
    return Stream.of(text)
        .flatMap(whole -> pattern.matcher(whole).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
