package org.pytorch.alerting.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineOptionsTest {
  @Test
  void every_option_has_a_default() {
    assertThat(EngineOptions.parse())
        .isEqualTo(
            new EngineOptions(
                8083,
                "us-east-1",
                Optional.empty(),
                Optional.empty(),
                new EngineOptions.Pages.Beside()));
  }

  @Test
  void a_value_follows_after_an_equals_sign_or_a_blank() {
    EngineOptions expected =
        new EngineOptions(
            9,
            "eu-west-1",
            Optional.of(URI.create("http://127.0.0.1:9001")),
            Optional.of(URI.create("http://127.0.0.1:9324")),
            new EngineOptions.Pages.On(10));

    assertThat(
            EngineOptions.parse(
                "--port=9",
                "--region=eu-west-1",
                "--lambda-endpoint=http://127.0.0.1:9001",
                "--sqs-endpoint=http://127.0.0.1:9324",
                "--console-port=10"))
        .isEqualTo(expected);
    assertThat(
            EngineOptions.parse(
                "--port",
                "9",
                "--region",
                "eu-west-1",
                "--lambda-endpoint",
                "http://127.0.0.1:9001",
                "--sqs-endpoint",
                "http://127.0.0.1:9324",
                "--console-port",
                "10"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --ports=1                          | unknown option: --ports=1
          8083                               | unknown option: 8083
          --port                             | a value is missing: --port
          --port=x                           | not a port: x
          --port=-1                          | not a port: -1
          --port=65536                       | not a port: 65536
          --port=1 --port=2                  | given twice: --port
          --lambda-endpoint=9001             | not an http URL: 9001
          --lambda-endpoint=https://a        | not an http URL: https://a
          --sqs-endpoint=http://             | not an http URL: http://
          --console-port=x                   | not a port: x
          --no-console --console-port=1      | --no-console contradicts --console-port
          """)
  void other_arguments_are_refused(String arguments, String problem) {
    assertThatThrownBy(() -> EngineOptions.parse(arguments.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
