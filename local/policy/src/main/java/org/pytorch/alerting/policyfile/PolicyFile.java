package org.pytorch.alerting.policyfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.pytorch.alerting.policy.PolicyJson;

/**
 * A policy's YAML file, checked.
 *
 * @param json the form that the functions read; of no use if there are mistakes
 * @param mistakes one line each: {@code <file>:<line>: <what>; write <…> instead}
 */
public record PolicyFile(JsonNode json, List<String> mistakes) {
  public PolicyFile {
    mistakes = List.copyOf(mistakes);
  }

  /**
   * {@return the policy in {@code yaml}, or its mistakes by their lines}
   *
   * @param name of the file, for the messages
   */
  public static PolicyFile read(String name, String yaml) {
    YamlTree tree = YamlTree.read(yaml);
    Stream<Mistake> mistakes =
        tree.mistakes().isEmpty()
            ? PolicyJson.problems(tree.json()).stream().map(tree::mistake)
            : tree.mistakes().stream();
    return new PolicyFile(
        tree.json(),
        mistakes
            .sorted(Mistake.BY_LINE)
            .map(mistake -> "%s:%d: %s".formatted(name, mistake.line(), mistake.text()))
            .distinct()
            .toList());
  }
}
