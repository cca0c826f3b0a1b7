package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stack.Ports;

final class ArgumentsTest {
  @Test
  void ports_are_free_ones_unless_given() {
    assertThat(Arguments.parse("up").ports()).isEqualTo(Ports.FREE);
    assertThat(Arguments.parse("up", "--sqs-port=9324", "--github-port=8080").ports())
        .isEqualTo(new Ports(9324, 0, 0, 0, 0, 0, 0, 8080));
  }

  @Test
  void story_stays_up_unless_told_to_exit() {
    assertThat(Arguments.parse("run").exit()).isFalse();
    assertThat(Arguments.parse("run", "--exit").exit()).isTrue();
  }

  @Test
  void console_is_started_unless_told_otherwise() {
    assertThat(Arguments.parse("up").consolePort()).contains(0);
    assertThat(Arguments.parse("up", "--console-port=8233").consolePort()).contains(8233);
    assertThat(Arguments.parse("up", "--no-console").consolePort()).isEmpty();
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
        "--nosuch-port=1"
      })
  void invalid_option_is_refused(String option) {
    assertThatThrownBy(() -> Arguments.parse("up", option))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void command_is_required() {
    assertThatThrownBy(Arguments::parse).hasMessage("command is missing");
  }
}
