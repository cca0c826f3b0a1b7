package org.pytorch.alerting.policyfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.PolicyJson;

class PolicyFileTest {
  private static final Path DATA = Path.of("../../test-data");

  static List<String> wrongFiles() throws IOException {
    try (Stream<Path> files = Files.list(DATA.resolve("policy/wrong"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void wrong_file_gets_its_messages(String name) {
    Path file = DATA.resolve("policy/wrong").resolve(name);
    String expected = text(file.resolveSibling(name.replace(".yaml", ".txt")));

    List<String> mistakes = PolicyFile.read(name, text(file)).mistakes();

    assertThat(mistakes).containsExactlyElementsOf(expected.lines().toList());
    assertThat(mistakes)
        .isNotEmpty()
        .allMatch(it -> it.matches("\\Q" + name + "\\E:[1-9]\\d*: .+; write .+ instead"));
  }

  @Test
  void there_are_many_wrong_files() throws IOException {
    assertThat(wrongFiles()).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void example_is_right_and_what_the_schema_says() throws IOException {
    PolicyFile policy = PolicyFile.read("policy.yaml", text(DATA.resolve("policy.yaml")));

    assertThat(policy.mistakes()).isEmpty();
    assertThat(PolicyJson.read(Json.write(policy.json())).routes()).hasSize(5);
    try (InputStream schema = PolicyJson.class.getResourceAsStream("policy.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(
                      new String(
                          Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8),
                      InputFormat.JSON)
                  .validate(Json.write(policy.json()), InputFormat.JSON))
          .isEmpty();
    }
  }

  /** CI runs the tests: a wrong policy is never merged. */
  @Test
  void policies_of_all_environments_are_right() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../infra"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".policy.yaml")))
          .allSatisfy(
              file ->
                  assertThat(PolicyFile.read(file.getFileName().toString(), text(file)).mistakes())
                      .isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no, '\"no\"'",
    "on, '\"on\"'",
    "02:00, '\"02:00\"'",
    "12:30, '\"12:30\"'",
    "012345678901, '\"012345678901\"'",
    "0x1f, '\"0x1f\"'",
    "1.5, '\"1.5\"'",
    "2026-12-01T22:00:00Z, '\"2026-12-01T22:00:00Z\"'",
    "true, true",
    "'\"true\"', '\"true\"'",
    "24, 24",
    "~, null",
    "640017223391, 640017223391"
  })
  void texts_without_quotes_mean_what_they_look_like(String yaml, String json) {
    assertThat(PolicyFile.read("x", "a: " + yaml).json().get("a")).hasToString(json);
  }

  @Test
  void part_can_be_used_again_by_an_alias() {
    PolicyFile policy =
        PolicyFile.read(
            "x",
            """
            version: 1
            routes:
              - {name: a, match: {team: a}, labels: &labels [oncall]}
              - {name: b, match: {team: b}, labels: *labels}
            """);

    assertThat(policy.mistakes()).isEmpty();
    assertThat(policy.json().at("/routes/1/labels/0").asText()).isEqualTo("oncall");
  }

  @Test
  void every_route_may_have_an_alias() {
    StringBuilder yaml =
        new StringBuilder("version: 1\ndefaults: {labels: &labels [oncall]}\nroutes:\n");
    for (int i = 0; i < 200; i++) {
      yaml.append("  - {name: r%d, match: {team: t%d}, labels: *labels}\n".formatted(i, i));
    }

    PolicyFile policy = PolicyFile.read("x", yaml.toString());

    assertThat(policy.mistakes()).isEmpty();
    assertThat(policy.json().at("/routes/199/labels/0").asText()).isEqualTo("oncall");
  }

  /** Ten lines of aliases that stand for thousands of millions of texts. */
  @Test
  void aliases_of_aliases_are_not_written_out() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String all = "*a%d, ".formatted(i - 1).repeat(9);
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, all.substring(0, all.length() - 2)));
    }

    assertThat(PolicyFile.read("x", yaml.toString()).mistakes())
        .singleElement()
        .asString()
        .contains("more than 100000 values, with those of its aliases; write fewer instead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&a {version: *a}",
        "version: &a [*a]",
        "? [a]\n: b",
        "version: 1\n---\nversion: 1",
        "version: !!java.io.File x",
        "a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "version: 1\nroutes: [\u0000]"
      })
  void hostile_yaml_is_a_mistake_on_one_line(String yaml) {
    assertThat(PolicyFile.read("x", yaml).mistakes())
        .isNotEmpty()
        .allMatch(it -> it.matches("x:\\d+: .+; write .+ instead"));
  }

  @Test
  void command_compiles_every_good_file_and_fails_for_a_wrong_one(@TempDir Path folder)
      throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();

    int code =
        Main.run(
            List.of(
                folder.toString(),
                DATA.resolve("policy/wrong/08-unknown-default.yaml").toString(),
                DATA.resolve("policy.yaml").toString()),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("08-unknown-default.yaml:3: unknown key")
        .hasLineCount(1);
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("5 routes, 2 maintenance windows; compiled to ");
    assertThat(folder).isDirectoryContaining("glob:**/policy.json");
    try (ZipFile layer = new ZipFile(folder.resolve("policy.zip").toFile())) {
      assertThat(layer.stream().map(ZipEntry::getName)).containsExactly("policy.json");
      byte[] once = Files.readAllBytes(folder.resolve("policy.zip"));
      Main.run(
          List.of(folder.toString(), DATA.resolve("policy.yaml").toString()),
          new PrintStream(output, true, StandardCharsets.UTF_8),
          new PrintStream(errors, true, StandardCharsets.UTF_8));
      assertThat(Files.readAllBytes(folder.resolve("policy.zip"))).isEqualTo(once);
    }
    assertThat(PolicyJson.read(text(folder.resolve("policy.json"))).maintenance()).hasSize(2);
  }

  @Test
  void command_succeeds_for_good_files_and_names_one_that_cannot_be_read(@TempDir Path folder) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(errors, true, StandardCharsets.UTF_8);

    assertThat(
            Main.run(
                List.of(folder.toString(), DATA.resolve("policy.yaml").toString()), print, print))
        .isZero();
    assertThat(Main.run(List.of(folder.toString(), "no-such.yaml"), print, print)).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("no-such.yaml: there is no such file");
    assertThat(Main.run(List.of(), print, print)).isEqualTo(2);
  }

  @Test
  void file_in_another_encoding_is_a_mistake(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(errors, true, StandardCharsets.UTF_8);
    Path file =
        Files.writeString(
            folder.resolve("latin.yaml"), "version: 1 # Grüße", StandardCharsets.ISO_8859_1);

    assertThat(Main.run(List.of(folder.toString(), file.toString()), print, print)).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("latin.yaml:1: the file is not UTF-8; write it in UTF-8 instead");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
