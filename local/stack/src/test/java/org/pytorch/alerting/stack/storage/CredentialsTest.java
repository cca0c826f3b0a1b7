package org.pytorch.alerting.stack.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  @TempDir private Path folder;

  private Credentials kept(String... sources) {
    return Credentials.kept(folder.resolve("kept"), List.of(sources));
  }

  @Test
  void tokens_and_key_are_the_same_after_a_restart() {
    Credentials first = kept("grafana");
    Credentials second = kept("grafana");

    assertThat(second.tokens()).isEqualTo(first.tokens());
    assertThat(second.gitHubApp().getPrivate()).isEqualTo(first.gitHubApp().getPrivate());
    assertThat(second.gitHubApp().getPublic()).isEqualTo(first.gitHubApp().getPublic());
  }

  @Test
  void new_source_gets_a_token_and_the_others_keep_theirs() {
    Credentials first = kept("grafana");
    Credentials second = kept("grafana", "normalized");

    assertThat(second.token("grafana")).isEqualTo(first.token("grafana"));
    assertThat(second.token("normalized")).isNotBlank();
    assertThat(kept("grafana", "normalized").tokens()).isEqualTo(second.tokens());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void only_the_owner_can_read_them() throws Exception {
    kept("grafana");

    assertThat(permissions(folder.resolve("kept"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("kept/credentials.json"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void damaged_file_is_not_overwritten() throws Exception {
    kept("grafana");
    Path file = folder.resolve("kept/credentials.json");
    Files.writeString(file, "{\"webhook_tokens\":{},\"github_app_key\":\"AAAA\"}");

    assertThatThrownBy(() -> kept("grafana"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be read");
    assertThat(file).content().contains("AAAA");
  }

  @Test
  void nothing_secret_is_printed() {
    Credentials credentials = kept("grafana");

    assertThat(credentials.toString()).doesNotContain(credentials.token("grafana"));
  }
}
