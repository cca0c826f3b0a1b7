package org.pytorch.alerting.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the project's files from any of its folders. */
final class Repository {
  static final Path ROOT = root();
  static final Path INFRA = ROOT.resolve("infra");
  static final Path TARGET = INFRA.resolve("target");
  static final Path STATE_MACHINE = ROOT.resolve("statemachine/alert-pipeline.asl.json");

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>alerting</artifactId>\\s*<version>([^<]+)</version>");

  private Repository() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("statemachine"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside the project");
      }
    }
    return folder;
  }

  /** {@return the built zip of a function} */
  static Path zip(String artefact) {
    Path zip = ROOT.resolve("functions/%s/target/%1$s.zip".formatted(artefact));
    if (!Files.exists(zip)) {
      throw new IllegalStateException(zip + " is missing: run `make build`");
    }
    return zip;
  }

  /** {@return the version of the project in the root POM} */
  static String version() {
    Matcher version = VERSION.matcher(text(ROOT.resolve("pom.xml")));
    if (!version.find()) {
      throw new IllegalStateException("pom.xml has no version after its artifactId");
    }
    return version.group(1);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
