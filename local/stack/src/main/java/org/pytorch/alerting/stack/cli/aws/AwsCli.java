package org.pytorch.alerting.stack.cli.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;

/**
 * The AWS CLI, which has the operator's credentials, profiles and single sign-on.
 *
 * @param program its name or path
 * @param region the region of the deployment
 */
public record AwsCli(String program, String region) implements AwsApi {

  @Override
  public JsonNode call(String service, String operation, Map<String, ?> input) {
    try {
      // A message can be longer than an argument. The file is readable by its owner only.
      Path file = Files.createTempFile("alerting", ".json");
      try {
        Files.writeString(file, Json.write(input));
        return parsed(
            run(service, operation, "--cli-input-json", "file://" + file), service, operation);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the AWS CLI cannot be run: " + e.getMessage(), e);
    }
  }

  private String run(String service, String operation, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(program, "--region", region, "--output", "json", service, operation));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "`aws %s %s` failed with exit code %d".formatted(service, operation, exit));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode parsed(String output, String service, String operation) {
    try {
      return output.isBlank() ? Json.mapper().createObjectNode() : Json.mapper().readTree(output);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "`aws %s %s` printed something that is not JSON".formatted(service, operation), e);
    }
  }
}
