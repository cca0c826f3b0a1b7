package org.pytorch.alerting.stack.cli.letter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.policy.parse.Problem;
import org.pytorch.alerting.policy.rule.Pattern;
import org.pytorch.alerting.policy.rule.Policy;

/**
 * Which dead letters are meant: those with an alert that a policy's matcher would take, and with a
 * given diagnosis.
 *
 * @param alerts the file of a policy whose only route takes the alerts that are meant; absent for
 *     any letter
 * @param diagnoses one of them matches the letter's diagnosis; empty for any
 * @param notDiagnoses none of them does
 */
record Filter(Optional<Path> alerts, List<Pattern> diagnoses, List<Pattern> notDiagnoses) {
  private static final String ROUTE = "meant";
  private static final String DIAGNOSIS = "diagnosis";

  /** Between two conditions; a value may have spaces. */
  private static final java.util.regex.Pattern NEXT =
      java.util.regex.Pattern.compile("[\\s,;]+(?=[A-Za-z]+(?:\\.[^\\s=]+)?=)");

  Filter {
    diagnoses = List.copyOf(diagnoses);
    notDiagnoses = List.copyOf(notDiagnoses);
  }

  /** One condition, such as {@code team=harbor}. */
  private record Condition(String field, String value) {}

  /**
   * {@return the filter of MATCH and NOT, each such as {@code team=harbor title=Disk *}; a field
   * that is there several times has any of its values}
   *
   * @throws IllegalArgumentException if they are not conditions of a policy
   */
  static Filter parse(String match, String not) {
    List<Condition> wanted = conditions("MATCH", match);
    List<Condition> unwanted = conditions("NOT", not);
    ObjectNode policy = Json.mapper().createObjectNode().put("version", Policy.VERSION);
    ObjectNode route = policy.putArray("routes").addObject().put("name", ROUTE);
    add(route, "match", wanted);
    add(route, "not", unwanted);
    List<Problem> problems = PolicyJson.problems(policy);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "MATCH or NOT cannot be used: "
              + problems.stream().map(Problem::text).collect(Collectors.joining("; ")));
    }
    return new Filter(
        route.has("match") || route.has("not") ? Optional.of(file(policy)) : Optional.empty(),
        diagnoses(wanted),
        diagnoses(unwanted));
  }

  /** Normalize reads a policy from a file. */
  private static Path file(ObjectNode policy) {
    try {
      Path file = Files.createTempFile("replay", ".policy.json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, Json.write(policy));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Condition> conditions(String name, String text) {
    List<Condition> conditions = new ArrayList<>();
    if (!text.isBlank()) {
      for (String condition : NEXT.splitAsStream(text.strip()).toList()) {
        String[] parts = condition.split("=", 2);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
          throw new IllegalArgumentException(
              "%s is field=value, not %s; for example: %s=\"team=harbor title=Disk *\""
                  .formatted(name, condition, name));
        }
        conditions.add(new Condition(parts[0].strip(), parts[1].strip()));
      }
    }
    return conditions;
  }

  private static void add(ObjectNode route, String name, List<Condition> conditions) {
    for (Condition condition : conditions) {
      if (!condition.field().equals(DIAGNOSIS)) {
        ObjectNode fields =
            route.get(name) instanceof ObjectNode there ? there : route.putObject(name);
        ArrayNode values =
            fields.get(condition.field()) instanceof ArrayNode there
                ? there
                : fields.putArray(condition.field());
        values.add(condition.value());
      }
    }
  }

  private static List<Pattern> diagnoses(List<Condition> conditions) {
    return conditions.stream()
        .filter(condition -> condition.field().equals(DIAGNOSIS))
        .map(condition -> new Pattern(condition.value()))
        .toList();
  }

  /** {@return whether it is said which letters are meant} */
  boolean isEmpty() {
    return alerts.isEmpty() && diagnoses.isEmpty() && notDiagnoses.isEmpty();
  }

  /** {@return whether {@code letter} is meant: with several alerts, one is enough} */
  boolean takes(Letter letter) {
    String diagnosis = letter.diagnosis();
    return (diagnoses.isEmpty() || diagnoses.stream().anyMatch(it -> it.matches(diagnosis)))
        && notDiagnoses.stream().noneMatch(it -> it.matches(diagnosis))
        && alerts.map(policy -> takes(policy, letter)).orElse(true);
  }

  private static boolean takes(Path policy, Letter letter) {
    return LetterReading.of(letter, letter.text(), Map.of("POLICY_FILE", policy.toString()))
        .events()
        .stream()
        .flatMap(event -> event.routing().stream())
        .anyMatch(routing -> routing.route().equals(ROUTE));
  }
}
