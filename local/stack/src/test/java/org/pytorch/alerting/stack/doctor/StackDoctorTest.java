package org.pytorch.alerting.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.stack.github.GitHubVariables;
import org.pytorch.alerting.stack.github.Upstream;
import org.pytorch.alerting.stack.storage.DataFolder;

/** Each line about this machine; what is wrong says what to do. */
final class StackDoctorTest {
  private static final String FAKE = new Upstream.Fake().name();

  @TempDir private Path folder;

  @Test
  void folder_that_does_not_exist_will_be_created_and_is_not_yet() {
    Path data = folder.resolve("a/b");

    assertThat(line(data, FAKE)).isEqualTo("✓ data           %s will be created".formatted(data));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void folder_of_a_stack_is_used_again_and_is_not_changed() throws IOException {
    Path data = folder.resolve("data");
    DataFolder.open(data, FAKE, false).close();
    List<Path> before = files(data);

    assertThat(line(data, FAKE))
        .isEqualTo("✓ data           %s, about the fake GitHub".formatted(data));
    assertThat(files(data)).isEqualTo(before);
  }

  @Test
  void folder_about_another_repository() {
    DataFolder.open(folder.resolve("data"), FAKE, false).close();

    assertThat(line(folder.resolve("data"), "acme/alerts on https://api.github.com"))
        .startsWith("✗ data ")
        .contains("has the data of the fake GitHub, not of acme/alerts on https://api.github.com: ")
        .endsWith("--data=DIR chooses another folder, --fresh forgets that data");
  }

  @Test
  void folder_of_somebody_else() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "Dear");

    assertThat(line(folder, FAKE))
        .startsWith("✗ data ")
        .contains("has files that no stack has written: --data=DIR names a new or an empty folder");
  }

  @Test
  void folder_that_another_stack_uses() {
    try (DataFolder used = DataFolder.open(folder.resolve("data"), FAKE, false)) {
      assertThat(line(used.path(), FAKE))
          .startsWith("✗ data ")
          .contains("is in use by another stack: stop that with `make down`");
    }
  }

  @Test
  void file_in_place_of_the_folder() throws IOException {
    Path file = Files.writeString(folder.resolve("data"), "x");

    assertThat(line(file, FAKE))
        .startsWith("✗ data ")
        .endsWith("--data=DIR chooses another folder");
  }

  @Test
  void ports_that_are_taken_are_named_and_are_no_fault() {
    assertThat(StackDoctor.ports(List.of()).line())
        .isEqualTo("✓ ports          the usual ones are free");
    assertThat(StackDoctor.ports(List.of("Port 8710 is taken, so webhook uses 8711.")).line())
        .isEqualTo("✓ ports          Port 8710 is taken, so webhook uses 8711.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GITHUB_REPO=a/b                                         | GITHUB_APP_ID, GITHUB_APP_KEY_FILE or
          GITHUB_REPO=a/b GITHUB_APP_ID=7 GITHUB_APP_KEY_BASE64=z | The App's id and key cannot be used
          GITHUB_REPO=a/b GITHUB_APP_ID=7 GITHUB_APP_KEY_FILE=no  | The file that GITHUB_APP_KEY_FILE names
          """)
  void settings_that_cannot_be_used(String variables, String problem) {
    Map<String, String> environment =
        Stream.of(variables.split(" ", -1))
            .map(it -> it.split("=", 2))
            .collect(Collectors.toMap(it -> it[0], it -> it[1]));
    try {
      GitHubVariables.read(new Environment(environment));
    } catch (IllegalStateException e) {
      String line = StackDoctor.refused("settings", e).line();
      assertThat(line.lines()).hasSize(1);
      assertThat(line).startsWith("✗ settings ").contains(problem).contains(": ");
      return;
    }
    throw new AssertionError("accepted: " + variables);
  }

  @Test
  void fake_needs_no_check() {
    assertThat(StackDoctor.fakeGitHub().line())
        .startsWith("✓ GitHub         is the fake one")
        .contains("GITHUB_REPO");
  }

  private static String line(Path data, String about) {
    return StackDoctor.data(data, about).line();
  }

  private static List<Path> files(Path data) throws IOException {
    try (var files = Files.list(data)) {
      return files.sorted().toList();
    }
  }
}
