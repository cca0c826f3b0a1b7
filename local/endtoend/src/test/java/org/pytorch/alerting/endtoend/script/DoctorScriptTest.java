package org.pytorch.alerting.endtoend.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stack.Project;

/**
 * {@code scripts/aws doctor} with a fake terraform, a fake AWS CLI and a fake check of GitHub. Each
 * of the CLI's answers is a variable of its own.
 */
class DoctorScriptTest {
  private static final String TERRAFORM =
      """
      #!/usr/bin/env bash
      case "${!#}" in
        aws_region) printf eu-west-1 ;;
        function_names) printf 'alerting-dev-decide alerting-dev-github alerting-dev-starter' ;;
        alerts_topic_arn) printf arn:aws:sns:eu-west-1:1:alerts ;;
        queue_arn) printf arn:aws:sqs:eu-west-1:1:alerts ;;
        webhook_secret) printf alerting-dev-webhook ;;
        github_app_secret) printf alerting-dev-github-app ;;
        *) exit 1 ;;
      esac
      """;

  private static final String AWS =
      """
      #!/usr/bin/env bash
      [ "$1 $2" = "--region eu-west-1" ] || exit 9
      shift 2
      answer() { [ -n "$1" ] || exit 254; echo "$1"; }
      case "$2" in
        list-subscriptions-by-topic) answer "$SUBSCRIPTION" ;;
        get-subscription-attributes) answer "$RAW" ;;
        list-event-source-mappings) answer "$MAPPING" ;;
        get-secret-value) if [ "$4" = alerting-dev-webhook ]; then answer "$TOKENS"; else answer "$APP"; fi ;;
        get-function-configuration)
          case "$4 $8" in
            "alerting-dev-github Environment.Variables.ENABLE_GITHUB_ISSUES") answer "$ENABLED" ;;
            "alerting-dev-github Environment.Variables.GITHUB_API_URL") answer https://api.github.com ;;
            "alerting-dev-decide Environment.Variables.GITHUB_REPO") answer acme/alerts ;;
            *) exit 8 ;;
          esac ;;
        *) exit 8 ;;
      esac
      """;

  private static final String GITHUB =
      """
      #!/usr/bin/env bash
      echo "checked $1: $GITHUB_REPO at $GITHUB_API_URL"
      [ "$GITHUB_APP_SECRET" = "the App" ] || exit 7
      exit "$GITHUB"
      """;

  private record Result(int status, String output) {}

  @TempDir private Path folder;
  private final Map<String, String> variables =
      new HashMap<>(
          Map.of(
              "SUBSCRIPTION",
              "arn:aws:sns:eu-west-1:1:alerts:2",
              "RAW",
              "true",
              "MAPPING",
              "Enabled",
              "TOKENS",
              "{\"x-grafana-token\": \"hidden\"}",
              "APP",
              "the App",
              "ENABLED",
              "true",
              "GITHUB",
              "0"));

  @BeforeEach
  void tools() throws IOException {
    executable("terraform", TERRAFORM);
    executable("aws", AWS);
    executable("github", GITHUB);
  }

  private void executable(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void everything_is_well() throws Exception {
    Result result = doctor();

    assertThat(result.output())
        .isEqualTo(
            """
            ✓ subscription   the topic delivers to the queue
            ✓ raw delivery   is on
            ✓ mapping        the queue starts the starter
            ✓ webhook secret has a sender's token
            ✓ App's secret   has a value
            checked doctor: acme/alerts at https://api.github.com
            Ready for the first alert: make aws-publish-dev sends one.
            """);
    assertThat(result.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "SUBSCRIPTION, '',                  ✗ subscription   the topic does not deliver to the queue",
    "SUBSCRIPTION, PendingConfirmation, ✗ subscription   the topic does not deliver to the queue",
    "SUBSCRIPTION, None,                ✗ subscription   the topic does not deliver to the queue",
    "RAW,          false,               ✗ raw delivery   is off",
    "MAPPING,      Disabled,            ✗ mapping        the queue starts nothing (Disabled)",
    "MAPPING,      '',                  ✗ mapping        the queue starts nothing (no event source",
    "TOKENS,       {},                  ✗ webhook secret alerting-dev-webhook has no sender's token",
    "TOKENS,       '',                  ✗ webhook secret alerting-dev-webhook has no sender's token",
    "APP,          '',                  ✗ App's secret   alerting-dev-github-app has no value",
    "GITHUB,       1,                   checked doctor",
  })
  void each_fault_has_its_line_and_the_status_is_1(String what, String value, String line)
      throws Exception {
    variables.put(what, value);

    Result result = doctor();

    assertThat(result.output()).contains(line).doesNotContain("Ready", "hidden");
    assertThat(result.status()).isEqualTo(1);
  }

  /** The CLI writes an absent value as None. */
  @Test
  void missing_mapping_is_said_in_words() throws Exception {
    variables.put("MAPPING", "None");

    assertThat(doctor().output())
        .contains("✗ mapping ", "the queue starts nothing (no event source mapping)");
  }

  @Test
  void switched_off_github_needs_no_app() throws Exception {
    variables.put("ENABLED", "false");
    variables.put("APP", "");

    Result result = doctor();

    assertThat(result.output()).contains("✓ GitHub         is switched off").contains("Ready");
    assertThat(result.status()).isZero();
  }

  private Result doctor() throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "scripts/aws", "doctor", "dev")
            .directory(Project.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    builder.environment().put("DOCTOR", folder.resolve("github").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(output));
  }
}
