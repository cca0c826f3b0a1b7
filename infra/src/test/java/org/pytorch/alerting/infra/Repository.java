package org.pytorch.alerting.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things lie; surefire starts in the module's own folder. */
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path INFRA = ROOT.resolve("infra");
  static final Path TARGET = INFRA.resolve("target");
  static final Path STATE_MACHINE = ROOT.resolve("statemachine/alert-pipeline.asl.json");

  private Repository() {}

  /** {@return the zip that is deployed for a function, as the build left it} */
  static Path zip(String artefact) {
    Path zip = ROOT.resolve("functions/%s/target/%1$s.zip".formatted(artefact));
    if (!Files.exists(zip)) {
      throw new IllegalStateException(zip + " is missing: run these tests by `make test`");
    }
    return zip;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
