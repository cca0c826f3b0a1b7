package org.pytorch.alerting.statemachine;

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
import org.pytorch.alerting.statemachine.Definition.State;

/** Error names are class names: the definition, the functions and the scenarios mean the same. */
class ErrorNamesTest {
  private static final String OURS = "org.pytorch.alerting";

  /** Names that AWS gives to what goes wrong on its side. */
  private static final Pattern RESERVED =
      Pattern.compile(
          "States\\.(ALL|DataLimitExceeded|TaskFailed|Timeout)|(Lambda|Sandbox|SQS)\\.\\w+");

  /** Failures that have neither a retrier nor a catcher of their own, and why that is right. */
  private static final Map<String, String> ONLY_CAUGHT_BY_STATES_ALL =
      Map.of(
          Errors.INVALID_ALERT,
          "an input that is no message at all is our fault; it stays on its queue",
          Errors.RATE_LIMITED,
          "it never leaves the function, which makes an outcome of it",
          Errors.CLAIM_LOST,
          "someone else holds the claim by now; the redelivery sees what they made of it",
          Errors.REJECTED,
          "GitHub would refuse again; record says that the action is to be given up",
          Errors.NO_ACCESS,
          "a person has to give the App access; until then the message is redelivered",
          Errors.TOO_LATE,
          "a retry would have even less time left; the redelivery has a whole execution");

  private final Set<String> named =
      Definition.load().states().stream()
          .flatMap(state -> Stream.of("Retry", "Catch").flatMap(f -> state.list(f).stream()))
          .flatMap(node -> State.errors(node).stream())
          .collect(Collectors.toCollection(TreeSet::new));

  @Test
  void every_error_name_is_reserved_or_an_exception_of_ours() {
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
    // Ours inherit from ours; looking up every class of the SDKs would take a quarter of a minute.
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
