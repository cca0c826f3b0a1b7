package org.pytorch.alerting.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's files, found from the folder of the module under test. */
public final class Project {
  private Project() {}

  /** {@return the root folder} */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("statemachine"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the working directory is not inside the project");
      }
    }
    return folder;
  }

  /** {@return the definition of the state machine} */
  public static StateMachineFile stateMachine() {
    return new StateMachineFile(root().resolve("statemachine/alert-pipeline.asl.json"));
  }

  /** {@return a payload of {@code test-data}, for example {@code grafana/firing.json}} */
  public static String payload(String file) {
    try {
      return Files.readString(root().resolve("test-data").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
