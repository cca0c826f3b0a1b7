package org.pytorch.alerting.stack.cli.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PayloadFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":       | x.json is not JSON (line 1, column
          # Readme    | x.json is not JSON (line 1, column 1)
          {"a":1} x   | x.json is not JSON (line 1, column
          """)
  void what_is_not_json_is_refused_with_its_place_and_can_be_sent_raw(String text, String message)
      throws IOException {
    Path file = file("x.json", text);

    assertThatThrownBy(() -> PayloadFile.read(file, "x.json", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("RAW=1");
    assertThat(PayloadFile.read(file, "x.json", true).body()).isEqualTo(text);
    assertThat(PayloadFile.read(file, "x.json", true).source()).isEmpty();
  }

  @Test
  void what_is_nested_too_deeply_is_refused_with_the_reason() throws IOException {
    Path file = file("deep.json", "[".repeat(100) + "]".repeat(100));

    assertThatThrownBy(() -> PayloadFile.read(file, "deep.json", false))
        .hasMessageContaining(": it is nested too deeply, or has a number or a name")
        .hasMessageNotContaining("unknown");
  }

  @Test
  void any_file_name_is_taken_and_a_byte_order_mark_is_dropped() throws IOException {
    Path file = file("mein Älert $HOME 'x'.json", "\uFEFF{\"schema_version\":1}");

    Payload payload = PayloadFile.read(file, "x", false);

    assertThat(payload.body()).isEqualTo("{\"schema_version\":1}");
    assertThat(payload.source()).contains("normalized");
  }

  @Test
  void empty_missing_and_folder_are_answered_with_an_example() throws IOException {
    Path empty = file("empty.json", " \n");

    assertThatThrownBy(() -> PayloadFile.read(empty, "empty.json", false))
        .hasMessageStartingWith("empty.json is empty.")
        .hasMessageContaining("make send FILE=");
    assertThatThrownBy(() -> PayloadFile.read(folder.resolve("none"), "none", false))
        .hasMessageStartingWith("none does not exist.")
        .hasMessageContaining("make send FILE=");
    assertThatThrownBy(() -> PayloadFile.read(folder, "f", false))
        .hasMessage("f is a folder: make send DIR=f sends every .json file in it");
    assertThatThrownBy(() -> PayloadFile.toExplain(folder.toString()))
        .hasMessageEndingWith(" is a folder: make explain takes one file of it");
    assertThat(PayloadFile.missing()).hasMessageContaining("make send FILE=");
  }

  @Test
  void folder_gives_its_payloads_by_name() throws IOException {
    file("b.json", "{}");
    file("a.json", "{}");
    file("a.expected.json", "{}");
    file("README.md", "x");

    assertThat(PayloadFile.in(folder))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("a.json", "b.json");
    assertThatThrownBy(() -> PayloadFile.in(folder.resolve("none")))
        .hasMessageContaining("is not a folder");
  }

  @Test
  void folder_without_payloads_is_answered_with_an_example() {
    assertThatThrownBy(() -> PayloadFile.in(folder))
        .hasMessageContaining("has no .json file")
        .hasMessageContaining("make send DIR=");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }
}
