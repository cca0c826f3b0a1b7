package org.pytorch.alerting.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsoleOptionsTest {
  @Test
  void endpoint_is_required_and_the_port_is_any_free_one() {
    URI local = URI.create("http://127.0.0.1:8083");

    assertThat(ConsoleOptions.parse("--sfn-endpoint=" + local))
        .isEqualTo(new ConsoleOptions(local, 0));
    assertThat(ConsoleOptions.parse("--sfn-endpoint", local.toString(), "--port=8233"))
        .isEqualTo(new ConsoleOptions(local, 8233));
    assertThat(ConsoleOptions.parse("--sfn-endpoint=https://states.eu-west-1.amazonaws.com").port())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port=8233                            | which one? make console SFN_ENDPOINT=http://127.0.0.1:8083
          --sfn-endpoint=                        | which one? make console SFN_ENDPOINT=http://127.0.0.1:8083
          --sfn-endpoint=8083                    | not an http or https URL: 8083
          --sfn-endpoint=http://a:99999          | not an http or https URL: http://a:99999
          --sfn-endpoint=http://a --port=many    | not a port: many
          --sfn-endpoint=http://a --prot=8233    | unknown option: --prot=8233
          --sfn-endpoint=http://a 8233           | unknown option: 8233
          """)
  void other_arguments_are_refused(String arguments, String problem) {
    assertThatThrownBy(() -> ConsoleOptions.parse(arguments.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
