package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code scripts/aws} with a fake terraform and a fake AWS CLI, which record their calls and
 * respond like the real ones.
 */
class AwsScriptTest {
  private static final String TERRAFORM =
      """
      #!/usr/bin/env bash
      shift # -chdir
      if [ -n "${NOT_CONNECTED:-}" ]; then
        echo 'Error: Backend initialization required, please run "terraform init"' >&2
        exit 1
      fi
      if [ "$1" = output ]; then
        case "${!#}" in
          aws_region) printf eu-west-1 ;;
          table_name) printf alerting-dev-alerts-state ;;
          function_names) printf 'alerting-dev-decide alerting-dev-record' ;;
          dead_letter_queue_arn) printf arn:dead ;;
          queue_arn) printf arn:alerts ;;
          alerts_topic_arn) printf arn:topic ;;
          -json) printf '{}' ;;
          *) exit 1 ;;
        esac
      else
        echo "terraform $1 commit=${TF_VAR_commit:-}" >> "$CALLS"
      fi
      """;

  /** Its {@code list-versions-by-function} prints text: version, tab, commit. */
  private static final String AWS =
      """
      #!/usr/bin/env bash
      [ "$1 $2" = "--region eu-west-1" ] || exit 9
      shift 2
      case "$2" in
        describe-table)
          case "$PROTECTED" in
            gone) echo 'An error occurred (ResourceNotFoundException) when calling DescribeTable' >&2; exit 254 ;;
            denied) echo 'An error occurred (AccessDeniedException) when calling DescribeTable' >&2; exit 254 ;;
            *) echo "$PROTECTED" ;;
          esac ;;
        get-alias) cat "$RESPONSES/$4.live" ;;
        list-versions-by-function) cat "$RESPONSES/$4.versions" ;;
        publish) echo "aws $2 $*" >> "$CALLS" ;;
        start-message-move-task) echo "aws $2 $4 $6" >> "$CALLS" ;;
        update-alias)
          echo "aws update-alias $4 $8" >> "$CALLS"
          [ "$4" != "${BROKEN:-}" ] ;;
        *) exit 8 ;;
      esac
      """;

  private record Result(int status, String output, List<String> calls) {}

  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void install() throws IOException {
    for (Map.Entry<String, String> tool : Map.of("terraform", TERRAFORM, "aws", AWS).entrySet()) {
      Path file = folder.resolve(tool.getKey());
      Files.writeString(file, tool.getValue());
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    variables.put("PROTECTED", "False");
  }

  @Test
  void an_apply_passes_the_commit_it_deploys() throws Exception {
    assertThat(run("apply", "dev", "").calls())
        .singleElement()
        .asString()
        .matches("terraform apply commit=([0-9a-f]{12}|unknown)(-dirty)?");
  }

  @Test
  void a_given_commit_is_used() throws Exception {
    variables.put("TF_VAR_commit", "v1.2.3");

    assertThat(run("apply", "dev", "").calls()).containsExactly("terraform apply commit=v1.2.3");
  }

  @Test
  void a_protected_environment_is_not_destroyed() throws Exception {
    variables.put("PROTECTED", "True");

    Result result = run("destroy", "prod", "prod\n");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("deletion_protection = false in infra/prod.tfvars");
    assertThat(result.calls()).isEmpty();
  }

  @Test
  void an_environment_with_unknown_protection_is_not_destroyed() throws Exception {
    variables.put("PROTECTED", "denied");

    Result result = run("destroy", "prod", "prod\n");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("AccessDeniedException");
    assertThat(result.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "yes\n", "dev\n", "production\n"})
  void a_destroy_asks_for_the_environments_name(String typed) throws Exception {
    Result result = run("destroy", "prod", typed);

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("Nothing was removed.");
    assertThat(result.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"False", "gone"})
  void an_environment_is_destroyed_after_its_name_is_typed(String table) throws Exception {
    variables.put("PROTECTED", table);

    Result result = run("destroy", "prod", "prod\n");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.calls()).singleElement().asString().startsWith("terraform destroy ");
  }

