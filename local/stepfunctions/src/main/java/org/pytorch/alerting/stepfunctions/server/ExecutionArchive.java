package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.JsonText;

/**
 * The ended executions of earlier processes, in a file of JSON lines: description and history of
 * each, as the API shows them. A line that a dying process did not finish is dropped. Without a
 * file, there are none, and none are kept.
 */
public final class ExecutionArchive {
  /** The latest; a history has some ten kilobytes. */
  static final int MAX_KEPT = 300;

  private static final List<String> SUMMARY =
      List.of("executionArn", "stateMachineArn", "name", "status", "startDate", "stopDate");

  private final Optional<Path> file;
  private final Map<String, JsonNode> earlier = new LinkedHashMap<>();

  private ExecutionArchive(Optional<Path> file) {
    this.file = file;
  }

  /** {@return one that keeps nothing} */
  public static ExecutionArchive none() {
    return new ExecutionArchive(Optional.empty());
  }

  /**
   * {@return the archive in {@code file}, shortened to the latest executions}
   *
   * @param file created at the first ended execution if it is missing
   */
  public static ExecutionArchive in(Path file) {
    ExecutionArchive archive = new ExecutionArchive(Optional.of(file));
    try {
      if (Files.exists(file)) {
        archive.load(file);
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void load(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> kept = new ArrayList<>();
    for (String line : lines.subList(Math.max(0, lines.size() - MAX_KEPT), lines.size())) {
      try {
        JsonNode execution = JsonText.parse(line);
        earlier.put(execution.path("description").path("executionArn").asText(), execution);
        kept.add(line);
      } catch (JsonProcessingException e) {
        // not finished
      }
    }
    Files.write(file, kept);
  }

  /** Keeps an execution that has just ended. */
  synchronized void add(StoredExecution execution) {
    if (file.isEmpty()) {
      return;
    }
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.set("description", execution.description());
    ArrayNode events = line.putArray("events");
    execution.events().forEach(event -> events.add(HistoryJson.of(event, true)));
    try {
      Files.writeString(
          file.get(),
          JsonText.of(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.get(), e);
    }
  }

  /** {@return the description of an execution of an earlier process} */
  Optional<ObjectNode> description(String arn) {
    return Optional.ofNullable(earlier.get(arn))
        .map(execution -> (ObjectNode) execution.path("description").deepCopy());
  }

  /** {@return its history, with all data, whether that is wanted or not} */
  Optional<List<JsonNode>> events(String arn) {
    return Optional.ofNullable(earlier.get(arn))
        .map(execution -> execution.path("events").valueStream().toList());
  }

  /** {@return the summaries of all, newest first} */
  List<ObjectNode> summaries() {
    return new ArrayList<>(earlier.values())
        .reversed().stream()
            .map(
                execution ->
                    ((ObjectNode) execution.path("description").deepCopy()).retain(SUMMARY))
            .toList();
  }
}
