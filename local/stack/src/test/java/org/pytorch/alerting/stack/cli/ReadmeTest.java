package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.cli.payload.Payload;

/**
 * What the README and CONTRIBUTING tell people to type exists: targets, their variables, files,
 * scripts, ports, and the variables of {@code target/stack.env}. Nothing is built or started again.
 */
class ReadmeTest {
  private static final Path ROOT = Project.root();

  /** At the start of a line of code, or in backquotes. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(make [^#\\n]+)|`(make [^`&]+)(?=&&|`)|&& (make [^`]+)`");

  private static final Pattern TARGETS =
      Pattern.compile("(?m)^([a-z -]+):.*##.*\\n((?:\\t.*\\n?)*)");
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z][A-Z_]+)");

  static Stream<String> commands() {
    return Stream.of("README.md", "CONTRIBUTING.md")
        .flatMap(document -> COMMAND.matcher(text(document)).results())
        .map(match -> Stream.of(1, 2, 3).map(match::group).filter(it -> it != null).findFirst())
        .flatMap(command -> command.stream().map(String::strip))
        .distinct();
  }

  @Test
  void commands_are_found() {
    assertThat(commands())
        .contains(
            "make run",
            "make run ARGS=--exit",
            "make send FILE=test-data/grafana/firing.json",
            "make build",
            "make aws-apply-dev",
            "make mutants MODULE=functions/decide");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void command_is_a_target_with_these_arguments(String command) {
    check(command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make walk",
        "make run NAME=value",
        "make run ARGS=--quit",
        "make send FILE=test-data/none.json",
        "make mutants MODULE=functions/none"
      })
  void other_commands_are_found_to_be_wrong(String command) {
    assertThatThrownBy(() -> check(command)).isInstanceOf(AssertionError.class);
  }

  private static void check(String command) {
    String[] words = command.split(" +");
    String recipe = recipes().get(words[1]);
    assertThat(recipe).as("the recipe of " + words[1]).isNotNull();
    for (String word : List.of(words).subList(2, words.length)) {
      String[] argument = word.split("=", 2);
      assertThat(recipe)
          .as("the recipe of %s uses %s", words[1], argument[0])
          .containsPattern(
              "\\$\\((?:if \\$\\(|or \\$\\()?%1$s\\)|\"\\$\\$%1$s\"".formatted(argument[0]));
      switch (argument[0]) {
        case "ARGS" -> assertThat(parsed(words[1], argument[1])).isTrue();
        case "FILE", "MODULE" -> assertThat(ROOT.resolve(argument[1])).exists();
        default -> assertThat(argument).hasSize(2);
      }
    }
  }

  private static boolean parsed(String target, String argument) {
    try {
      return Arguments.parse(target, argument).rest().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@return the recipe of each target that {@code make help} lists} */
  private static Map<String, String> recipes() {
    Map<String, String> recipes = new TreeMap<>();
    for (MatchResult rule : TARGETS.matcher(text("Makefile")).results().toList()) {
      Arrays.stream(rule.group(1).split(" ")).forEach(it -> recipes.put(it, rule.group(2)));
    }
    return recipes;
  }

  @Test
  void payloads_go_the_way_that_the_readme_says() {
    List<MatchResult> lines =
        Pattern.compile("make send FILE=(\\S+) +# .* through (the webhook|SNS)")
            .matcher(text("README.md"))
            .results()
            .toList();

    assertThat(lines).hasSize(2);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(Payload.read(ROOT.resolve(line.group(1))).source().isPresent())
                    .isEqualTo(line.group(2).equals("the webhook")));
  }

  @Test
  void commands_for_the_aws_cli_use_what_the_stack_exports() {
    String block = text("README.md").split("\\. target/stack\\.env\n", 2)[1].split("```", 2)[0];
    Map<String, String> exported;
    try (Stack stack = Stack.start(StackOptions.quiet(ROOT))) {
      exported = stack.description().environment();
    }

    assertThat(groups(VARIABLE, block))
        .contains("STATE_MACHINE_ARN", "DEAD_LETTER_QUEUE_URL")
        .allSatisfy(variable -> assertThat(exported).containsKey(variable));
    List<String> written = groups(Pattern.compile("> (\\S+)"), block);
    assertThat(groups(Pattern.compile("fileb?://(\\S+)"), block))
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(written.contains(file) || isComplete(file))
                    .as("%s has no placeholders, or is written before", file)
                    .isTrue());
    assertThat(block).as("commands that can be copied").doesNotContain("…");
    assertThat(groups(Pattern.compile("--function-name (\\w+)"), block))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(Arrays.stream(FunctionName.values()).map(FunctionName::text))
                    .contains(name));
  }

  /** The AWS CLI would send a placeholder as it is. */
  private static boolean isComplete(String file) {
    return Files.exists(ROOT.resolve(file)) && !text(file).contains("${");
  }

  @Test
  void the_engine_of_docker_compose_listens_where_the_readme_says() {
    Matcher command =
        Pattern.compile(
                "make test-statemachine SFN_ENDPOINT=\\S+:(\\d+) LAMBDA_PORT=(\\d+) SQS_PORT=(\\d+)")
            .matcher(text("README.md"));
    String compose = text("docker-compose.yml");

    assertThat(command.find()).isTrue();
    assertThat(compose)
        .contains("\"127.0.0.1:%s:".formatted(command.group(1)))
        .containsPattern("LAMBDA_ENDPOINT: http://[a-z.]+:" + command.group(2))
        .containsPattern("SQS_ENDPOINT: http://[a-z.]+:" + command.group(3));
  }

  @Test
  void scripts_exist_and_can_be_run() {
    List<String> scripts =
        Stream.of("README.md", "CONTRIBUTING.md")
            .flatMap(
                document ->
                    groups(Pattern.compile("`?(?:\\./)?(scripts/[a-z-]+)"), text(document))
                        .stream())
            .distinct()
            .toList();

    assertThat(scripts).contains("scripts/maven", "scripts/github-openapi");
    assertThat(scripts).allSatisfy(script -> assertThat(ROOT.resolve(script)).isExecutable());
  }

  @Test
  void the_one_test_of_contributing_exists() {
    Matcher command =
        Pattern.compile("-pl (\\S+) -am test -Dtest=(\\w+)").matcher(text("CONTRIBUTING.md"));

    assertThat(command.find()).isTrue();
    try (Stream<Path> files = Files.walk(ROOT.resolve(command.group(1)).resolve("src/test"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .contains(command.group(2) + ".java");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).distinct().toList();
  }

  private static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
