package org.pytorch.alerting.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.storage.PrivateFiles;

/**
 * The file with a running stack's endpoints, and beside it a shell script with the environment for
 * the AWS CLI. Both exist exactly while the stack is ready.
 */
public record StackFile(Path path) {

  /** {@return the file for a shell to source, such as {@code target/stack.env}} */
  public Path environment() {
    String name = path.getFileName().toString().replaceFirst("\\.json$", "");
    return path.resolveSibling(name + ".env");
  }

  /** Writes each file atomically. */
  public void write(StackDescription description) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      PrivateFiles.write(environment(), shell(description.environment()));
      PrivateFiles.write(
          path,
          Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(description) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Otherwise the session token of a real account would be sent along. */
  private static String shell(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(
            variable ->
                "export %s='%s'\n"
                    .formatted(variable.getKey(), variable.getValue().replace("'", "'\\''")))
        .collect(Collectors.joining("", "unset AWS_SESSION_TOKEN\n", ""));
  }

  /** {@return the stack in the file, if the file exists} */
  public Optional<StackDescription> read() {
    return PrivateFiles.read(path).map(text -> Json.read(text, StackDescription.class));
  }

  public void remove() {
    PrivateFiles.remove(path);
    PrivateFiles.remove(environment());
  }
}
