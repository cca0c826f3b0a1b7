package org.pytorch.alerting.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.runtime.Restorable;

/**
 * Instances restored from one snapshot share no token, connection, time or seed: all of these are
 * rebuilt after a restore. {@link DeployedFunctionTest} tests this with the real zip.
 */
class SnapshotTest {
  private static final Terraform TERRAFORM = Terraform.read();

  /** The types without mutable state, which a handler may keep across a restore. */
  private static final Set<String> IMMUTABLE =
      Set.of(
          "ActionReport",
          "CommentText",
          "DryRun",
          "GitHubSettings",
          "Host",
          "InstantSource",
          "IssueText",
          "Log",
          "Normalizer",
          "Pause",
          "RouteDimension",
          "Rule");

  static Stream<String> handlers() {
    return TERRAFORM.table("functions").values().stream()
        .map(row -> ((String) row.get("handler")).replace("::handleRequest", ""));
  }

  static Stream<Artefact> artefacts() {
    return TERRAFORM.table("functions").values().stream()
        .map(row -> new Artefact((String) row.get("artefact")))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("handlers")
  void a_handler_keeps_only_immutable_values_across_a_restore(String handler) throws Exception {
    List<String> kept =
        Arrays.stream(Class.forName(handler).getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .filter(field -> !isRestored(field) && !isImmutable(field))
            .map(Field::toGenericString)
            .collect(Collectors.toList());
    assertThat(kept).isEmpty();
  }

  /** Their seed would be in the snapshot, and every instance would draw the same numbers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/util/concurrent/ThreadLocalRandom",
        "java/util/Random",
        "java/util/random/RandomGenerator",
        "java/util/SplittableRandom"
      })
  void no_generator_keeps_its_seed_in_a_snapshot(String generator) {
    assertThat(artefacts().flatMap(artefact -> artefact.calls(generator).stream()))
        .filteredOn(call -> Set.of("current", "<init>", "of", "getDefault").contains(call.method()))
        .isEmpty();
  }

  private static boolean isRestored(Field field) {
    return field.getGenericType().getTypeName().contains(Restorable.class.getName() + "<");
  }

  private static boolean isImmutable(Field field) {
    return IMMUTABLE.contains(field.getType().getSimpleName());
  }
}
