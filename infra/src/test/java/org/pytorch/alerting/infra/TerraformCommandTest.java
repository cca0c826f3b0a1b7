package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Terraform's own checks of the configuration. Skipped if {@code terraform} is not on the PATH or
 * its provider is not available. If only an older provider is available, the test uses it with the
 * same override as for an emulator.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerraformCommandTest {
  /** Generous: the first start of a provider on a busy machine takes a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Terraform's messages when a provider is not available. */
  private static final List<String> NO_PROVIDER =
      List.of(
          "Failed to query available provider packages",
          "Failed to install provider",
          "Invalid provider registry host");

  private static final String OLDER_PROVIDER = "provider_override.tf";

  private static final Set<String> COPIED = Set.of(".tf", ".hcl", ".tfvars", ".json", ".zip");

  /** A copy, so that Terraform writes no files into the sources. Other folders are linked. */
  private static final Path COPY = Repository.TARGET.resolve("terraform/infra");

  private record Result(int status, String output) {}

  @Test
  void the_configuration_is_formatted() throws Exception {
    assumeTerraform();
    Result result = terraform(Repository.INFRA, "fmt", "-check", "-recursive", "-diff");
    assertThat(result.status()).as(result.output()).isZero();
  }

  @Test
  void the_configuration_is_valid_and_its_own_tests_pass() throws Exception {
    assumeTerraform();
    copy(Repository.INFRA, COPY);
    link("functions");
    link("statemachine");
    initialize(COPY);
    assertSuccess(terraform(COPY, "validate", "-no-color"));
    Result result = terraform(COPY, "test", "-no-color");
    assertSuccess(result);
    assertThat(result.output()).containsPattern("[1-9][0-9]* passed, 0 failed");
  }

  @Test
  void the_bootstrap_is_valid() throws Exception {
    assumeTerraform();
    Path bootstrap = Repository.TARGET.resolve("terraform/bootstrap");
    copy(Repository.INFRA.resolve("bootstrap"), bootstrap);
    initialize(bootstrap);
    assertSuccess(terraform(bootstrap, "validate", "-no-color"));
  }

  private static void assertSuccess(Result result) {
    assertThat(result.status()).as(result.output()).isZero();
  }

  private static void assumeTerraform() {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "terraform"))),
        "no terraform on the PATH");
  }

  private static void initialize(Path folder) throws Exception {
    Files.deleteIfExists(folder.resolve(OLDER_PROVIDER));
    Files.deleteIfExists(folder.resolve(".terraform.lock.hcl"));
    Result result = init(folder);
    if (NO_PROVIDER.stream().anyMatch(result.output()::contains)) {
      Files.copy(
          Repository.ROOT.resolve("scripts/older_provider.tf"), folder.resolve(OLDER_PROVIDER));
      result = init(folder);
    }
    if (result.status() != 0) {
      assumeTrue(
          NO_PROVIDER.stream().noneMatch(result.output()::contains),
          "the provider is not available here:\n" + result.output());
      fail(result.output());
    }
  }

  private static Result init(Path folder) throws IOException, InterruptedException {
    return terraform(folder, "init", "-backend=false", "-input=false", "-no-color");
  }

  private static Result terraform(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path output = Repository.TARGET.resolve("terraform-" + arguments[0] + ".log");
    Files.createDirectories(Repository.TARGET);
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("terraform"), Arrays.stream(arguments)).toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(Map.of("TF_IN_AUTOMATION", "1", "CHECKPOINT_DISABLE", "1"));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return fail("terraform %s has not ended after %s".formatted(arguments[0], PATIENCE));
    }
    return new Result(process.exitValue(), Repository.text(output));
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path folder : List.of(from, from.resolve("tests"))) {
      if (Files.isDirectory(folder)) {
        Path target = to.resolve(from.relativize(folder));
        Files.createDirectories(target);
        deleteOld(target);
        for (Path file : configuration(folder)) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
  }

  private static void deleteOld(Path folder) throws IOException {
    for (Path file : configuration(folder)) {
      Files.delete(file);
    }
  }

  private static List<Path> configuration(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> COPIED.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !file.getFileName().toString().equals(".terraform.lock.hcl"))
          .toList();
    }
  }

  private static void link(String folder) throws IOException {
    Path link = COPY.resolveSibling(folder);
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, Repository.ROOT.resolve(folder));
    }
  }
}
