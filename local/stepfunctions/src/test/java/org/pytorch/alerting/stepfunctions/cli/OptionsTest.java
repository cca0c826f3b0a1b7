package org.pytorch.alerting.stepfunctions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void every_option_has_a_default() {
    assertThat(Options.parse())
        .isEqualTo(new Options(8083, "us-east-1", Optional.empty(), Optional.empty()));
  }

  @Test
  void a_value_follows_after_an_equals_sign_or_a_blank() {
    Options expected =
        new Options(
            9,
            "eu-west-1",
            Optional.of(URI.create("http://127.0.0.1:9001")),
            Optional.of(URI.create("http://127.0.0.1:9324")));

    assertThat(
            Options.parse(
                "--port=9",
                "--region=eu-west-1",
                "--lambda-endpoint=http://127.0.0.1:9001",
                "--sqs-endpoint=http://127.0.0.1:9324"))
        .isEqualTo(expected);
    assertThat(
            Options.parse(
                "--port",
                "9",
                "--region",
                "eu-west-1",
                "--lambda-endpoint",
                "http://127.0.0.1:9001",
                "--sqs-endpoint",
                "http://127.0.0.1:9324"))
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
          """)
  void other_arguments_are_refused(String arguments, String problem) {
    assertThatThrownBy(() -> Options.parse(arguments.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
