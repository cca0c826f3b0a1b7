package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/release} in a small built project, outside any Git repository. */
class ReleaseScriptTest {
  @TempDir private Path project;

  private record Result(int status, String output) {}

  @BeforeEach
  void build() throws Exception {
    for (String script : List.of("scripts/release", "scripts/version")) {
      Path copy = project.resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(Repository.ROOT.resolve(script), copy);
      assertThat(copy.toFile().setExecutable(true)).isTrue();
    }
    write("pom.xml", "<artifactId>alerting</artifactId>\n  <version>1.2.3</version>\n");
    write(
        "CHANGELOG.md",
        """
        # Changelog

        ## [Unreleased]

        ## [1.2.3] - 2027-01-31

        ### Added
        - A thing.

        ## [1.2.2] - 2027-01-01

        - An older thing.
        """);
    write("statemachine/alert-pipeline.asl.json", "{}");
    write("target/sbom.json", "{}");
    write("functions/decide/target/sbom.json", "{}");
    zip("unknown");
  }

  @Test
  void zips_and_sboms_get_the_version_and_checksums() throws Exception {
    Result result = run("v1.2.3");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(Files.readAllLines(project.resolve("target/release/SHA256SUMS")))
        .allMatch(line -> line.matches("[0-9a-f]{64}  .+"))
        .extracting(line -> line.substring(66))
        .containsExactly(
            "alert-pipeline-1.2.3.asl.json",
            "alerting-1.2.3.sbom.json",
            "decide-1.2.3.sbom.json",
            "decide-1.2.3.zip");
  }

  @Test
  void the_notes_are_the_versions_section_of_the_changelog() throws Exception {
    assertThat(run("v1.2.3").status()).isZero();

    assertThat(project.resolve("target/release-notes.md"))
        .content()
        .isEqualToIgnoringWhitespace("### Added - A thing.");
  }

  @Test
  void a_tag_of_another_version_is_refused() throws Exception {
    Result result = run("v1.2.4");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("The tag is v1.2.4 but the version in pom.xml is 1.2.3");
  }

  @Test
  void a_version_without_a_section_is_refused() throws Exception {
    write("CHANGELOG.md", "## [Unreleased]\n\n- A thing.\n");

    Result result = run("v1.2.3");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("no section ## [1.2.3]");
  }

  @Test
  void a_zip_of_another_commit_is_refused() throws Exception {
    zip("0123456789ab");

    Result result = run("v1.2.3");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("was built from commit 0123456789ab");
  }

  @Test
  void a_missing_sbom_is_refused() throws Exception {
    Files.delete(project.resolve("functions/decide/target/sbom.json"));

    Result result = run("v1.2.3");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("decide has no zip or no SBOM");
  }

  private void zip(String commit) throws Exception {
    Path zip = project.resolve("functions/decide/target/decide.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("META-INF/org.pytorch.alerting.properties"));
      out.write("commit=%s\n".formatted(commit).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void write(String file, String text) throws Exception {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Result run(String tag) throws Exception {
    Path output = project.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "scripts/release", tag)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Git must not find a repository above the temporary folder.
    builder.environment().put("GIT_CEILING_DIRECTORIES", project.getParent().toString());
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(output));
  }
}
