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
 * Copies of one snapshot share nothing that they must not: whatever could hold a token, a
 * connection, a time or a seed is built anew after a restore. That this happens in the real zip is
 * tested by {@link DeployedFunctionTest}.
 */
class SnapshotTest {
  private static final Terraform TERRAFORM = Terraform.read();

  /** What a handler may keep over a restore: none of them holds anything that changes. */
  private static final Set<String> UNCHANGING =
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
  void a_handler_keeps_nothing_over_a_restore_but_what_never_changes(String handler)
      throws Exception {
    List<String> kept =
        Arrays.stream(Class.forName(handler).getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .filter(field -> !isRestored(field) && !isUnchanging(field))
            .map(Field::toGenericString)
            .collect(Collectors.toList());
    assertThat(kept).isEmpty();
  }

  /** Their seed is in the snapshot: every copy would draw the same numbers. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/util/concurrent/ThreadLocalRandom",
        "java/util/Random",
        "java/util/random/RandomGenerator",
        "java/util/SplittableRandom"
      })
  void nobody_draws_from_a_generator_whose_seed_a_snapshot_keeps(String generator) {
    assertThat(artefacts().flatMap(artefact -> artefact.calls(generator).stream()))
        .filteredOn(call -> Set.of("current", "<init>", "of", "getDefault").contains(call.method()))
        .isEmpty();
  }

  private static boolean isRestored(Field field) {
    return field.getGenericType().getTypeName().contains(Restorable.class.getName() + "<");
  }

  private static boolean isUnchanging(Field field) {
    return UNCHANGING.contains(field.getType().getSimpleName());
  }
}
