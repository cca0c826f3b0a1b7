package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.infra.Terraform.Block;

/** Roles have no more permissions than they need, and stored data is encrypted. */
class PermissionsTest {
  private static final Terraform TERRAFORM = Terraform.read();

  /** Statements for all resources, each because the service has no resource-level permissions. */
  private static final List<String> ALL_RESOURCES =
      List.of(
          // X-Ray has no resource-level permissions.
          "function/WriteTraces",
          "state_machine/WriteTraces",
          // A function's network interfaces do not exist yet when it is created.
          "function/JoinNetwork",
          // Log delivery has no resource-level permissions either.
          "state_machine/DeliverLogs",
          // In a key policy, "*" means this key.
          "alerts_key/AdministeredByTheAccount",
          "alerts_key/Alarms");

  @Test
  void only_listed_statements_cover_all_resources_and_each_has_its_reason() {
    List<String> found = new ArrayList<>();
    for (Block document : TERRAFORM.all("data", "aws_iam_policy_document")) {
      List<String> lines = document.text().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().startsWith("resources") && lines.get(i).contains("\"*\"")) {
          List<String> before = lines.subList(0, i);
          int statement =
              Math.max(before.lastIndexOf("  statement {"), before.lastIndexOf("    content {"));
          found.add(document.labels().getLast() + "/" + sid(lines.subList(statement, i)));
          assertThat(lines.get(statement - 1).strip()).startsWith("# ");
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(ALL_RESOURCES);
  }

  @Test
  void no_action_is_a_wildcard_except_for_the_account_on_its_key() {
    for (Block document : TERRAFORM.all("data", "aws_iam_policy_document")) {
      List<String> wildcards =
          document
              .text()
              .lines()
              .filter(line -> line.strip().startsWith("actions"))
              .filter(line -> line.contains(":*\"") || line.contains("\"*\""))
              .toList();
      assertThat(wildcards.size())
          .as(document.labels() + ": " + wildcards)
          .isEqualTo(document.labels().getLast().equals("alerts_key") ? 1 : 0);
    }
  }

  @Test
  void every_function_has_its_own_role() {
    Block role = TERRAFORM.one("resource", "aws_iam_role", "function");
    assertThat(role.expression("for_each")).contains("local.functions");
    assertThat(TERRAFORM.one("resource", "aws_lambda_function", "function").expression("role"))
        .contains("aws_iam_role.function[each.key].arn");
  }

  /** To quarantine, and to send checks. */
  @Test
  void the_state_machine_may_send_to_its_two_queues_and_do_nothing_else_with_them() {
    String document = document("state_machine");

    assertThat(document.lines().map(String::strip).filter(line -> line.contains("sqs:")))
        .containsOnly("actions   = [\"sqs:SendMessage\"]");
    assertThat(document.lines().map(String::strip).filter(line -> line.contains("aws_sqs_queue.")))
        .containsExactlyInAnyOrder(
            "resources = [aws_sqs_queue.dead_letters.arn]",
            "resources = [aws_sqs_queue.alerts.arn]");
  }

  @Test
  void topics_queues_and_the_table_require_tls() {
    assertThat(document("topic")).contains("TlsOnly", "aws:SecureTransport");
    assertThat(TERRAFORM.all("resource", "aws_sns_topic_policy"))
        .hasSameSizeAs(TERRAFORM.all("resource", "aws_sns_topic"));
    assertThat(document("queue_tls")).contains("TlsOnly", "aws:SecureTransport");
    for (Block queue : TERRAFORM.all("resource", "aws_sqs_queue")) {
      String name = queue.labels().getLast();
      assertThat(document("queue_tls")).contains("aws_sqs_queue." + name + ".arn");
      assertThat(document(name + "_queue")).contains("queue_tls[\"" + name + "\"]");
      assertThat(TERRAFORM.one("resource", "aws_sqs_queue_policy", name).expression("policy"))
          .contains("data.aws_iam_policy_document." + name + "_queue.json");
    }
    assertThat(document("alerts_state_table")).contains("TlsOnly", "aws:SecureTransport");
  }

  @Test
  void queues_topics_and_the_table_are_encrypted() {
    assertThat(TERRAFORM.all("resource", "aws_sqs_queue"))
        .isNotEmpty()
        .allSatisfy(
            queue -> assertThat(queue.content()).containsEntry("sqs_managed_sse_enabled", true));
    // Alarms cannot use the AWS managed key.
    assertThat(TERRAFORM.all("resource", "aws_sns_topic"))
        .isNotEmpty()
        .allSatisfy(
            topic ->
                assertThat(topic.expression("kms_master_key_id")).contains("local.kms_key_arn"));
    assertThat(table("server_side_encryption")).containsEntry("enabled", true);
    assertThat(table("point_in_time_recovery")).containsEntry("enabled", true);
  }

  /** CloudWatch sends its source account when it uses the key; EventBridge does not. */
  @Test
  void events_go_to_a_queue_without_our_key() {
    Block target = TERRAFORM.one("resource", "aws_cloudwatch_event_target", "alarms");

    assertThat(target.expression("arn")).contains("aws_sqs_queue.alerts.arn");
    assertThat(target.text()).contains("arn = aws_sqs_queue.dead_letters.arn");
    for (String queue : List.of("alerts_queue", "dead_letters_queue")) {
      assertThat(document(queue)).contains("events.amazonaws.com", "[statement.value.arn]");
    }
    assertThat(document("alerts_key")).doesNotContain("events.amazonaws.com");
  }

  @Test
  void every_role_has_the_permissions_boundary() {
    assertThat(TERRAFORM.all("resource", "aws_iam_role"))
        .isNotEmpty()
        .allSatisfy(
            role ->
                assertThat(role.expression("permissions_boundary"))
                    .contains("var.permissions_boundary_arn"));
  }

  @Test
  void rows_expire_by_the_attribute_that_the_code_writes() {
    assertThat(table("ttl")).containsEntry("enabled", true);
    String attribute =
        (String) Optional.ofNullable(table("ttl").get("attribute_name")).orElseThrow();
    assertThat(
            new Artefact("decide")
                .calls("org/pytorch/alerting/decide/dynamodb/Item").stream()
                    .filter(call -> call.method().equals("with"))
                    .map(call -> call.arguments().getFirst())
                    .map(Object::toString))
        .contains(new ConstantCalls.Constant.Text(attribute).toString());
  }

  @SuppressWarnings("unchecked") // A nested block is a map.
  private static Map<String, Object> table(String block) {
    return (Map<String, Object>)
        TERRAFORM.one("resource", "aws_dynamodb_table", "alerts_state").content().get(block);
  }

  private static String document(String name) {
    return TERRAFORM.one("data", "aws_iam_policy_document", name).text();
  }

  private static String sid(List<String> statement) {
    return statement.stream()
        .map(String::strip)
        .filter(line -> line.startsWith("sid"))
        .map(line -> line.replaceAll("^sid\\s*= \"(\\w+)\"$", "$1"))
        .findFirst()
        .orElse("without a sid");
  }
}
