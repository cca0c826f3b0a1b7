package org.pytorch.alerting.stack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir private Path temporary;
  private Path path;

  @BeforeEach
  void path() {
    path = temporary.resolve("data");
  }

  private DataFolder open(String gitHub, boolean fresh) {
    return DataFolder.open(path, gitHub, fresh);
  }

  @Test
  void what_is_in_it_stays_unless_it_is_to_be_forgotten() throws Exception {
    try (DataFolder folder = open("fake", false)) {
      Files.writeString(folder.gitHub(), "issue");
      Files.writeString(folder.table().resolve("db"), "row");
    }
    try (DataFolder folder = open("fake", false)) {
      assertThat(folder.gitHub()).hasContent("issue");
    }
    try (DataFolder folder = open("fake", true)) {
      assertThat(folder.gitHub()).doesNotExist();
      assertThat(folder.table()).isEmptyDirectory();
    }
  }

  @Test
  void one_stack_at_a_time_uses_it() {
    DataFolder first = open("fake", false);
    assertThatThrownBy(() -> open("fake", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is in use by another stack")
        .hasMessageContaining("--data=DIR");
    first.close();

    open("fake", false).close();
  }

  @Test
  void data_of_another_github_is_refused_until_it_is_forgotten() {
    open("acme/alerts on the fake GitHub", false).close();

    assertThatThrownBy(() -> open("quay/alerts on https://api.github.com", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("acme/alerts on the fake GitHub, not of quay/alerts")
        .hasMessageContaining("--fresh");
    open("quay/alerts on https://api.github.com", true).close();
    open("quay/alerts on https://api.github.com", false).close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void folder_of_somebody_else_is_left_as_it_is() throws Exception {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(path.resolve("thesis.txt"), "all of it");

    for (boolean fresh : new boolean[] {false, true}) {
      assertThatThrownBy(() -> open("fake", fresh))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has files that no stack has written");
    }
    assertThat(path.toFile().list()).containsExactly("thesis.txt");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void new_folder_is_private() throws Exception {
    open("fake", false).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }
}