  @Test
  void a_rollback_restores_each_functions_previous_commit() throws Exception {
    function("decide", "10", "8\taaa", "9\tbbb", "10\tccc", "11\tddd");
    // Applied twice from the same commit, with a changed variable.
    function("record", "7", "4\taaa", "5\tbbb", "6\tccc", "7\tccc");

    Result result = run("rollback", "dev", "");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.calls())
        .containsExactly(
            "aws update-alias alerting-dev-decide 9", "aws update-alias alerting-dev-record 5");
    assertThat(result.output()).contains("All functions run commit bbb.");
  }

  @Test
  void a_rollback_can_name_the_commit() throws Exception {
    function("decide", "10", "8\taaa111", "9\tbbb", "10\tccc");
    function("record", "7", "4\taaa111", "5\taaa111", "7\tccc");
    variables.put("TO", "aaa");

    assertThat(run("rollback", "dev", "").calls())
        .containsExactly(
            "aws update-alias alerting-dev-decide 8", "aws update-alias alerting-dev-record 5");
  }

  @Test
  void versions_without_a_commit_are_ordered_by_number() throws Exception {
    function("decide", "10", "9\tNone", "10\tNone");
    function("record", "3", "2\tNone", "3\tNone");

    assertThat(run("rollback", "dev", "").calls())
        .containsExactly(
            "aws update-alias alerting-dev-decide 9", "aws update-alias alerting-dev-record 2");
  }

  @Test
  void a_rollback_without_a_version_for_every_function_changes_nothing() throws Exception {
    function("decide", "10", "9\tbbb", "10\tccc");
    function("record", "1", "1\tccc");

    Result result = run("rollback", "dev", "");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("alerting-dev-record has no version");
    assertThat(result.calls()).isEmpty();
  }

  @Test
  void functions_are_not_rolled_back_to_different_commits() throws Exception {
    function("decide", "10", "9\tbbb", "10\tccc");
    function("record", "3", "2\taaa", "3\tccc");

    Result result = run("rollback", "dev", "");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("TO=<commit>");
    assertThat(result.calls()).isEmpty();
  }

  @Test
  void an_interrupted_rollback_says_how_to_finish_it() throws Exception {
    function("decide", "10", "9\tbbb", "10\tccc");
    function("record", "3", "2\tbbb", "3\tccc");
    variables.put("BROKEN", "alerting-dev-record");

    Result result = run("rollback", "dev", "");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("alerting-dev-record was not changed", "TO=bbb");
  }

  @Test
  void all_dead_letters_are_moved_within_sqs() throws Exception {
    variables.put("ID", "all");

    Result result = run("redrive", "dev", "");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.calls()).containsExactly("aws start-message-move-task arn:dead arn:alerts");
  }

  @Test
  void a_filter_of_dead_letters_is_passed_on_as_it_is() throws Exception {
    Path stack = folder.resolve("stack");
    Files.writeString(
        stack, "#!/usr/bin/env bash\ncat >/dev/null\nprintf '[%s]' \"$@\" >> \"$CALLS\"\n");
    assertThat(stack.toFile().setExecutable(true)).isTrue();
    variables.put("STACK", stack.toString());
    variables.put("FROM", "dlq");
    variables.put("MATCH", "team=harbor title=Disk *");
    variables.put("NOT", "labels.env=\"dev\"");
    variables.put("DRY", "1");

    Result result = run("replay", "dev", "");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.calls())
        .containsExactly(
            "[aws][replay][dev][--from=dlq][--match=team=harbor title=Disk *]"
                + "[--not=labels.env=\"dev\"][--dry=1]");
  }

  @ParameterizedTest
  @CsvSource({
    "test-data/grafana/firing.json,           '',           grafana",
    "test-data/cloudwatch/metric-alarm.json,  '',           ''",
    "test-data/cloudwatch/metric-alarm.json,  alertmanager, alertmanager",
    "README.md,                               '',           ''",
  })
  void a_payload_is_published_as_that_of_its_folder_or_source(
      String file, String source, String attribute) throws Exception {
    variables.put("FILE", file);
    variables.put("SOURCE", source);

    Result result = run("publish", "dev", "");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.calls())
        .singleElement()
        .asString()
        .contains("--topic-arn arn:topic", "file://" + file)
        .matches(
            attribute.isEmpty()
                ? call -> !call.contains("--message-attributes")
                : call -> call.contains("\"StringValue\": \"%s\"".formatted(attribute)));
  }

  @ParameterizedTest
  @CsvSource({
    "FILE,   nothing.json, nothing.json does not exist",
    "SOURCE, grafna,       'SOURCE=grafna is not known. The sources are alertmanager, cloudwatch,'",
  })
  void a_file_or_source_that_is_mistyped_is_not_published(String name, String value, String message)
      throws Exception {
    variables.put(name, value);

    Result result = run("publish", "dev", "");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains(message);
    assertThat(result.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"why", "dead-letters", "doctor", "rollback"})
  void a_clone_that_has_never_asked_for_the_state_is_told_how(String command) throws Exception {
    variables.put("NOT_CONNECTED", "1");
    variables.put("STACK", "true");

    Result result = run(command, "prod", "");

    assertThat(result.status()).isNotZero();
    assertThat(result.output())
        .isEqualTo("This clone does not know the state of prod yet: make aws-init-prod\n");
  }

  private void function(String name, String live, String... versions) throws IOException {
    Files.writeString(folder.resolve("alerting-dev-" + name + ".live"), live + "\n");
    Files.writeString(
        folder.resolve("alerting-dev-" + name + ".versions"), String.join("\n", versions) + "\n");
  }

  private Result run(String command, String environment, String input) throws Exception {
    Path calls = folder.resolve("calls");
    Path output = folder.resolve("output");
    Files.writeString(calls, "");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "scripts/aws", command, environment)
            .directory(Repository.ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TF_VAR_"));
    builder.environment().putAll(variables);
    builder.environment().put("CALLS", calls.toString());
    builder.environment().put("RESPONSES", folder.toString());
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process process = builder.start();
    try (var stdin = process.outputWriter()) {
      stdin.write(input);
    }
    int status = process.waitFor();
    return new Result(status, Files.readString(output), Files.readAllLines(calls));
  }
}
