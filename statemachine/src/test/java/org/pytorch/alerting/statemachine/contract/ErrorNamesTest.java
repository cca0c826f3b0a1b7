package org.pytorch.alerting.statemachine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.runtime.StacklessException;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.definition.Definition.State;
import org.pytorch.alerting.statemachine.script.Errors;

/** Error names are class names, and the same in the definition, the functions and the scenarios. */
class ErrorNamesTest {
  private static final String OURS = "org.pytorch.alerting";

  /** Error names of AWS itself. */
  private static final Pattern RESERVED =
      Pattern.compile(
          "States\\.(ALL|DataLimitExceeded|TaskFailed|Timeout)|(Lambda|Sandbox|SQS)\\.\\w+");

  /** Failures without their own retrier and catcher, and the reason. */
  private static final Map<String, String> ONLY_CAUGHT_BY_STATES_ALL =
      Map.of(
          Errors.INVALID_ALERT,
          "an input that is not a message is our bug; it stays on its queue",
          Errors.RATE_LIMITED,
          "the function turns it into an outcome",
          Errors.CLAIM_LOST,
          "another execution has the claim by now; the redelivery sees its result",
          Errors.REJECTED,
          "GitHub would refuse again; record has the action given up",
          Errors.NO_ACCESS,
          "an operator has to give the App access; until then the message is redelivered",
          Errors.TOO_LATE,
          "a retry would have even less time; the redelivery has a whole execution");

  private final Set<String> named =
      Definition.load().states().stream()
          .flatMap(state -> Stream.of("Retry", "Catch").flatMap(f -> state.list(f).stream()))
          .flatMap(node -> State.errors(node).stream())
          .collect(Collectors.toCollection(TreeSet::new));

  @Test
  void every_error_name_is_reserved_or_one_of_our_exceptions() {
    assertThat(named).isNotEmpty().allSatisfy(ErrorNamesTest::isKnown);
  }

  @Test
  void every_error_that_scenarios_throw_exists() {
    assertThat(Errors.class.getDeclaredFields())
        .isNotEmpty()
        .allSatisfy(field -> isKnown(value(field)));
  }

  @Test
  void every_expected_failure_of_a_function_is_named_or_deliberately_not() {
    Set<String> failures = expectedFailures();

    assertThat(failures).as("the class path was scanned").contains(Errors.TOO_LATE, Errors.BUSY);
    assertThat(failures)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    named.stream().filter(name -> name.startsWith(OURS)),
                    ONLY_CAUGHT_BY_STATES_ALL.keySet().stream())
                .toList());
  }

  private static Set<String> expectedFailures() {
    // Our exceptions extend our exceptions; loading every class of the SDKs would take 15 s.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .importPackages(OURS).stream()
            .filter(type -> type.isAssignableTo(StacklessException.class))
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
  }

  private static void isKnown(String name) {
    if (!RESERVED.matcher(name).matches()) {
      assertThatCode(() -> assertThat(Class.forName(name)).isAssignableTo(Throwable.class))
          .as(name)
          .doesNotThrowAnyException();
    }
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
