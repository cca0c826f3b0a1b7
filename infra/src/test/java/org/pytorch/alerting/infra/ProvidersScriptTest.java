package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/providers} with a fake terraform that can or cannot reach a registry. */
class ProvidersScriptTest {
  /** Like {@code terraform providers lock}: adds missing entries to the lock file. */
  private static final String TERRAFORM =
      """
      #!/usr/bin/env bash
      case "$REGISTRY" in
        unreachable) echo "Error: could not connect to the registry: no such host" >&2; exit 1 ;;
        mismatch) echo "Error: the checksum does not match" >&2; exit 1 ;;
      esac
      for argument in "$@"; do
        case "$argument" in -platform=*) hash="hash of ${argument#-platform=}"
          grep -qs "$hash" "${1#-chdir=}/.terraform.lock.hcl" || echo "$hash" >> "${1#-chdir=}/.terraform.lock.hcl" ;;
        esac
      done
      """;

  private record Result(int status, String output) {}

  @TempDir private Path project;

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(project.resolve("scripts"));
    Files.copy(Repository.ROOT.resolve("scripts/providers"), project.resolve("scripts/providers"));
    for (String folder : List.of("infra", "infra/bootstrap")) {
      Files.createDirectories(project.resolve(folder));
      Files.writeString(project.resolve(folder).resolve("main.tf"), "# nothing\n");
    }
    Path terraform = project.resolve("terraform");
    Files.writeString(terraform, TERRAFORM);
    assertThat(terraform.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void a_missing_lock_file_fails() throws Exception {
    Result result = run("check", "reachable");

    assertThat(result.status()).isNotZero();
    assertThat(result.output())
        .contains("infra/.terraform.lock.hcl is missing", "infra/bootstrap/.terraform.lock.hcl is");
  }

  @Test
  void lock_writes_what_check_expects() throws Exception {
    assertThat(run("lock", "reachable").status()).isZero();

    assertThat(Files.readAllLines(project.resolve("infra/.terraform.lock.hcl")))
        .containsExactly(
            "hash of linux_amd64",
            "hash of linux_arm64",
            "hash of darwin_amd64",
            "hash of darwin_arm64");
    Result result = run("check", "reachable");
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("infra/.terraform.lock.hcl: complete");
  }

  @Test
  void a_lock_file_without_a_platform_fails() throws Exception {
    run("lock", "reachable");
    Path lock = project.resolve("infra/bootstrap/.terraform.lock.hcl");
    Files.writeString(lock, "hash of linux_amd64\n");

    Result result = run("check", "reachable");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("+hash of darwin_arm64", "lacks a platform");
    assertThat(Files.readString(lock)).isEqualTo("hash of linux_amd64\n");
  }

  @Test
  void the_check_is_skipped_without_a_registry() throws Exception {
    Result result = run("check", "unreachable");

    assertThat(result.status()).isZero();
    assertThat(result.output()).contains("not checked");
  }

  @Test
  void a_registry_error_is_not_mistaken_for_an_unreachable_registry() throws Exception {
    Result result = run("check", "mismatch");

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("the checksum does not match");
  }

  private Result run(String command, String registry) throws Exception {
    Path output = project.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "scripts/providers", command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("REGISTRY", registry);
    builder.environment().merge("PATH", project.toString(), (path, first) -> first + ":" + path);
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(output));
  }
}
