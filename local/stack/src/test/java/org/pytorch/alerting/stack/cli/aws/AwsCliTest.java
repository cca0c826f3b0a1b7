package org.pytorch.alerting.stack.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;

final class AwsCliTest {
  private static final String OUTPUTS =
      """
      {"aws_region": {"sensitive": false, "type": "string", "value": "eu-west-1"},
       "queue_url": {"value": "https://sqs/alerts"},
       "dead_letter_queue_url": {"value": "https://sqs/dead"},
       "table_name": {"value": "alerting-dev-alerts-state"},
       "function_log_groups": {"value": "/aws/lambda/a /aws/lambda/b"},
       "executions_log_group": {"value": "/aws/vendedlogs/states/alerting-dev-alert-pipeline"}}
      """;

  @TempDir private Path folder;

  @Test
  void request_goes_in_a_file_and_the_answer_is_json() throws IOException {
    AwsCli aws =
        cli(
            """
            #!/usr/bin/env bash
            printf '{"arguments": "%s", "input": ' "${*:1:6}"
            cat "${8#file://}"
            printf '}'
            """);

    assertThat(aws.call("sqs", "send-message", Map.of("MessageBody", "a \"b\"")))
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"arguments": "--region eu-west-1 --output json sqs send-message",
                     "input": {"MessageBody": "a \\"b\\""}}
                    """));
  }

  @Test
  void call_without_an_answer_has_an_empty_one() throws IOException {
    assertThat(cli("#!/usr/bin/env bash\n").call("sqs", "delete-message", Map.of())).isEmpty();
  }

  @Test
  void failed_call_names_itself() throws IOException {
    AwsCli refused = cli("#!/usr/bin/env bash\nexit 254\n");
    AwsCli confused = cli("#!/usr/bin/env bash\necho Hello\n");
    AwsCli absent = new AwsCli(folder.resolve("no-aws").toString(), "eu-west-1");

    assertThatThrownBy(() -> refusedCall(refused))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("`aws sqs receive-message` failed with exit code 254");
    assertThatThrownBy(() -> refusedCall(confused)).hasMessageContaining("not JSON");
    assertThatThrownBy(() -> refusedCall(absent))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the AWS CLI cannot be run");
  }

  private static void refusedCall(AwsCli aws) {
    aws.call("sqs", "receive-message", Map.of());
  }

  @Test
  void deployment_is_read_from_terraforms_outputs() {
    Deployment dev = Deployment.of("dev", OUTPUTS);

    assertThat(dev.name()).isEqualTo("dev (eu-west-1)");
    assertThat(dev.functionLogGroups()).containsExactly("/aws/lambda/a", "/aws/lambda/b");
    assertThatThrownBy(() -> Deployment.of("prod", "{}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("make aws-apply-prod");
  }

  private AwsCli cli(String script) throws IOException {
    Path program = Files.createTempFile(folder, "aws", "");
    Files.writeString(program, script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new AwsCli(program.toString(), "eu-west-1");
  }
}
