package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
  @Test
  void ports_are_those_that_are_given() {
    assertThat(Arguments.parse("up").ports()).isEmpty();
    assertThat(Arguments.parse("up", "--sqs-port=9324", "--github-port=8080").ports())
        .containsOnly(entry("sqs", 9324), entry("github", 8080));
  }

  @Test
  void data_is_in_the_usual_folder_and_kept_unless_told_otherwise() {
    assertThat(Arguments.parse("up").data()).isEmpty();
    assertThat(Arguments.parse("up").fresh()).isFalse();
    assertThat(Arguments.parse("up", "--data=my data", "--fresh").data())
        .contains(Path.of("my data"));
    assertThat(Arguments.parse("up", "--data=my data", "--fresh").fresh()).isTrue();
  }

  @Test
  void story_stays_up_unless_told_to_exit() {
    assertThat(Arguments.parse("run").exit()).isFalse();
    assertThat(Arguments.parse("run", "--exit").exit()).isTrue();
  }

  @Test
  void console_is_started_unless_told_otherwise() {
    assertThat(Arguments.parse("up").withConsole()).isTrue();
    assertThat(Arguments.parse("up", "--console-port=8233").ports())
        .containsOnly(entry("console", 8233));
    assertThat(Arguments.parse("up", "--no-console").withConsole()).isFalse();
  }

  @Test
  void remaining_arguments_are_the_files_to_send() {
    assertThat(Arguments.parse("send", "a.json", "b.json").rest())
        .containsExactly("a.json", "b.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--quick",
        "--sqs-port=many",
        "--sqs-port=70000",
        "--console-port=70000",
        "--nosuch-port=1",
        "--data="
      })
  void invalid_option_is_refused(String option) {
    assertThatThrownBy(() -> Arguments.parse("up", option))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Such as up --exit, which would go on running. */
  @ParameterizedTest
  @CsvSource({
    "run, --fresh",
    "run, --data=d",
    "run, --json",
    "up, --exit",
    "up, --source=grafana",
    "up, --fresh=no",
    "doctor, --json",
    "explain, --exit",
    "explain, --github-port=1",
    "explain, --sorce=grafana"
  })
  void option_of_another_command_is_refused(String command, String option) {
    assertThatThrownBy(() -> Arguments.parse(command, option))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown option of %s: %s", command, option);
  }

  @Test
  void value_that_is_missing_or_given_twice_is_named() {
    assertThatThrownBy(() -> Arguments.parse("explain", "a.json", "--source="))
        .hasMessage("a value is missing: --source=");
    assertThatThrownBy(() -> Arguments.parse("explain", "--policy=a", "--policy=b"))
        .hasMessage("given twice: --policy=b");
  }

  @ParameterizedTest
  @CsvSource({"up, dir", "run, a.json", "doctor, everything"})
  void argument_that_nobody_reads_is_refused(String command, String argument) {
    assertThatThrownBy(() -> Arguments.parse(command, argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(command + " does not know what to do with \"" + argument + "\"")
        .hasMessageContaining("quotes");
    assertThat(Arguments.parse("explain", "a.json").rest()).containsExactly("a.json");
    assertThatThrownBy(() -> Arguments.parse("explain", "a.json", "b.json"))
        .hasMessageContaining("\"b.json\"");
  }

  @Test
  void command_is_required() {
    assertThatThrownBy(Arguments::parse).hasMessage("command is missing");
  }
}
