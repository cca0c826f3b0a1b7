package org.pytorch.alerting.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static final String NAME = "VARIABLE";

  @Test
  void value_is_read_without_the_space_around_it() {
    assertThat(of(" value ").required(NAME)).isEqualTo("value");
    assertThat(of(" ").optional(NAME)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2.5, 10})
  void number_is_read_from_the_smallest_to_the_largest(double number) {
    assertThat(of(Double.toString(number)).number(NAME, 5, 1, 10)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9", "10.1", "NaN", "ten"})
  void any_other_number_is_refused_with_the_range(String text) {
    assertThatThrownBy(() -> of(text).number(NAME, 5, 1, 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VARIABLE is not a number from 1.0 to 10.0");
  }

  @Test
  void flag_is_what_it_says_or_else_the_fallback() {
    assertThat(of("true").flag(NAME, false)).isTrue();
    assertThat(of("false").flag(NAME, true)).isFalse();
    assertThat(of("").flag(NAME, true)).isTrue();
    assertThat(of("").flag(NAME, false)).isFalse();
  }

  @Test
  void endpoint_is_an_address_or_nothing() {
    assertThat(of("http://127.0.0.1:8000").endpoint(NAME))
        .contains(URI.create("http://127.0.0.1:8000"));
    assertThat(of("").endpoint(NAME)).isEmpty();
  }

  @Test
  void a_variable_problem_names_the_variable_and_not_its_value() {
    Environment environment =
        new Environment(Map.of("RATE", "s3cret", "ON", "s3cret", "URL", "s3cret", "EMPTY", " "));

    assertThatThrownBy(() -> environment.required("EMPTY")).hasMessageContaining("EMPTY");
    assertThatThrownBy(() -> environment.required("GONE")).hasMessageContaining("GONE");
    assertThatThrownBy(() -> environment.number("RATE", 1, 0, 9))
        .hasMessageContaining("RATE")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> environment.flag("ON", true))
        .hasMessageContaining("ON")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> environment.endpoint("URL"))
        .hasMessageContaining("URL")
        .hasMessageNotContaining("s3cret");
    assertThat(environment.number("GONE", 10, 0, 99)).isEqualTo(10);
  }

  private static Environment of(String value) {
    return new Environment(Map.of(NAME, value));
  }
}
