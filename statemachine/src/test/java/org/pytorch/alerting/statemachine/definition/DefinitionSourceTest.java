package org.pytorch.alerting.statemachine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The deployed definition matches its source. */
class DefinitionSourceTest {
  private static final Path SOURCE =
      Definition.projectRoot().resolve("statemachine/alert-pipeline.asl.yaml");
  private static final Path DEPLOYED =
      Definition.projectRoot().resolve("statemachine/alert-pipeline.asl.json");

  @Test
  void definition_is_up_to_date_with_its_source() throws IOException {
    String json = json(Files.readString(SOURCE));
    if (Boolean.getBoolean("update.diagrams")) {
      Files.writeString(DEPLOYED, json);
    }

    assertThat(DEPLOYED).as("make asl").content().isEqualTo(json);
  }

  /** A repeated part would have to be changed twice, and one change would be forgotten. */
  @Test
  void retriers_catchers_and_tasks_are_written_only_once() throws IOException {
    String source = Files.readString(SOURCE);

    assertThat(writtenTwice(source)).isEmpty();
  }

  @Test
  void repeated_retrier_is_detected() throws IOException {
    String source = Files.readString(SOURCE);
    String repeated =
        source.replace(
            "x-timeout-retry:",
            """
            x-copy:
              ErrorEquals: [org.pytorch.alerting.decide.StateContentionException]
              IntervalSeconds: 1
              BackoffRate: 2
              MaxAttempts: 2
              MaxDelaySeconds: 2
              JitterStrategy: FULL

            x-timeout-retry:""");

    assertThat(repeated).isNotEqualTo(source);
    assertThat(writtenTwice(repeated))
        .singleElement()
        .asString()
        .contains("StateContentionException");
  }

  /** An alias is the same node as its anchor; two equal nodes were written out twice. */
  private static List<String> writtenTwice(String yaml) {
    Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(new Yaml(new LoaderOptions()).compose(new StringReader(yaml)), nodes);
    return nodes.stream()
        .filter(MappingNode.class::isInstance)
        .map(MappingNode.class::cast)
        .filter(node -> keys(node).stream().anyMatch(ONCE::contains))
        .map(DefinitionSourceTest::written)
        .collect(Collectors.groupingBy(text -> text, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The fields that identify a retrier, a catcher, a task's call and its parameters. */
  private static final Set<String> ONCE = Set.of("ErrorEquals", "Resource", "QueueUrl");

  private static void collect(Node node, Set<Node> into) {
    if (!into.add(node)) {
      return;
    }
    switch (node) {
      case MappingNode map ->
          map.getValue()
              .forEach(
                  entry -> {
                    collect(entry.getKeyNode(), into);
                    collect(entry.getValueNode(), into);
                  });
      case SequenceNode list -> list.getValue().forEach(element -> collect(element, into));
      default -> {}
    }
  }

  private static List<String> keys(MappingNode map) {
    return map.getValue().stream().map(entry -> written(entry.getKeyNode())).toList();
  }

  private static String written(Node node) {
    return switch (node) {
      case MappingNode map ->
          map.getValue().stream()
              .map(entry -> written(entry.getKeyNode()) + ": " + written(entry.getValueNode()))
              .filter(member -> !member.startsWith("Comment: "))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case SequenceNode list ->
          list.getValue().stream()
              .map(DefinitionSourceTest::written)
              .collect(Collectors.joining(", ", "[", "]"));
      case ScalarNode scalar -> scalar.getValue();
      default -> throw new IllegalStateException("an unresolved alias: " + node);
    };
  }

  /** Members with a name that starts with x- only hold anchors. */
  private static String json(String yaml) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, Object> definition =
        new LinkedHashMap<>(new Yaml(new SafeConstructor(options)).<Map<String, Object>>load(yaml));
    definition.keySet().removeIf(name -> name.startsWith("x-"));
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(indent)
            .withArrayIndenter(indent);
    return new ObjectMapper().writer(printer).writeValueAsString(definition) + "\n";
  }
}
